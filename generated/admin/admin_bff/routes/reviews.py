# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Routes of `reviews`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import ListReviewQueueResponse, ModerateReviewResponse
from ..models import ListReviewQueueRequest, ModerateReviewBody, ModerateReviewRequest
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.json_body import JsonBody
from ..runtime.parse import path_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.list_review_queue import ListReviewQueueCalls
from ..sources.moderate_review import ModerateReviewCalls

router = APIRouter()


LIST_REVIEW_QUEUE = Operation(
    name="listReviewQueue",
    access=Secured(AllOf(Need(security.STAFF, scopes=("reviews.moderate",)))),
    budget_ms=5000,
    reserve_ms=50,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, LIST_REVIEW_QUEUE, "GET", "/reviews/queue")
async def list_review_queue(http: Request, call: Call) -> ListReviewQueueResponse:
    """Read the reviews that wait for a decision."""
    with Parsing(http):
        request = ListReviewQueueRequest(
            cursor=query_text(http, "cursor", min_length=1, max_length=200),
            limit=query_integer(http, "limit", minimum=1, maximum=50, default=20),
        )
    return await plans.list_review_queue(request, ListReviewQueueCalls(services(http)), call)


MODERATE_REVIEW = Operation(
    name="moderateReview",
    access=Secured(AllOf(Need(security.STAFF, scopes=("reviews.moderate",)))),
    budget_ms=5000,
    reserve_ms=50,
    invalid_status=422,
)
MODERATE_REVIEW_BODY = JsonBody(ModerateReviewBody)


@serve(router, MODERATE_REVIEW, "PUT", "/reviews/{reviewId}/decision")
async def moderate_review(http: Request, call: Call) -> ModerateReviewResponse:
    """Decide on a review."""
    with Parsing(http):
        request = ModerateReviewRequest(
            review_id=path_text(http, "reviewId", max_length=20, pattern="^r-[0-9]+$"),
            body=await MODERATE_REVIEW_BODY.read(http, call),
        )
    return await plans.moderate_review(request, ModerateReviewCalls(services(http)), call)
