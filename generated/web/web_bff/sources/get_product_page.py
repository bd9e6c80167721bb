# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProductPage`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, Uri, reader
from ..runtime.cache import Cached
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import catalog, inventory, media, pricing, recommendations, reviews


class ProductBrand(Body):
    """`brand` of `Product`."""

    name: Annotated[str, Field(max_length=80, min_length=1)]


class ProductSeo(CamelBody):
    """What search engines are told."""

    title: Annotated[str, Field(max_length=70, min_length=1)]
    description: Annotated[str, Field(max_length=200)]
    canonical_url: Annotated[Uri, Field(max_length=500)] | MISSING = MISSING
    keywords: Annotated[
        list[Annotated[str, Field(max_length=60, min_length=1)]], Field(max_length=20)
    ]


class Product(CamelBody):
    """A product as its page shows it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    brand: ProductBrand | None
    media_ids: Annotated[
        list[Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=20),
    ]
    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"]
    description_html: Annotated[str, Field(max_length=20000)]
    attributes: dict[str, Annotated[str, Field(max_length=200, min_length=1)]]
    seo: ProductSeo


class Price(CamelBody):
    """A price that may be shown and charged."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    list_price: Annotated[float, Field(ge=0, le=1000000)] | None
    valid_until: DateTime


class Stock(CamelBody):
    """The stock of one article over all warehouses."""

    available: bool
    total: Annotated[int, Field(ge=0, le=2147483647)]
    lead_time_days: Annotated[int, Field(ge=0, le=365)] | None | MISSING = MISSING


class RatingSummary(Body):
    """The rating of a product."""

    average: Annotated[float, Field(ge=1, le=5)] | MISSING = MISSING
    count: Annotated[int, Field(ge=0, le=2147483647)]


class RatingItem(CamelBody):
    """What one buyer says."""

    rating: Annotated[int, Field(ge=1, le=5)]
    title: Annotated[str, Field(max_length=120, min_length=1)] | MISSING = MISSING
    text: Annotated[str, Field(max_length=4000)]
    author_name: Annotated[str, Field(max_length=60, min_length=1)]
    created_at: DateTime


class Rating(Body):
    """The rating of a product and some of its reviews."""

    summary: RatingSummary
    items: Annotated[list[RatingItem], Field(max_length=20)]


class GalleryAsset(CamelBody):
    """A picture in the size and encoding asked for."""

    asset_id: Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]
    url: Annotated[Uri, Field(max_length=500)]
    alt_text: Annotated[str, Field(max_length=160, min_length=1)] | None | MISSING = MISSING
    width: Annotated[int, Field(ge=1, le=4096)]
    height: Annotated[int, Field(ge=1, le=8192)]


class Gallery(Body):
    """Several pictures."""

    assets: Annotated[list[GalleryAsset], Field(max_length=50)]


class RecsItem(CamelBody):
    """A product that goes with the one asked about."""

    product_id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    thumbnail_id: (
        Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")] | None | MISSING
    ) = MISSING


class Recs(Body):
    """Products that go with one."""

    items: Annotated[list[RecsItem], Field(max_length=24)]


