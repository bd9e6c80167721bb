# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Sources of `moderateReview`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import reviews


class Reviews(CamelBody):
    """A review as those who check it see it."""

    id: Annotated[str, Field(max_length=20, pattern="^r-[0-9]+$")]
    rating: Annotated[int, Field(ge=1, le=5)]
    title: Annotated[str, Field(max_length=120, min_length=1)] | MISSING = MISSING
    text: Annotated[str, Field(max_length=4000)]
    author_name: Annotated[str, Field(max_length=60, min_length=1)]
    created_at: DateTime
    product_id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    state: Literal["WAITING", "REPORTED", "PUBLISHED", "REFUSED"]
    reports: Annotated[int, Field(ge=0, le=2147483647)]


class SentReviews(Body):
    """What the source `reviews` is sent."""

    decision: Literal["PUBLISHED", "REFUSED"]
    reason: Annotated[str, Field(max_length=500, min_length=1)] | MISSING = MISSING


READ_REVIEWS = reader(Reviews)


class ModerateReviewCalls:
    """The calls of `moderateReview`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._reviews = services["reviews"]

    def moderate_review(self, body: SentReviews, review_id: str) -> Fetch[Reviews]:
        """Ask reviews for the source `reviews`: PUT /moderation/reviews/{reviewId}."""
        return self._reviews.fetch(
            reviews.moderate_review(body, review_id),
            READ_REVIEWS,
            source="reviews",
            max_body=1 * 1024 * 1024,
        )
