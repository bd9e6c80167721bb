# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `GET /products/{id}`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetProductsById200, GetProductsByIdResponse, Product
from ..models import GetProductsByIdRequest
from ..ports import GetProductsByIdUpstreams
from ..runtime.call import Call
from ..sources import get_products_by_id as found


async def get_products_by_id(
    request: GetProductsByIdRequest, up: GetProductsByIdUpstreams, call: Call
) -> GetProductsByIdResponse:
    """Waits: product 250 ms, of 800. At most 2 calls."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        stock = source.after(product).optional(
            "stock", lambda product: up.get_stock_by_sku(product.sku), cap_ms=250
        )
    return GetProductsById200(build_product(product.value, stock.value), missing=source.missing)


def build_product(product: found.Product, stock: found.Stock | MISSING) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        title=product.title,
        price=product.price,
        in_stock=False if stock is MISSING else stock.available,
    )
