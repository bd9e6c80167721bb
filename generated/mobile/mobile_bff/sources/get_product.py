# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, Uri, reader
from ..runtime.cache import Cached
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog, inventory, media, pricing, reviews


class ProductBrand(Body):
    """`brand` of `Product`."""

    name: Annotated[str, Field(max_length=80, min_length=1)]


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
    short_description: Annotated[str, Field(max_length=280)]


class Price(Body):
    """A price that may be shown and charged."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Stock(Body):
    """The stock of one article over all warehouses."""

    available: bool


class Rating(Body):
    """The rating of a product."""

    average: Annotated[float, Field(ge=1, le=5)] | MISSING = MISSING
    count: Annotated[int, Field(ge=0, le=2147483647)]


class Hero(Body):
    """A picture in the size and encoding asked for."""

    url: Annotated[Uri, Field(max_length=500)]


READ_PRODUCT = reader(Product)
READ_PRICE = reader(Price)
READ_STOCK = reader(Stock)
READ_RATING = reader(Rating)
READ_HERO = reader(Hero)
CACHE_PRODUCT = Cached(
    "getProduct.product",
    ttl_ms=300_000,
    revalidate_ms=120_000,
    if_error_ms=3_600_000,
    told_as="product",
    cap_ms=180,
)
CACHE_PRICE = Cached("getProduct.price", ttl_ms=10_000, told_as="price", cap_ms=180)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._inventory = services["inventory"]
        self._media = services["media"]
        self._pricing = services["pricing"]
        self._reviews = services["reviews"]

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        return self._catalog.fetch(
            catalog.get_product(product_id, accept_language=accept_language),
            READ_PRODUCT,
            source="product",
            max_body=128 * 1024,
            cache=CACHE_PRODUCT,
        )

    def quote_price(self, sku: str, currency: str) -> Fetch[Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        return self._pricing.fetch(
            pricing.quote_price(sku, currency),
            READ_PRICE,
            source="price",
            max_body=128 * 1024,
            cache=CACHE_PRICE,
        )

    def get_stock(self, sku: str) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        return self._inventory.fetch(
            inventory.get_stock(sku), READ_STOCK, source="stock", max_body=128 * 1024
        )

    def get_summary(self, product_id: str) -> Fetch[Rating]:
        """Ask reviews for the source `rating`: GET /products/{productId}/reviews/summary."""
        return self._reviews.fetch(
            reviews.get_summary(product_id), READ_RATING, source="rating", max_body=128 * 1024
        )

    def get_asset(
        self, asset_id: str, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
    ) -> Fetch[Hero]:
        """Ask media for the source `hero`: GET /assets/{assetId}."""
        return self._media.fetch(
            media.get_asset(asset_id, width=width, format=format),
            READ_HERO,
            source="hero",
            max_body=128 * 1024,
        )
