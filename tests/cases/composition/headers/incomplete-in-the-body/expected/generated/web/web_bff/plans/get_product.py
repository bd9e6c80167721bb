# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from typing import Literal

from pydantic import MISSING

from ..answers import GetProduct200, GetProductResponse, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 ms, of 800. At most 2 calls."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        stock = source.after(product).optional(
            "availability", lambda product: up.get_stock(product.sku), cap_ms=250
        )
    return GetProduct200(
        build_product(product.value, stock.value, source.missing_names("availability")),
        missing=source.missing,
    )


def build_product(
    product: found.Product,
    stock: found.Stock | MISSING,
    unavailable: list[Literal["availability", "reviews"]] | MISSING,
) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        unavailable=unavailable,
        title=product.title,
        price=product.price,
        in_stock=False if stock is MISSING else stock.available,
    )
