# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetProduct200, GetProductResponse, Product, ProductOffer
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 ms, of 800. At most 3 calls."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        offer = source.required(up.get_offer(request.id), cap_ms=250)
        stock = source.required(up.get_stock(request.id), cap_ms=250)
    return GetProduct200(build_product(product.value, offer.value, stock.value))


def build_product(
    product: found.Product, offer: found.Offer | MISSING, stock: found.Stock
) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        title=product.title,
        percent=0 if offer is MISSING else offer.percent,
        count=stock.count,
        offer=MISSING if offer is MISSING else ProductOffer(percent=offer.percent),
    )
