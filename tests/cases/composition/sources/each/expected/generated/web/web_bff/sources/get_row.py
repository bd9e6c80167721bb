# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getRow`: the fields in use of what upstreams answer, and the calls."""

from pydantic import MISSING

from ..runtime.body import Body, CamelBody, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import recommendations, reviews


class RowItem(CamelBody):
    """An element of `items` of `Row`."""

    product_id: str
    title: str


class Row(Body):
    """What is read of the source `row`."""

    items: list[RowItem]


class Ratings(Body):
    """What is read of the source `ratings`."""

    average: float | MISSING = MISSING


READ_ROW = reader(Row)
READ_RATINGS = reader(Ratings)


class GetRowCalls:
    """The calls of `getRow`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._recommendations = services["recommendations"]
        self._reviews = services["reviews"]

    def for_product(self, product_id: str) -> Fetch[Row]:
        """Ask recommendations for the source `row`: GET /recommendations/{productId}."""
        return self._recommendations.fetch(
            recommendations.for_product(product_id), READ_ROW, source="row"
        )

    def get_rating(self, product_id: str) -> Fetch[Ratings]:
        """Ask reviews for the source `ratings`: GET /products/{productId}/rating."""
        return self._reviews.fetch(reviews.get_rating(product_id), READ_RATINGS, source="ratings")
