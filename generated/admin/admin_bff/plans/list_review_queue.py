# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `listReviewQueue`: join the sources, then build the answer."""

from ..answers import ListReviewQueue200, ListReviewQueueBody, ListReviewQueueResponse, QueuedReview
from ..models import ListReviewQueueRequest
from ..ports import ListReviewQueueUpstreams
from ..runtime.call import Call
from ..sources import list_review_queue as found


async def list_review_queue(
    request: ListReviewQueueRequest, up: ListReviewQueueUpstreams, call: Call
) -> ListReviewQueueResponse:
    """Waits: reviews 900 ms, of 5000. At most 1 call."""
    async with call.sources() as source:
        reviews = source.required(
            up.list_queue(cursor=request.cursor, limit=request.limit), cap_ms=900
        )
    return ListReviewQueue200(build_list_review_queue(reviews.value))


def build_list_review_queue(reviews: found.Reviews) -> ListReviewQueueBody:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ListReviewQueueBody(
        items=[
            QueuedReview(
                id=item.id,
                product_id=item.product_id,
                rating=item.rating,
                title=item.title,
                text=item.text,
                author_name=item.author_name,
                created_at=item.created_at,
                state=item.state,
                reports=item.reports,
            )
            for item in reviews.items
        ],
        next_cursor=reviews.next_cursor,
    )
