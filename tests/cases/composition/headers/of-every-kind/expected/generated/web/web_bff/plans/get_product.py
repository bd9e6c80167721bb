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
        product = source.required(
            up.get_product(request.id, accept_language=request.accept_language), cap_ms=250
        )
        stock = source.after(product).optional(
            "stock", lambda product: up.get_stock(product.x_sku), cap_ms=250
        )
    return GetProduct200(
        build_product(product.value, stock.value),
        missing=source.missing,
        x_kind="product",
        x_product=request.id,
        x_price=product.value.body.price,
        x_revision=product.value.x_revision,
        x_language=(
            "en" if product.value.content_language is MISSING else product.value.content_language
        ),
        x_in_stock=MISSING if stock.value is MISSING else stock.value.body.available,
        x_warehouse=MISSING if stock.value is MISSING else stock.value.x_warehouse,
    )


def build_product(product: found.ProductAnswer, stock: found.StockAnswer | MISSING) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.body.id,
        title=product.body.title,
        price=product.body.price,
        in_stock=False if stock is MISSING else stock.body.available,
        revision=1 if product.x_revision is MISSING else product.x_revision,
    )
