# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProductPage`: join the sources, then build the answer."""

from collections.abc import Sequence
from typing import Literal

from pydantic import MISSING

from .. import hooks
from ..answers import (
    Availability,
    Brand,
    GetProductPage200,
    GetProductPageResponse,
    Money,
    Price,
    ProductImage,
    ProductPage,
    ProductReviews,
    RelatedProduct,
    Review,
    Seo,
)
from ..identity import Identity
from ..models import GetProductPageRequest
from ..ports import GetProductPageUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index, kept
from ..sources import get_product_page as found

# What stands in for an optional source that is missing.
GALLERY_FALLBACK: Index[str, found.GalleryAsset] = Index()
REC_PRICES_FALLBACK: Index[str, found.RecPricesItem] = Index()
REC_IMAGES_FALLBACK: Index[str, found.RecImagesAsset] = Index()

# What the values of one contract are called in the other.
STATUS: dict[str, Literal["available", "coming_soon", "discontinued"]] = {
    "ACTIVE": "available",
    "PRELAUNCH": "coming_soon",
    "RETIRED": "discontinued",
}


async def get_product_page(
    request: GetProductPageRequest, up: GetProductPageUpstreams, call: Call
) -> GetProductPageResponse:
    """Waits: product 300 -> price 200 ms, of 800.

    At most 8 calls, 16 with those that are asked again.

    404 when catalog says 404. 404 when catalog says 410. 422 when pricing says 422.
    """
    identity = call.known_caller(Identity)
    async with call.sources() as source:
        product = source.required(
            up.get_product(request.product_id, accept_language=request.accept_language),
            cap_ms=300,
            on_status={404: 404, 410: 404},
        )
        price = source.after(product).required(
            lambda product: up.quote_price(
                product.sku,
                request.currency,
                customer_id=MISSING if identity is MISSING else identity.sub,
            ),
            cap_ms=200,
            on_status={422: 422},
        )
        stock = source.after(product).optional(
            "availability", lambda product: up.get_stock(product.sku), cap_ms=150
        )
        rating = source.optional(
            "reviews", up.list_reviews(request.product_id, limit=5, sort="newest"), cap_ms=300
        )
        gallery = source.after(product).optional(
            "images",
            lambda product: batch(
                product.media_ids,
                lambda ids: up.batch_get_assets_gallery(
                    send_gallery(ids), width=1200, format="webp"
                ),
                found.gallery_by_asset_id,
                size=50,
                limit=20,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=GALLERY_FALLBACK,
        )
        recs = source.optional(
            "related",
            up.for_product(
                request.product_id,
                user_id=MISSING if identity is MISSING else identity.sub,
                limit=12,
            ),
            cap_ms=200,
        )
        rec_prices = source.after(recs).optional(
            "related",
            lambda recs: batch(
                [item.sku for item in recs.items],
                lambda skus: up.batch_quote(
                    send_rec_prices(skus),
                    request.currency,
                    customer_id=MISSING if identity is MISSING else identity.sub,
                ),
                found.rec_prices_by_sku,
                size=100,
                limit=12,
                at_once=4,
                partial=True,
            ),
            cap_ms=150,
            fallback=REC_PRICES_FALLBACK,
        )
        rec_images = source.after(recs).optional(
            "related",
            lambda recs: batch(
                [item.thumbnail_id for item in recs.items],
                lambda ids: up.batch_get_assets_rec_images(
                    send_rec_images(ids), width=320, format="webp"
                ),
                found.rec_images_by_asset_id,
                size=50,
                limit=12,
                at_once=4,
                partial=True,
            ),
            cap_ms=150,
            fallback=REC_IMAGES_FALLBACK,
        )
    return GetProductPage200(
        build_product_page(
            product.value,
            price.value,
            stock.value,
            rating.value,
            gallery.value,
            recs.value,
            rec_prices.value,
            rec_images.value,
            source.missing_names("availability", "reviews", "images", "related"),
        ),
        missing=source.missing,
    )


def send_gallery(ids: Sequence[str]) -> found.SentGallery:
    """Build what `gallery` is sent, which validates it; what is absent stays absent."""
    return found.SentGallery(ids=list(ids))


def send_rec_prices(skus: Sequence[str]) -> found.SentRecPrices:
    """Build what `rec_prices` is sent, which validates it; what is absent stays absent."""
    return found.SentRecPrices(skus=list(skus))


def send_rec_images(ids: Sequence[str]) -> found.SentRecImages:
    """Build what `rec_images` is sent, which validates it; what is absent stays absent."""
    return found.SentRecImages(ids=list(ids))


def build_product_page(
    product: found.Product,
    price: found.Price,
    stock: found.Stock | MISSING,
    rating: found.Rating | MISSING,
    gallery: Index[str, found.GalleryAsset],
    recs: found.Recs | MISSING,
    rec_prices: Index[str, found.RecPricesItem],
    rec_images: Index[str, found.RecImagesAsset],
    unavailable: list[str] | MISSING,
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
        images=kept((build_product_image(id, gallery, product) for id in product.media_ids), 12),
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
        related=(
            MISSING
            if recs is MISSING
            else kept((build_related_product(rec, rec_prices, rec_images) for rec in recs.items), 8)
        ),
        seo=Seo(
            title=product.seo.title,
            description=product.seo.description,
            canonical_url=product.seo.canonical_url,
            keywords=product.seo.keywords,
        ),
        unavailable=unavailable,
    )


def build_product_image(
    id: str, gallery: Index[str, found.GalleryAsset], product: found.Product
) -> ProductImage | MISSING:
    """Build what is answered for one `id`; MISSING leaves it out."""
    gallery_item = gallery.by(id)
    if gallery_item is MISSING:
        return MISSING
    return ProductImage(
        url=gallery_item.url,
        alt=(
            product.title
            if gallery_item.alt_text is MISSING or gallery_item.alt_text is None
            else gallery_item.alt_text
        ),
        width=gallery_item.width,
        height=gallery_item.height,
    )


def build_related_product(
    rec: found.RecsItem,
    rec_prices: Index[str, found.RecPricesItem],
    rec_images: Index[str, found.RecImagesAsset],
) -> RelatedProduct | MISSING:
    """Build what is answered for one `rec`; MISSING leaves it out."""
    rec_price = rec_prices.by(rec.sku)
    rec_image = rec_images.by(rec.thumbnail_id)
    if rec_price is MISSING:
        return MISSING
    return RelatedProduct(
        id=rec.product_id,
        title=rec.title,
        price=Money(amount=rec_price.amount, currency=rec_price.currency),
        image_url=MISSING if rec_image is MISSING else rec_image.url,
    )
