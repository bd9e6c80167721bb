# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from .. import hooks, results
from ..answers import (
    GetProduct200,
    GetProductResponse,
    Price,
    Product,
    Restock,
    Stock,
    WarehouseStock,
)
from ..identity import Identity
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..runtime.computed import computed
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 900 ms, of 2000. At most 3 calls.

    404 when catalog says 404. 404 when catalog says 410.
    """
    identity = call.caller(Identity)
    async with call.sources() as source:
        product = source.required(
            up.get_product(request.product_id, accept_language=request.accept_language),
            cap_ms=900,
            on_status={404: 404, 410: 404},
        )
        price = source.after(product).optional(
            "price", lambda product: up.quote_price(product.body.sku, request.currency), cap_ms=900
        )
        stock = source.after(product).optional(
            "stock", lambda product: up.get_stock(product.body.sku), cap_ms=900
        )
        restock = source.after(product, price, stock).optional(
            "restock",
            lambda product, price, stock: computed(
                "restock",
                hooks.restock,
                results.RESTOCK_TYPE,
                lifecycle=product.body.lifecycle,
                amount=price.amount,
                free=stock.total,
                lead_time_days=stock.lead_time_days,
                call=call,
            ),
            cap_ms=50,
        )
    return GetProduct200(
        build_product(product.value, price.value, stock.value, restock.value, identity),
        missing=source.missing,
        e_tag=product.value.e_tag,
    )


def build_product(
    product: found.ProductAnswer,
    price: found.Price | MISSING,
    stock: found.Stock | MISSING,
    restock: results.Restock | MISSING,
    identity: Identity,
) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.body.id,
        sku=product.body.sku,
        title=product.body.title,
        description_html=product.body.description_html,
        short_description=product.body.short_description,
        brand=None if product.body.brand is None else product.body.brand.name,
        category_id=product.body.category_id,
        lifecycle=product.body.lifecycle,
        attributes=product.body.attributes,
        updated_at=product.body.updated_at,
        deleted=product.body.deleted,
        price=(
            MISSING
            if price is MISSING
            else Price(
                amount=price.amount,
                currency=price.currency,
                list_price=price.list_price,
                wholesale=(
                    MISSING if not identity.has_role("buying", "finance") else price.wholesale
                ),
                valid_until=price.valid_until,
            )
        ),
        stock=(
            MISSING
            if stock is MISSING
            else Stock(
                total=stock.total,
                lead_time_days=stock.lead_time_days,
                warehouses=(
                    MISSING
                    if stock.warehouses is MISSING
                    else [
                        WarehouseStock(code=warehouse.code, quantity=warehouse.quantity)
                        for warehouse in stock.warehouses
                    ]
                ),
            )
        ),
        restock=(
            MISSING
            if restock is MISSING
            else Restock(urgency=restock.urgency, pieces=restock.pieces)
        ),
    )
