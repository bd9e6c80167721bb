"""What the desk answers itself."""

from web_bff.answers import (
    GetOrder200,
    GetOrder202,
    GetOrder404,
    GetOrderResponse,
    Order,
    problem,
)
from web_bff.ports import (
    Call,
    GetOrderRequest,
    GetOrderUpstreams,
    OrdersGetOrder404,
    OrdersGetParcel200,
    UpstreamFailed,
)


async def look_up(
    request: GetOrderRequest, up: GetOrderUpstreams, call: Call
) -> GetOrderResponse:
    """Give an order with its parcel, or without where the parcel is not to be had."""
    found = await up.get_order(request.id)
    if isinstance(found, OrdersGetOrder404):
        return GetOrder404(problem(404, "no-such-order"))
    try:
        sent = await up.get_parcel(request.id, language="en")
    except UpstreamFailed as failed:
        if failed.client_status is not None:
            raise
        return GetOrder202(Order(id=found.body.id, state="open"))
    if isinstance(sent, OrdersGetParcel200):
        return GetOrder200(Order(id=found.body.id, state="shipped", parcel=sent.body.number))
    return GetOrder200(Order(id=found.body.id, state="open"))
