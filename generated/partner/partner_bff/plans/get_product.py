# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from ..answers import GetProduct200, GetProductResponse, Money, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 800 -> price 800 ms, of 2000.

    At most 3 calls, 6 with those that are asked again.

    404 when catalog says 404. 404 when catalog says 410. 422 when pricing says 422.
    """
    async with call.sources() as source:
        product = source.required(
            up.get_product(request.product_id, accept_language=request.accept_language),
            cap_ms=800,
            on_status={404: 404, 410: 404},
        )
        price = source.after(product).required(
            lambda product: up.quote_price(product.sku, request.currency),
            cap_ms=800,
            on_status={422: 422},
        )
        stock = source.after(product).required(
            lambda product: up.get_stock(product.sku), cap_ms=800
        )
    return GetProduct200(build_product(product.value, price.value, stock.value))


def build_product(product: found.Product, price: found.Price, stock: found.Stock) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        product_id=product.id,
        sku=product.sku,
        price=Money(amount=price.amount, currency=price.currency),
        available=stock.available,
        updated_at=product.updated_at,
        deleted=product.deleted,
        deleted_at=product.deleted_at,
    )
