# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import GetProductResponse
from ..models import GetProductRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parse import path_text, query_text
from ..runtime.serve import Operation, serve
from ..sources.get_product import GetProductCalls

router = APIRouter()


GET_PRODUCT = Operation(
    name="getProduct", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)


@serve(router, GET_PRODUCT, "GET", "/products/{id}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Read a product."""
    with Parsing(http):
        request = GetProductRequest(
            id=path_text(http, "id"), article=query_text(http, "article", default="a1")
        )
    return await plans.get_product(request, GetProductCalls(services(http)), call)
