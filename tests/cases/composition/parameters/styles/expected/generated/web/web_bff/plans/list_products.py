# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `listProducts`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import ListProducts200, ListProductsResponse, Products
from ..models import ListProductsRequest
from ..ports import ListProductsUpstreams
from ..runtime.call import Call
from ..sources import list_products as found


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(
            up.find_products(
                request.shops,
                request.area,
                tag=request.tag,
                sizes=request.sizes,
                brands=request.brands,
                words=request.words,
                status=MISSING if request.filter is MISSING else request.filter.status,
                max_price=(
                    100
                    if request.filter is MISSING or request.filter.max_price is MISSING
                    else request.filter.max_price
                ),
                near=MISSING if request.near is MISSING else request.near.lat,
                weight=request.weight,
                sale=request.sale,
                x_fields=request.x_fields,
                session=request.session,
                seen=request.seen,
            ),
            cap_ms=250,
        )
    return ListProducts200(build_products(catalog.value))


def build_products(catalog: found.Catalog) -> Products:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Products(titles=[product.title for product in catalog.products])
