# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

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
            "stock", lambda product: up.get_stock(product.sku), cap_ms=250
        )
    return GetProduct200(build_product(product.value, stock.value, request), missing=source.missing)


def build_product(
    product: found.Product, stock: found.Stock | MISSING, request: GetProductRequest
) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        title=(
            request.title
            if request.title is not MISSING
            else product.title
            if product.brand is None
            else product.brand.name
        ),
        label=request.title if product.brand is None else product.brand.name,
        count=0 if stock is MISSING or stock.count is MISSING else stock.count,
    )
