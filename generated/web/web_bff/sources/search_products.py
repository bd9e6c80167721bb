# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `searchProducts`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, Uri, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import catalog, inventory, media, pricing


class PageItemBrand(Body):
    """`brand` of `PageItem`."""

    name: Annotated[str, Field(max_length=80, min_length=1)]


class PageItem(CamelBody):
    """A product as lists show it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    brand: PageItemBrand | None
    media_ids: Annotated[
        list[Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=20),
    ]


class Page(CamelBody):
    """One page of what was found."""

    items: Annotated[list[PageItem], Field(max_length=48)]
    total: Annotated[int, Field(ge=0, le=2147483647)]
    next_cursor: Annotated[str, Field(max_length=500, min_length=1)] | None | MISSING = MISSING


class PricesItem(Body):
    """A price that may be shown and charged."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Prices(Body):
    """Prices of articles."""

    items: Annotated[list[PricesItem], Field(max_length=100)]


class StockStockItem(Body):
    """The stock of one article among several."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    available: bool


class Stock(Body):
    """The stock of several articles."""

    stock: Annotated[list[StockStockItem], Field(max_length=100)]


class PicturesAsset(CamelBody):
    """A picture in the size and encoding asked for."""

    asset_id: Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]
    url: Annotated[Uri, Field(max_length=500)]


class Pictures(Body):
    """Several pictures."""

    assets: Annotated[list[PicturesAsset], Field(max_length=50)]


class SentPrices(Body):
    """What the source `prices` is sent."""

    skus: Annotated[
        list[Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]],
        Field(max_length=100, min_length=1),
    ]


class SentStock(Body):
    """What the source `stock` is sent."""

    skus: Annotated[
        list[Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]],
        Field(max_length=100, min_length=1),
    ]


class SentPictures(Body):
    """What the source `pictures` is sent."""

    ids: Annotated[
        list[Annotated[str, Field(max_length=80, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=50, min_length=1),
    ]


READ_PAGE = reader(Page)
READ_PRICES = reader(Prices)
READ_STOCK = reader(Stock)
READ_PICTURES = reader(Pictures)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)


def prices_by_sku(answer: Prices) -> dict[str, PricesItem]:
    """Index an answer of `prices` by `sku`."""
    return {item.sku: item for item in answer.items}


def stock_by_sku(answer: Stock) -> dict[str, StockStockItem]:
    """Index an answer of `stock` by `sku`."""
    return {stock_item.sku: stock_item for stock_item in answer.stock}


def pictures_by_asset_id(answer: Pictures) -> dict[str, PicturesAsset]:
    """Index an answer of `pictures` by `assetId`."""
    return {asset.asset_id: asset for asset in answer.assets}


class SearchProductsCalls:
    """The calls of `searchProducts`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._inventory = services["inventory"]
        self._media = services["media"]
        self._pricing = services["pricing"]

    def search_products(
        self,
        q: str,
        *,
        category_id: str | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
        accept_language: str | MISSING = MISSING,
    ) -> Fetch[Page]:
        """Ask catalog for the source `page`: GET /search."""
        return self._catalog.fetch(
            catalog.search_products(
                q,
                category_id=category_id,
                cursor=cursor,
                limit=limit,
                accept_language=accept_language,
            ),
            READ_PAGE,
            source="page",
            retry=RETRY,
        )

    def batch_quote(self, body: SentPrices, currency: str) -> Fetch[Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        return self._pricing.fetch(
            pricing.batch_quote(body, currency), READ_PRICES, source="prices", retry=RETRY
        )

    def batch_get_stock(self, body: SentStock) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        return self._inventory.fetch(
            inventory.batch_get_stock(body), READ_STOCK, source="stock", retry=RETRY
        )

    def batch_get_assets(
        self, body: SentPictures, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
    ) -> Fetch[Pictures]:
        """Ask media for the source `pictures`: POST /assets/batch."""
        return self._media.fetch(
            media.batch_get_assets(body, width=width, format=format),
            READ_PICTURES,
            source="pictures",
            retry=RETRY,
        )
