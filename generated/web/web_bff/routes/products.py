# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import GetCategoryResponse, GetProductPageResponse, SearchProductsResponse
from ..models import GetCategoryRequest, GetProductPageRequest, SearchProductsRequest
from ..runtime.app import services
from ..runtime.auth import UNKNOWN_CALLER, AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.language import language
from ..runtime.parse import header_text, path_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.get_category import GetCategoryCalls
from ..sources.get_product_page import GetProductPageCalls
from ..sources.search_products import SearchProductsCalls

router = APIRouter()


GET_PRODUCT_PAGE = Operation(
    name="getProductPage",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.CUSTOMER))),
    budget_ms=800,
    reserve_ms=40,
    invalid_status=422,
    hook_fed=("Price.label",),
    caching=Caching(vary=("Accept-Language", "Authorization")),
)


@serve(router, GET_PRODUCT_PAGE, "GET", "/products/{productId}")
async def get_product_page(http: Request, call: Call) -> GetProductPageResponse:
    """Read everything that a product page shows."""
    with Parsing(http):
        request = GetProductPageRequest(
            product_id=path_text(
                http, "productId", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"
            ),
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            accept_language=language(
                header_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.get_product_page(request, GetProductPageCalls(services(http)), call)


SEARCH_PRODUCTS = Operation(
    name="searchProducts",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.CUSTOMER))),
    budget_ms=800,
    reserve_ms=40,
    invalid_status=422,
    caching=Caching(vary=("Accept-Language", "Authorization")),
)


@serve(router, SEARCH_PRODUCTS, "GET", "/search")
async def search_products(http: Request, call: Call) -> SearchProductsResponse:
    """Find products by words."""
    with Parsing(http):
        request = SearchProductsRequest(
            q=query_text(http, "q", min_length=1, max_length=200, required=True),
            category_id=query_text(
                http, "categoryId", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"
            ),
            cursor=query_text(http, "cursor", min_length=1, max_length=500),
            limit=query_integer(http, "limit", minimum=1, maximum=48, default=24),
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            accept_language=language(
                header_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.search_products(request, SearchProductsCalls(services(http)), call)


GET_CATEGORY = Operation(
    name="getCategory",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.CUSTOMER))),
    budget_ms=3000,
    reserve_ms=40,
    invalid_status=422,
    caching=Caching(vary=("Accept-Language", "Authorization")),
)


@serve(router, GET_CATEGORY, "GET", "/categories/{categoryId}")
async def get_category(http: Request, call: Call) -> GetCategoryResponse:
    """Read a department with all that lies below it."""
    with Parsing(http):
        request = GetCategoryRequest(
            category_id=path_text(
                http, "categoryId", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"
            ),
            accept_language=language(
                header_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.get_category(request, GetCategoryCalls(services(http)), call)
