# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getRow`: the fields in use of what upstreams answer, and the calls."""

from collections.abc import Sequence

from pydantic import MISSING

from ..runtime.body import Body, CamelBody, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import media, pricing, recommendations


class RowItem(CamelBody):
    """An element of `items` of `Row`."""

    product_id: str
    sku: str
    title: str
    image_id: str | None | MISSING = MISSING


class Row(Body):
    """What is read of the source `row`."""

    items: list[RowItem]


class PricesPrice(Body):
    """An element of `prices` of `Prices`."""

    sku: str
    amount: float
    currency: str | MISSING = MISSING


class Prices(Body):
    """What is read of the source `prices`."""

    prices: list[PricesPrice]


class ImagesValue(Body):
    """A value of what is read of the source `images`."""

    url: str


READ_ROW = reader(Row)
READ_PRICES = reader(Prices)
READ_IMAGES = reader(dict[str, ImagesValue])


def prices_by_sku(answer: Prices) -> dict[str, PricesPrice]:
    """Index an answer of `prices` by `sku`."""
    return {price.sku: price for price in answer.prices}


def images_by_key(answer: dict[str, ImagesValue]) -> dict[str, ImagesValue]:
    """Give what an answer of `images` holds, by its names."""
    return answer


class GetRowCalls:
    """The calls of `getRow`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._media = services["media"]
        self._pricing = services["pricing"]
        self._recommendations = services["recommendations"]

    def for_product(self, product_id: str) -> Fetch[Row]:
        """Ask recommendations for the source `row`: GET /recommendations/{productId}."""
        return self._recommendations.fetch(
            recommendations.for_product(product_id), READ_ROW, source="row"
        )

    def list_prices(
        self, skus: Sequence[str], *, currency: str | MISSING = MISSING
    ) -> Fetch[Prices]:
        """Ask pricing for the source `prices`: GET /prices."""
        return self._pricing.fetch(
            pricing.list_prices(skus, currency=currency), READ_PRICES, source="prices"
        )

    def list_images(self, ids: Sequence[str]) -> Fetch[dict[str, ImagesValue]]:
        """Ask media for the source `images`: GET /images."""
        return self._media.fetch(media.list_images(ids), READ_IMAGES, source="images")
