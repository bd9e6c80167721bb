# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Routes of `operations`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import HasOrderResponse
from ..models import HasOrderRequest
from ..runtime.access import OPEN
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.hooked import NO_UPSTREAMS
from ..runtime.parse import path_text
from ..runtime.serve import Operation, serve

router = APIRouter()


HAS_ORDER = Operation(
    name="hasOrder", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)


@serve(router, HAS_ORDER, "GET", "/orders/{id}/presence")
async def has_order(http: Request, call: Call) -> HasOrderResponse:
    """Answer GET /orders/{id}/presence."""
    with Parsing(http):
        request = HasOrderRequest(id=path_text(http, "id"))
    return await plans.has_order(request, NO_UPSTREAMS, call)
