# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getRow`: the fields in use of what upstreams answer, and the calls."""

from collections.abc import Sequence

from pydantic import MISSING

from ..runtime.body import Body, CamelBody, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import pricing, recommendations


class RowItem(CamelBody):
    """An element of `items` of `Row`."""

    product_id: str
    sku: str
    title: str


class Row(Body):
    """What is read of the source `row`."""

    items: list[RowItem]


class PricesPrice(Body):
    """An element of `prices` of `Prices`."""

    sku: str


class Prices(Body):
    """What is read of the source `prices`."""

    prices: list[PricesPrice]


class AgainPrice(Body):
    """An element of `prices` of `Again`."""

    sku: str
    amount: float
    currency: str | MISSING = MISSING


class Again(Body):
    """What is read of the source `again`."""

    prices: list[AgainPrice]


READ_ROW = reader(Row)
READ_PRICES = reader(Prices)
READ_AGAIN = reader(Again)


def prices_by_sku(answer: Prices) -> dict[str, PricesPrice]:
    """Index an answer of `prices` by `sku`."""
    return {price.sku: price for price in answer.prices}


def again_by_sku(answer: Again) -> dict[str, AgainPrice]:
    """Index an answer of `again` by `sku`."""
    return {price.sku: price for price in answer.prices}


class GetRowCalls:
    """The calls of `getRow`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._pricing = services["pricing"]
        self._recommendations = services["recommendations"]

    def for_product(self, product_id: str) -> Fetch[Row]:
        """Ask recommendations for the source `row`: GET /recommendations/{productId}."""
        return self._recommendations.fetch(
            recommendations.for_product(product_id), READ_ROW, source="row"
        )

    def list_prices_prices(self, skus: Sequence[str]) -> Fetch[Prices]:
        """Ask pricing for the source `prices`: GET /prices."""
        return self._pricing.fetch(pricing.list_prices(skus), READ_PRICES, source="prices")

    def list_prices_again(self, skus: Sequence[str]) -> Fetch[Again]:
        """Ask pricing for the source `again`: GET /prices."""
        return self._pricing.fetch(pricing.list_prices(skus), READ_AGAIN, source="again")
