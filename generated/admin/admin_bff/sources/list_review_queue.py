# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Sources of `listReviewQueue`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import reviews


class ReviewsItem(CamelBody):
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


class Reviews(CamelBody):
    """One page of the queue."""

    items: Annotated[list[ReviewsItem], Field(max_length=50)]
    next_cursor: Annotated[str, Field(max_length=200, min_length=1)] | None


READ_REVIEWS = reader(Reviews)


class ListReviewQueueCalls:
    """The calls of `listReviewQueue`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._reviews = services["reviews"]

    def list_queue(
        self, *, cursor: str | MISSING = MISSING, limit: int | MISSING = MISSING
    ) -> Fetch[Reviews]:
        """Ask reviews for the source `reviews`: GET /moderation/queue."""
        return self._reviews.fetch(
            reviews.list_queue(cursor=cursor, limit=limit),
            READ_REVIEWS,
            source="reviews",
            max_body=1 * 1024 * 1024,
        )
