# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `quoteCart`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import inventory, pricing


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


READ_PRICES = reader(Prices)
READ_STOCK = reader(Stock)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)


def prices_by_sku(answer: Prices) -> dict[str, PricesItem]:
    """Index an answer of `prices` by `sku`."""
    return {item.sku: item for item in answer.items}


def stock_by_sku(answer: Stock) -> dict[str, StockStockItem]:
    """Index an answer of `stock` by `sku`."""
    return {stock_item.sku: stock_item for stock_item in answer.stock}


class QuoteCartCalls:
    """The calls of `quoteCart`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._inventory = services["inventory"]
        self._pricing = services["pricing"]

    def batch_quote(
        self, body: SentPrices, currency: str, *, customer_id: str | MISSING = MISSING
    ) -> Fetch[Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        return self._pricing.fetch(
            pricing.batch_quote(body, currency, customer_id=customer_id),
            READ_PRICES,
            source="prices",
            retry=RETRY,
        )

    def batch_get_stock(self, body: SentStock) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        return self._inventory.fetch(
            inventory.batch_get_stock(body), READ_STOCK, source="stock", retry=RETRY
        )
