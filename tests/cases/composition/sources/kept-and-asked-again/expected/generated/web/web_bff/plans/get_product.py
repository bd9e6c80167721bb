# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetProduct200, GetProductResponse, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..runtime.start import if_budget
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 ms, of 800. At most 2 calls, 3 with those that are asked again."""
    async with call.sources() as source:
        product = source.required(
            up.get_product(request.id, accept_language=request.accept_language), cap_ms=250
        )
        stock = source.after(product).optional(
            "stock", lambda product: if_budget(up.get_stock(product.sku), ms=300), cap_ms=250
        )
    return GetProduct200(build_product(product.value, stock.value), missing=source.missing)


def build_product(product: found.Product, stock: found.Stock | MISSING) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        title=product.title,
        price=product.price,
        in_stock=False if stock is MISSING else stock.available,
    )
