# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import GetOfferResponse, GetProductResponse
from ..models import GetOfferRequest, GetProductRequest
from ..runtime.app import services
from ..runtime.auth import UNKNOWN_CALLER, AllOf, Grants, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parse import path_text
from ..runtime.serve import Operation, serve
from ..sources.get_offer import GetOfferCalls
from ..sources.get_product import GetProductCalls

router = APIRouter()


GET_PRODUCT = Operation(
    name="getProduct",
    access=Secured(
        AllOf(Need(security.LOGIN, scopes=("products.read",))),
        allow=Grants(roles=("ops", "support"), scopes=("stock.read",)),
    ),
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, GET_PRODUCT, "GET", "/products/{id}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Read a product."""
    with Parsing(http):
        request = GetProductRequest(id=path_text(http, "id"))
    return await plans.get_product(request, GetProductCalls(services(http)), call)


GET_OFFER = Operation(
    name="getOffer",
    access=Secured(AllOf(Need(security.LOGIN)), UNKNOWN_CALLER),
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, GET_OFFER, "GET", "/offers/{id}")
async def get_offer(http: Request, call: Call) -> GetOfferResponse:
    """Read an offer."""
    with Parsing(http):
        request = GetOfferRequest(id=path_text(http, "id"))
    return await plans.get_offer(request, GetOfferCalls(services(http)), call)
