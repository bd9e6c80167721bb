# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `listProducts`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import ListProducts200, ListProductsResponse, Page, Product
from ..models import ListProductsRequest
from ..ports import ListProductsUpstreams
from ..runtime.call import Call
from ..sources import list_products as found


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    cursor = call.opened(request.cursor)
    async with call.sources() as source:
        catalog = source.required(
            up.list_products(since=request.since, limit=request.limit, cursor=cursor), cap_ms=250
        )
    next_cursor = call.sealed(catalog.value.next)
    return ListProducts200(build_page(catalog.value, next_cursor))


def build_page(catalog: found.Catalog, next_cursor: str | None | MISSING) -> Page:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Page(
        items=[Product(id=item.id, title=item.title) for item in catalog.items], next=next_cursor
    )
