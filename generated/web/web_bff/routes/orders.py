# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `orders`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import GetOrderResponse, ListOrdersResponse, PlaceOrderResponse
from ..models import GetOrderRequest, ListOrdersRequest, NewOrder, PlaceOrderRequest
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.idempotency import Idempotency, claim, key_text
from ..runtime.json_body import JsonBody
from ..runtime.parse import path_text, query_integer, query_text
from ..runtime.serve import Operation, serve
from ..sources.get_order import GetOrderCalls
from ..sources.list_orders import ListOrdersCalls
from ..sources.place_order import PlaceOrderCalls

router = APIRouter()


LIST_ORDERS = Operation(
    name="listOrders",
    access=Secured(AllOf(Need(security.CUSTOMER))),
    budget_ms=3000,
    reserve_ms=40,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, LIST_ORDERS, "GET", "/orders")
async def list_orders(http: Request, call: Call) -> ListOrdersResponse:
    """Read one's own orders, newest first."""
    with Parsing(http):
        request = ListOrdersRequest(
            cursor=query_text(http, "cursor", min_length=1, max_length=200),
            limit=query_integer(http, "limit", minimum=1, maximum=50, default=20),
        )
    return await plans.list_orders(request, ListOrdersCalls(services(http)), call)


PLACE_ORDER = Operation(
    name="placeOrder",
    access=Secured(AllOf(Need(security.CUSTOMER))),
    budget_ms=3000,
    reserve_ms=40,
    invalid_status=422,
    once=Idempotency(header="Idempotency-Key", keep_s=24 * 3600, lease_s=6),
)
PLACE_ORDER_BODY = JsonBody(NewOrder, max_bytes=64 * 1024, within_ms=5_000)


@serve(router, PLACE_ORDER, "POST", "/orders")
async def place_order(http: Request, call: Call) -> PlaceOrderResponse:
    """Place an order."""
    with Parsing(http):
        request = PlaceOrderRequest(
            idempotency_key=key_text(http, "Idempotency-Key", min_length=8, max_length=80),
            body=await PLACE_ORDER_BODY.read(http, call),
        )
    await claim(http, call, request)
    return await plans.place_order(request, PlaceOrderCalls(services(http)), call)


GET_ORDER = Operation(
    name="getOrder",
    access=Secured(AllOf(Need(security.CUSTOMER))),
    budget_ms=3000,
    reserve_ms=40,
    invalid_status=422,
    caching=Caching(vary=("Authorization",)),
)


@serve(router, GET_ORDER, "GET", "/orders/{orderId}")
async def get_order(http: Request, call: Call) -> GetOrderResponse:
    """Read one order."""
    with Parsing(http):
        request = GetOrderRequest(
            order_id=path_text(http, "orderId", max_length=30, pattern="^o-[0-9]{4}-[0-9]+$")
        )
    return await plans.get_order(request, GetOrderCalls(services(http)), call)
