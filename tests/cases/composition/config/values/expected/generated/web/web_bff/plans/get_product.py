# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetProduct200, GetProductResponse, Product
from ..config import Config
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 ms, of 800. At most 2 calls."""
    config = call.config(Config)
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        stock = source.after(product).optional(
            "stock",
            lambda product: (
                MISSING if not config.show_stock else up.get_stock(product.sku, config.market)
            ),
            cap_ms=250,
        )
    return GetProduct200(build_product(product.value, stock.value, config), missing=source.missing)


def build_product(product: found.Product, stock: found.Stock | MISSING, config: Config) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        title=product.title,
        price=product.price,
        in_stock=config.sell_unseen if stock is MISSING else stock.available,
    )
