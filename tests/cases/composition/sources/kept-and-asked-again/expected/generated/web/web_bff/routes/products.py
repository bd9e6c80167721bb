# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import GetProductResponse
from ..models import GetProductRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.language import language
from ..runtime.parse import forwarded_text, path_text
from ..runtime.serve import Operation, serve
from ..sources.get_product import GetProductCalls

router = APIRouter()


GET_PRODUCT = Operation(
    name="getProduct",
    access=OPEN,
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(vary=("Accept-Language",)),
)


@serve(router, GET_PRODUCT, "GET", "/products/{id}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Read a product."""
    with Parsing(http):
        request = GetProductRequest(
            id=path_text(http, "id"),
            accept_language=language(
                forwarded_text(http, "Accept-Language", max_length=256), "en", "de", "fr-CH"
            ),
        )
    return await plans.get_product(request, GetProductCalls(services(http)), call)
