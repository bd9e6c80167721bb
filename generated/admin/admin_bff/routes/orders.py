# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Routes of `orders`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import CancelOrderResponse, GetOrderResponse, ListOrdersResponse
from ..models import Cancellation, CancelOrderRequest, GetOrderRequest, ListOrdersRequest
from ..runtime.app import services
from ..runtime.auth import AllOf, Grants, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.idempotency import Idempotency, claim, key_text
from ..runtime.json_body import JsonBody
from ..runtime.parse import path_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.cancel_order import CancelOrderCalls
from ..sources.get_order import GetOrderCalls
from ..sources.list_orders import ListOrdersCalls

router = APIRouter()


LIST_ORDERS = Operation(
    name="listOrders",
    access=Secured(AllOf(Need(security.STAFF, scopes=("orders.read",)))),
    budget_ms=5000,
    reserve_ms=50,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, LIST_ORDERS, "GET", "/orders")
async def list_orders(http: Request, call: Call) -> ListOrdersResponse:
    """Read orders, newest first."""
    with Parsing(http):
        request = ListOrdersRequest(
            customer_id=query_text(http, "customerId", max_length=30, pattern="^c-[0-9]+$"),
            state=query_text(http, "state", max_length=30),
            cursor=query_text(http, "cursor", min_length=1, max_length=200),
            limit=query_integer(http, "limit", minimum=1, maximum=100, default=20),
        )
    return await plans.list_orders(request, ListOrdersCalls(services(http)), call)


GET_ORDER = Operation(
    name="getOrder",
    access=Secured(
        AllOf(Need(security.STAFF, scopes=("orders.read",))),
        allow=Grants(roles=("finance", "ops", "support")),
    ),
    budget_ms=5000,
    reserve_ms=50,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, GET_ORDER, "GET", "/orders/{orderId}")
async def get_order(http: Request, call: Call) -> GetOrderResponse:
    """Look up one order."""
    with Parsing(http):
        request = GetOrderRequest(
            order_id=path_text(http, "orderId", max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")
        )
    return await plans.get_order(request, GetOrderCalls(services(http)), call)


CANCEL_ORDER = Operation(
    name="cancelOrder",
    access=Secured(
        AllOf(Need(security.STAFF, scopes=("orders.cancel",))), allow=Grants(roles=("ops",))
    ),
    budget_ms=5000,
    reserve_ms=50,
    invalid_status=422,
    once=Idempotency(header="Idempotency-Key", keep_s=7 * 24 * 3600, lease_s=8),
)
CANCEL_ORDER_BODY = JsonBody(Cancellation)


@serve(router, CANCEL_ORDER, "POST", "/orders/{orderId}/cancel")
async def cancel_order(http: Request, call: Call) -> CancelOrderResponse:
    """Cancel an order that has not been sent."""
    with Parsing(http):
        request = CancelOrderRequest(
            order_id=path_text(http, "orderId", max_length=30, pattern="^o-[0-9]{4}-[0-9]+$"),
            idempotency_key=key_text(http, "Idempotency-Key", min_length=8, max_length=80),
            body=await CANCEL_ORDER_BODY.read(http, call),
        )
    await claim(http, call, request)
    return await plans.cancel_order(request, CancelOrderCalls(services(http)), call)
