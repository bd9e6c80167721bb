"""What the web team answers itself."""

from web_bff.answers import ListProducts200, ListProductsResponse, Page, Product
from web_bff.ports import (
    Call,
    CatalogListProducts200,
    ListProductsRequest,
    ListProductsUpstreams,
)
from web_bff.runtime.reply import body_of


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """List products page by page, as the catalog does."""
    cursor = call.opened(request.cursor)
    page = await body_of(up.list_products(cursor=cursor), CatalogListProducts200)
    following = call.sealed(page.next)
    items = [Product(id=each.id, title=each.title) for each in page.items]
    return ListProducts200(Page(items=items, next_cursor=following), next_cursor=following)
