# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `listProducts`: join the sources, then build the answer."""

from ..answers import ListProducts200, ListProductsBody, ListProductsResponse, Product
from ..models import ListProductsRequest
from ..ports import ListProductsUpstreams
from ..runtime.call import Call
from ..sources import list_products as found


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(up.list_products(), cap_ms=250)
    return ListProducts200(build_list_products(catalog.value))


def build_list_products(catalog: list[found.Catalog]) -> ListProductsBody:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ListProductsBody(
        [Product(id=catalog_item.id, title=catalog_item.title) for catalog_item in catalog]
    )
