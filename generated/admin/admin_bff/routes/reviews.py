# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Routes of `reviews`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import ListReviewQueueResponse
from ..models import ListReviewQueueRequest
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parse import query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.list_review_queue import ListReviewQueueCalls

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
