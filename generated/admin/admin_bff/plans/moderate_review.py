# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `moderateReview`: join the sources, then build the answer."""

from ..answers import ModerateReview200, ModerateReviewResponse, QueuedReview
from ..models import ModerateReviewRequest
from ..ports import ModerateReviewUpstreams
from ..runtime.call import Call
from ..sources import moderate_review as found


async def moderate_review(
    request: ModerateReviewRequest, up: ModerateReviewUpstreams, call: Call
) -> ModerateReviewResponse:
    """Waits: reviews 900 ms, of 5000. At most 1 call. 404 when reviews says 404."""
    async with call.sources() as source:
        reviews = source.required(
            up.moderate_review(send_reviews(request), request.review_id),
            cap_ms=900,
            on_status={404: 404},
        )
    return ModerateReview200(build_queued_review(reviews.value))


def send_reviews(request: ModerateReviewRequest) -> found.SentReviews:
    """Build what `reviews` is sent, which validates it; what is absent stays absent."""
    return found.SentReviews(decision=request.body.decision, reason=request.body.reason)


def build_queued_review(reviews: found.Reviews) -> QueuedReview:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return QueuedReview(
        id=reviews.id,
        product_id=reviews.product_id,
        rating=reviews.rating,
        title=reviews.title,
        text=reviews.text,
        author_name=reviews.author_name,
        created_at=reviews.created_at,
        state=reviews.state,
        reports=reviews.reports,
    )
