"""What the desk answers itself."""

from web_bff.answers import (
    CancelOrder204,
    CancelOrder409,
    CancelOrderResponse,
    GetOrder200,
    GetOrderResponse,
    Order,
    problem,
)
from web_bff.ports import (
    Call,
    CancelOrderRequest,
    CancelOrderUpstreams,
    GetOrderRequest,
    GetOrderUpstreams,
    OrdersCancelOrder409,
)
from web_bff.sends.orders import Cancellation


async def look_up(
    request: GetOrderRequest, up: GetOrderUpstreams, call: Call
) -> GetOrderResponse:
    """Give an order."""
    await up.get_order(request.id)
    return GetOrder200(Order(id=request.id, state="open"))


async def cancel(
    request: CancelOrderRequest, up: CancelOrderUpstreams, call: Call
) -> CancelOrderResponse:
    """Cancel an order, and mark it where it could be."""
    asked = request.body
    sent = Cancellation(reason=asked.why, note=asked.note)
    cancelled = await up.cancel_order(sent, order_id=request.id)
    if isinstance(cancelled, OrdersCancelOrder409):
        told = problem(409, "already-shipped")
        return CancelOrder409(told, x_parcel=cancelled.body.number)
    await up.mark_order(request.id, body=["cancelled", asked.why])
    return CancelOrder204()
