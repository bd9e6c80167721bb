# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import GetProductResponse, ListMoreResponse, ListProductsResponse
from ..models import GetProductRequest, ListMoreRequest, ListProductsRequest
from ..runtime.app import services
from ..runtime.auth import UNKNOWN_CALLER, AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.language import language
from ..runtime.parse import header_text, path_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.get_product import GetProductCalls
from ..sources.list_more import ListMoreCalls
from ..sources.list_products import ListProductsCalls

router = APIRouter()


LIST_PRODUCTS = Operation(
    name="listProducts",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.ACCOUNT))),
    budget_ms=450,
    reserve_ms=30,
    invalid_status=422,
    hook_fed=("ProductCard.priceMinor",),
    caching=Caching(vary=("Accept-Language", "Authorization")),
)


@serve(router, LIST_PRODUCTS, "GET", "/v3/products")
async def list_products(http: Request, call: Call) -> ListProductsResponse:
    """Read the cards of a list of products."""
    with Parsing(http):
        request = ListProductsRequest(
            q=query_text(http, "q", min_length=1, max_length=100, required=True),
            cursor=query_text(http, "cursor", min_length=1, max_length=500),
            limit=query_integer(http, "limit", minimum=1, maximum=24, default=12),
            px=query_integer(http, "px", minimum=64, maximum=1024),
            accept_language=language(
                header_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.list_products(request, ListProductsCalls(services(http)), call)


GET_PRODUCT = Operation(
    name="getProduct",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.ACCOUNT))),
    budget_ms=450,
    reserve_ms=30,
    invalid_status=422,
    hook_fed=("Product.priceMinor",),
    caching=Caching(
        has_etag=True,
        control="strictest",
        vary=("Accept-Language", "Authorization"),
        credentials=("authorization",),
    ),
)


@serve(router, GET_PRODUCT, "GET", "/v3/products/{id}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Read what the product screen shows."""
    with Parsing(http):
        request = GetProductRequest(
            id=path_text(http, "id", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"),
            px=query_integer(http, "px", minimum=64, maximum=1024),
            accept_language=language(
                header_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.get_product(request, GetProductCalls(services(http)), call)


LIST_MORE = Operation(
    name="listMore",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.ACCOUNT))),
    budget_ms=450,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, LIST_MORE, "GET", "/v3/products/{id}/more")
async def list_more(http: Request, call: Call) -> ListMoreResponse:
    """Read what goes with a product."""
    with Parsing(http):
        request = ListMoreRequest(
            id=path_text(http, "id", min_length=1, max_length=64, pattern="^[a-z0-9-]+$")
        )
    return await plans.list_more(request, ListMoreCalls(services(http)), call)
