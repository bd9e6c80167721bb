# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Sources of `listMore`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import recommendations, reviews


class RecsItem(CamelBody):
    """A product that goes with the one asked about."""

    product_id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]


class Recs(Body):
    """Products that go with one."""

    items: Annotated[list[RecsItem], Field(max_length=24)]


class Ratings(Body):
    """The rating of a product."""

    average: Annotated[float, Field(ge=1, le=5)] | MISSING = MISSING


READ_RECS = reader(Recs)
READ_RATINGS = reader(Ratings)


class ListMoreCalls:
    """The calls of `listMore`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._recommendations = services["recommendations"]
        self._reviews = services["reviews"]

    def for_product(self, anchor_id: str, *, limit: int | MISSING = MISSING) -> Fetch[Recs]:
        """Ask recommendations for the source `recs`: GET
        /v1/products/{anchorId}/recommendations.
        """
        return self._recommendations.fetch(
            recommendations.for_product(anchor_id, limit=limit),
            READ_RECS,
            source="recs",
            max_body=128 * 1024,
        )

    def get_summary(self, product_id: str) -> Fetch[Ratings]:
        """Ask reviews for the source `ratings`: GET /products/{productId}/reviews/summary."""
        return self._reviews.fetch(
            reviews.get_summary(product_id), READ_RATINGS, source="ratings", max_body=128 * 1024
        )
