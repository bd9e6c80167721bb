# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `orders`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import GetOrderResponse
from ..models import GetOrderRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parse import path_text
from ..runtime.serve import Operation, serve
from ..sources.get_order import GetOrderCalls

router = APIRouter()


GET_ORDER = Operation(
    name="getOrder", access=OPEN, budget_ms=500, reserve_ms=30, invalid_status=422
)


@serve(router, GET_ORDER, "GET", "/orders/{id}")
async def get_order(http: Request, call: Call) -> GetOrderResponse:
    """Look an order up."""
    with Parsing(http):
        request = GetOrderRequest(id=path_text(http, "id"))
    return await plans.get_order(request, GetOrderCalls(services(http)), call)
