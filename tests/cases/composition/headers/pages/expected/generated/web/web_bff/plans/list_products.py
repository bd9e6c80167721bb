# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `listProducts`: join the sources, then build the answer."""

from ..answers import ListProducts200, ListProductsResponse, Page, Product
from ..models import ListProductsRequest
from ..ports import ListProductsUpstreams
from ..runtime.call import Call
from ..sources import list_products as found


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Waits: page 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        page = source.required(
            up.list_products(since=request.since, limit=request.limit, cursor=request.cursor),
            cap_ms=250,
        )
    return ListProducts200(build_page(page.value), next_cursor=page.value.next)


def build_page(page: found.Page) -> Page:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Page(
        items=[Product(id=item.id, title=item.title) for item in page.items], next_cursor=page.next
    )
