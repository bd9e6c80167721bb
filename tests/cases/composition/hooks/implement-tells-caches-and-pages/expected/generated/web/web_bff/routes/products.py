# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import ListProductsResponse
from ..models import ListProductsRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.cursor import Pages
from ..runtime.faults import Parsing
from ..runtime.parse import header_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.list_products import ListProductsCalls

router = APIRouter()


LIST_PRODUCTS = Operation(
    name="listProducts",
    access=OPEN,
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    tells_missing=False,
    caching=Caching(has_etag=True, control="max-age=60", vary=("Accept-Language",)),
    pages=Pages(cursor="cursor", beside=("limit", "since"), has_link=True, is_sealed=True),
)


@serve(router, LIST_PRODUCTS, "GET", "/products")
async def list_products(http: Request, call: Call) -> ListProductsResponse:
    """List products."""
    with Parsing(http):
        request = ListProductsRequest(
            since=query_text(http, "since"),
            limit=query_integer(http, "limit", minimum=1, maximum=100, default=20),
            accept_language=header_text(http, "Accept-Language"),
            cursor=query_text(http, "cursor", max_length=400),
        )
    return await plans.list_products(request, ListProductsCalls(services(http)), call)
