# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from .. import hooks
from ..answers import GetProduct200, GetProductResponse, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..runtime.start import if_budget
from ..sources import get_product as found

# What stands in for an optional source that is missing.
STOCK_FALLBACK = found.Stock(available=True)


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 180 -> price 180 ms, of 450. At most 5 calls.

    404 when catalog says 404. 404 when catalog says 410.
    """
    async with call.sources() as source:
        product = source.required(
            up.get_product(request.id, accept_language=request.accept_language),
            cap_ms=180,
            on_status={404: 404, 410: 404},
        )
        price = source.after(product).required(
            lambda product: up.quote_price(product.sku, "EUR"), cap_ms=180
        )
        stock = source.after(product).optional(
            "stock", lambda product: up.get_stock(product.sku), cap_ms=80, fallback=STOCK_FALLBACK
        )
        rating = source.optional("stars", up.get_summary(request.id), cap_ms=80)
        hero = source.after(product).optional(
            "image",
            lambda product: if_budget(
                (
                    MISSING
                    if not product.media_ids
                    else up.get_asset(
                        product.media_ids[0],
                        width=320 if request.px is MISSING else request.px,
                        format="avif",
                    )
                ),
                ms=260,
            ),
            cap_ms=180,
        )
    return GetProduct200(
        build_product(product.value, price.value, stock.value, rating.value, hero.value),
        missing=source.missing,
    )


def build_product(
    product: found.Product,
    price: found.Price,
    stock: found.Stock,
    rating: found.Rating | MISSING,
    hero: found.Hero | MISSING,
) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        name=product.title,
        brand_name=MISSING if product.brand is None else product.brand.name,
        summary=product.short_description,
        image_url=MISSING if hero is MISSING else hero.url,
        price_minor=hooks.to_minor_units(price.amount, price.currency),
        currency=price.currency,
        in_stock=stock.available,
        stars=MISSING if rating is MISSING else rating.average,
        star_count=0 if rating is MISSING else rating.count,
    )
