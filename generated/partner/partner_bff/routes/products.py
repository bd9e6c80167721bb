# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import GetProductResponse
from ..models import GetProductRequest
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parse import forwarded_text, path_text, query_text
from ..runtime.serve import Operation, serve
from ..sources.get_product import GetProductCalls

router = APIRouter()


GET_PRODUCT = Operation(
    name="getProduct",
    access=Secured(AllOf(Need(security.KEY))),
    budget_ms=2000,
    reserve_ms=100,
    invalid_status=422,
    caching=Caching(vary=("Accept-Language", "X-Api-Key")),
)


@serve(router, GET_PRODUCT, "GET", "/v1/products/{product_id}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Read one product."""
    with Parsing(http):
        request = GetProductRequest(
            product_id=path_text(
                http, "product_id", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"
            ),
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            accept_language=forwarded_text(http, "Accept-Language", max_length=256),
        )
    return await plans.get_product(request, GetProductCalls(services(http)), call)
