# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from .. import hooks, results
from ..answers import GetProduct200, GetProductResponse, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..runtime.computed import computed
from ..sources import get_product as found

# What stands in for an optional source that is missing.
STANDING_FALLBACK = results.Standing(in_stock=False)


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 ms, of 800. At most 2 calls."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        stock = source.after(product).optional(
            "stock", lambda product: up.get_stock(product.sku), cap_ms=250
        )
        standing = source.after(product, stock).optional(
            "availability",
            lambda product, stock: computed(
                "standing",
                hooks.standing,
                results.STANDING_TYPE,
                price=product.price if product.weight is MISSING else product.weight,
                available=stock.available,
                call=call,
            ),
            cap_ms=20,
            fallback=STANDING_FALLBACK,
        )
    return GetProduct200(build_product(product.value, standing.value), missing=source.missing)


def build_product(product: found.Product, standing: results.Standing) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id, title=product.title, price=product.price, in_stock=standing.in_stock
    )
