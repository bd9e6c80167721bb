# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProductPage`: join the sources, then build the answer."""

from typing import Literal

from pydantic import MISSING

from .. import hooks
from ..answers import (
    Availability,
    Brand,
    GetProductPage200,
    GetProductPageResponse,
    Price,
    ProductImage,
    ProductPage,
    ProductReviews,
    Review,
    Seo,
)
from ..models import GetProductPageRequest
from ..ports import GetProductPageUpstreams
from ..runtime.call import Call
from ..sources import get_product_page as found

# What the values of an upstream are called in the contract.
STATUS: dict[str, Literal["available", "coming_soon", "discontinued"]] = {
    "ACTIVE": "available",
    "PRELAUNCH": "coming_soon",
    "RETIRED": "discontinued",
}


async def get_product_page(
    request: GetProductPageRequest, up: GetProductPageUpstreams, call: Call
) -> GetProductPageResponse:
    """Waits: product 300 -> price 200 ms, of 800. At most 5 calls.

    404 when catalog says 404. 404 when catalog says 410. 422 when pricing says 422.
    """
    async with call.sources() as source:
        product = source.required(
            up.get_product(request.product_id, accept_language=request.accept_language),
            cap_ms=300,
            on_status={404: 404, 410: 404},
        )
        price = source.after(product).required(
            lambda product: up.quote_price(product.sku, request.currency),
            cap_ms=200,
            on_status={422: 422},
        )
        stock = source.after(product).optional(
            "availability", lambda product: up.get_stock(product.sku), cap_ms=150
        )
        rating = source.optional(
            "reviews", up.list_reviews(request.product_id, limit=5, sort="newest"), cap_ms=300
        )
        gallery = source.optional(
            "images", up.get_gallery(request.product_id, width=1200, format="webp"), cap_ms=250
        )
    return GetProductPage200(
        build_product_page(product.value, price.value, stock.value, rating.value, gallery.value),
        missing=source.missing,
    )


def build_product_page(
    product: found.Product,
    price: found.Price,
    stock: found.Stock | MISSING,
    rating: found.Rating | MISSING,
    gallery: found.Gallery | MISSING,
) -> ProductPage:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ProductPage(
        kind="product",
        id=product.id,
        sku=product.sku,
        title=product.title,
        description=product.description_html,
        brand=None if product.brand is None else Brand(name=product.brand.name),
        status=STATUS[product.lifecycle],
        attributes=product.attributes,
        price=Price(
            amount=price.amount,
            currency=price.currency,
            label=hooks.price_label(price.amount, price.currency),
            list_amount=price.list_price,
            valid_until=price.valid_until,
        ),
        availability=(
            MISSING
            if stock is MISSING
            else Availability(
                in_stock=stock.available, quantity=stock.total, lead_time_days=stock.lead_time_days
            )
        ),
        images=(
            MISSING
            if gallery is MISSING
            else [
                ProductImage(
                    url=image.url,
                    alt=(
                        product.title
                        if image.alt_text is MISSING or image.alt_text is None
                        else image.alt_text
                    ),
                    width=image.width,
                    height=image.height,
                )
                for image in gallery.items[:12]
            ]
        ),
        reviews=(
            MISSING
            if rating is MISSING
            else ProductReviews(
                average=rating.summary.average,
                count=rating.summary.count,
                items=[
                    Review(
                        rating=item.rating,
                        title=item.title,
                        text=item.text,
                        author_name=item.author_name,
                        created_at=item.created_at,
                    )
                    for item in rating.items
                ],
            )
        ),
        seo=Seo(
            title=product.seo.title,
            description=product.seo.description,
            canonical_url=product.seo.canonical_url,
            keywords=product.seo.keywords,
        ),
    )
