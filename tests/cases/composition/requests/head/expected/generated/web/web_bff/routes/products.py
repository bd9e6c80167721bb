# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import GetProductResponse, HeadManualResponse
from ..models import GetProductRequest, HeadManualRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parse import path_text
from ..runtime.serve import Operation, serve
from ..sources.get_product import GetProductCalls
from ..sources.head_manual import HeadManualCalls

router = APIRouter()


GET_PRODUCT = Operation(
    name="getProduct",
    access=OPEN,
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(has_etag=True),
)


@serve(router, GET_PRODUCT, "GET", "/products/{id}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Read a product."""
    with Parsing(http):
        request = GetProductRequest(id=path_text(http, "id"))
    return await plans.get_product(request, GetProductCalls(services(http)), call)


HEAD_MANUAL = Operation(
    name="headManual",
    access=OPEN,
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(control="no-cache"),
)


@serve(router, HEAD_MANUAL, "HEAD", "/manuals/{id}")
async def head_manual(http: Request, call: Call) -> HeadManualResponse:
    """Ask for the version of a manual."""
    with Parsing(http):
        request = HeadManualRequest(id=path_text(http, "id"))
    return await plans.head_manual(request, HeadManualCalls(services(http)), call)
