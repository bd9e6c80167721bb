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
                {"number": request.page, "size": 20},
                filter=(
                    MISSING
                    if request.filter is MISSING
                    else {"status": request.filter.status, "max-price": request.filter.max_price}
                ),
                locale={"lang": request.lang},
                near={
                    "max-price": MISSING if request.filter is MISSING else request.filter.max_price,
                    "unit": "EUR",
                },
                x_trace={"page": request.page, "lang": request.lang},
            ),
            cap_ms=250,
        )
    return ListProducts200(build_products(catalog.value))


def build_products(catalog: found.Catalog) -> Products:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Products(titles=catalog.titles)
