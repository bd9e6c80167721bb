# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Routes of `orders`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from .. import plans
from ..answers import HasOrderResponse
from ..models import HasOrderRequest
from ..runtime.access import OPEN
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.hooked import NO_UPSTREAMS
from ..runtime.incoming import IncomingBody
from ..runtime.parse import path_text
from ..runtime.raw import RawRequest
from ..runtime.serve import Operation, serve

router = APIRouter()


FOLLOW_ORDER = Operation(
    name="followOrder", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)


@serve(router, FOLLOW_ORDER, "GET", "/orders/{id}/events")
async def follow_order(http: Request, call: Call) -> Response:
    """Follow an order."""
    with Parsing(http):
        request = RawRequest(http)
    return await plans.follow_order(request, NO_UPSTREAMS, call)


PRINT_LABELS = Operation(
    name="printLabels", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
PRINT_LABELS_BODY = IncomingBody(("multipart/mixed",))


@serve(router, PRINT_LABELS, "POST", "/labels")
async def print_labels(http: Request, call: Call) -> Response:
    """Answer POST /labels."""
    with Parsing(http):
        request = RawRequest(http, await PRINT_LABELS_BODY.read(http, call))
    return await plans.print_labels(request, NO_UPSTREAMS, call)


HAS_ORDER = Operation(
    name="hasOrder", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)


@serve(router, HAS_ORDER, "GET", "/orders/{id}/presence")
async def has_order(http: Request, call: Call) -> HasOrderResponse:
    """Answer GET /orders/{id}/presence."""
    with Parsing(http):
        request = HasOrderRequest(id=path_text(http, "id"))
    return await plans.has_order(request, NO_UPSTREAMS, call)
