# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import BatchGetProductsResponse, GetProductResponse, ListProductsResponse
from ..models import (
    BatchGetProductsBody,
    BatchGetProductsRequest,
    GetProductRequest,
    ListProductsRequest,
)
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.cursor import Pages
from ..runtime.faults import Parsing
from ..runtime.json_body import JsonBody
from ..runtime.language import language
from ..runtime.parse import forwarded_text, path_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.batch_get_products import BatchGetProductsCalls
from ..sources.get_product import GetProductCalls
from ..sources.list_products import ListProductsCalls

router = APIRouter()


LIST_PRODUCTS = Operation(
    name="listProducts",
    access=Secured(AllOf(Need(security.KEY))),
    budget_ms=2000,
    reserve_ms=100,
    invalid_status=422,
    caching=Caching(control="no-store", vary=("Accept-Language", "X-Api-Key")),
    pages=Pages(
        cursor="cursor",
        beside=("currency", "limit", "updated_since"),
        has_link=True,
        is_sealed=True,
    ),
)


@serve(router, LIST_PRODUCTS, "GET", "/v1/products")
async def list_products(http: Request, call: Call) -> ListProductsResponse:
    """Read the range, or what of it has changed, page by page."""
    with Parsing(http):
        request = ListProductsRequest(
            updated_since=query_text(http, "updated_since", format="date-time"),
            cursor=query_text(http, "cursor", min_length=1, max_length=1000),
            limit=query_integer(http, "limit", minimum=1, maximum=200, default=100),
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            accept_language=language(
                forwarded_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.list_products(request, ListProductsCalls(services(http)), call)


BATCH_GET_PRODUCTS = Operation(
    name="batchGetProducts",
    access=Secured(AllOf(Need(security.KEY))),
    budget_ms=2000,
    reserve_ms=100,
    invalid_status=422,
)
BATCH_GET_PRODUCTS_BODY = JsonBody(BatchGetProductsBody)


@serve(router, BATCH_GET_PRODUCTS, "POST", "/v1/products/batch")
async def batch_get_products(http: Request, call: Call) -> BatchGetProductsResponse:
    """Read the products of a list of ids."""
    with Parsing(http):
        request = BatchGetProductsRequest(
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            accept_language=language(
                forwarded_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
            body=await BATCH_GET_PRODUCTS_BODY.read(http, call),
        )
    return await plans.batch_get_products(request, BatchGetProductsCalls(services(http)), call)


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
            accept_language=language(
                forwarded_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.get_product(request, GetProductCalls(services(http)), call)