class RecPricesItem(Body):
    """A price that may be shown and charged."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class RecPrices(Body):
    """Prices of articles."""

    items: Annotated[list[RecPricesItem], Field(max_length=100)]


class RecImagesAsset(CamelBody):
    """A picture in the size and encoding asked for."""

    asset_id: Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]
    url: Annotated[Uri, Field(max_length=500)]


class RecImages(Body):
    """Several pictures."""

    assets: Annotated[list[RecImagesAsset], Field(max_length=50)]


class SentGallery(Body):
    """What the source `gallery` is sent."""

    ids: Annotated[
        list[Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=50, min_length=1),
    ]


class SentRecPrices(Body):
    """What the source `rec_prices` is sent."""

    skus: Annotated[
        list[Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]],
        Field(max_length=100, min_length=1),
    ]


class SentRecImages(Body):
    """What the source `rec_images` is sent."""

    ids: Annotated[
        list[Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=50, min_length=1),
    ]


READ_PRODUCT = reader(Product)
READ_PRICE = reader(Price)
READ_STOCK = reader(Stock)
READ_RATING = reader(Rating)
READ_GALLERY = reader(Gallery)
READ_RECS = reader(Recs)
READ_REC_PRICES = reader(RecPrices)
READ_REC_IMAGES = reader(RecImages)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)
CACHE_PRODUCT = Cached(
    "getProductPage.product",
    ttl_ms=60_000,
    revalidate_ms=30_000,
    if_error_ms=600_000,
    told_as="product",
    cap_ms=300,
)
CACHE_PRICE = Cached(
    "getProductPage.price", ttl_ms=10_000, by_caller=True, told_as="price", cap_ms=200
)
CACHE_RATING = Cached(
    "getProductPage.rating", ttl_ms=300_000, if_error_ms=3_600_000, told_as="reviews", cap_ms=300
)


def gallery_by_asset_id(answer: Gallery) -> dict[str, GalleryAsset]:
    """Index an answer of `gallery` by `assetId`."""
    return {asset.asset_id: asset for asset in answer.assets}


def rec_prices_by_sku(answer: RecPrices) -> dict[str, RecPricesItem]:
    """Index an answer of `rec_prices` by `sku`."""
    return {item.sku: item for item in answer.items}


def rec_images_by_asset_id(answer: RecImages) -> dict[str, RecImagesAsset]:
    """Index an answer of `rec_images` by `assetId`."""
    return {asset.asset_id: asset for asset in answer.assets}


class GetProductPageCalls:
    """The calls of `getProductPage`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._inventory = services["inventory"]
        self._media = services["media"]
        self._pricing = services["pricing"]
        self._recommendations = services["recommendations"]
        self._reviews = services["reviews"]

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        return self._catalog.fetch(
            catalog.get_product(product_id, accept_language=accept_language),
            READ_PRODUCT,
            source="product",
            retry=RETRY,
            cache=CACHE_PRODUCT,
        )

    def quote_price(
        self, sku: str, currency: str, *, customer_id: str | MISSING = MISSING
    ) -> Fetch[Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        return self._pricing.fetch(
            pricing.quote_price(sku, currency, customer_id=customer_id),
            READ_PRICE,
            source="price",
            retry=RETRY,
            cache=CACHE_PRICE,
        )

    def get_stock(self, sku: str) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        return self._inventory.fetch(
            inventory.get_stock(sku), READ_STOCK, source="stock", retry=RETRY
        )

    def list_reviews(
        self, product_id: str, *, limit: int | MISSING = MISSING, sort: str | MISSING = MISSING
    ) -> Fetch[Rating]:
        """Ask reviews for the source `rating`: GET /products/{productId}/reviews."""
        return self._reviews.fetch(
            reviews.list_reviews(product_id, limit=limit, sort=sort),
            READ_RATING,
            source="rating",
            retry=RETRY,
            cache=CACHE_RATING,
        )

    def batch_get_assets_gallery(
        self, body: SentGallery, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
    ) -> Fetch[Gallery]:
        """Ask media for the source `gallery`: POST /assets/batch."""
        return self._media.fetch(
            media.batch_get_assets(body, width=width, format=format),
            READ_GALLERY,
            source="gallery",
            retry=RETRY,
        )

    def for_product(
        self, anchor_id: str, *, user_id: str | MISSING = MISSING, limit: int | MISSING = MISSING
    ) -> Fetch[Recs]:
        """Ask recommendations for the source `recs`: GET
        /v1/products/{anchorId}/recommendations.
        """
        return self._recommendations.fetch(
            recommendations.for_product(anchor_id, user_id=user_id, limit=limit),
            READ_RECS,
            source="recs",
            retry=RETRY,
        )

    def batch_quote(
        self, body: SentRecPrices, currency: str, *, customer_id: str | MISSING = MISSING
    ) -> Fetch[RecPrices]:
        """Ask pricing for the source `rec_prices`: POST /quotes."""
        return self._pricing.fetch(
            pricing.batch_quote(body, currency, customer_id=customer_id),
            READ_REC_PRICES,
            source="rec_prices",
            retry=RETRY,
        )

    def batch_get_assets_rec_images(
        self,
        body: SentRecImages,
        *,
        width: int | MISSING = MISSING,
        format: str | MISSING = MISSING,
    ) -> Fetch[RecImages]:
        """Ask media for the source `rec_images`: POST /assets/batch."""
        return self._media.fetch(
            media.batch_get_assets(body, width=width, format=format),
            READ_REC_IMAGES,
            source="rec_images",
            retry=RETRY,
        )
