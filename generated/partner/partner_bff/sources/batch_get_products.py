# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Sources of `batchGetProducts`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import catalog, inventory, pricing


class FoundItem(CamelBody):
    """A product as lists show it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    updated_at: DateTime
    deleted: bool
    deleted_at: DateTime | None | MISSING = MISSING


class Found(Body):
    """The products that were asked for and are known."""

    items: Annotated[list[FoundItem], Field(max_length=100)]


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


class SentFound(Body):
    """What the source `found` is sent."""

    ids: Annotated[
        list[Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=100, min_length=1),
    ]


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


READ_FOUND = reader(Found)
READ_PRICES = reader(Prices)
READ_STOCK = reader(Stock)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=400)


def found_by_id(answer: Found) -> dict[str, FoundItem]:
    """Index an answer of `found` by `id`."""
    return {item.id: item for item in answer.items}


def prices_by_sku(answer: Prices) -> dict[str, PricesItem]:
    """Index an answer of `prices` by `sku`."""
    return {item.sku: item for item in answer.items}


def stock_by_sku(answer: Stock) -> dict[str, StockStockItem]:
    """Index an answer of `stock` by `sku`."""
    return {stock_item.sku: stock_item for stock_item in answer.stock}


class BatchGetProductsCalls:
    """The calls of `batchGetProducts`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._inventory = services["inventory"]
        self._pricing = services["pricing"]

    def batch_get_products(
        self, body: SentFound, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[Found]:
        """Ask catalog for the source `found`: POST /products/batch."""
        return self._catalog.fetch(
            catalog.batch_get_products(body, accept_language=accept_language),
            READ_FOUND,
            source="found",
            max_body=2 * 1024 * 1024,
            retry=RETRY,
        )

    def batch_quote(self, body: SentPrices, currency: str) -> Fetch[Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        return self._pricing.fetch(
            pricing.batch_quote(body, currency),
            READ_PRICES,
            source="prices",
            max_body=2 * 1024 * 1024,
            retry=RETRY,
        )

    def batch_get_stock(self, body: SentStock) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        return self._inventory.fetch(
            inventory.batch_get_stock(body),
            READ_STOCK,
            source="stock",
            max_body=2 * 1024 * 1024,
            retry=RETRY,
        )
