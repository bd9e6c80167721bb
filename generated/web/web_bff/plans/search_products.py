# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `searchProducts`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import ProductTile, SearchPage, SearchProducts200, SearchProductsResponse
from ..models import SearchProductsRequest
from ..ports import SearchProductsUpstreams
from ..runtime.call import Call
from ..sources import search_products as found


async def search_products(
    request: SearchProductsRequest, up: SearchProductsUpstreams, call: Call
) -> SearchProductsResponse:
    """Waits: page 600 ms, of 800. At most 1 call. 400 when catalog says 400."""
    async with call.sources() as source:
        page = source.required(
            up.search_products(
                request.q,
                category_id=request.category_id,
                cursor=request.cursor,
                limit=request.limit,
                accept_language=request.accept_language,
            ),
            cap_ms=600,
            on_status={400: 400},
        )
    return SearchProducts200(build_search_page(page.value))


def build_search_page(page: found.Page) -> SearchPage:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return SearchPage(
        items=[
            ProductTile(
                id=hit.id, title=hit.title, brand=MISSING if hit.brand is None else hit.brand.name
            )
            for hit in page.items
        ],
        total=page.total,
        next_cursor=page.next_cursor,
    )
