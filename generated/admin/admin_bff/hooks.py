"""What the back office team decides itself: which half-done state of a cancellation is right."""

from admin_bff.answers import (
    Cancelled,
    CancelOrder200,
    CancelOrder202,
    CancelOrder409,
    CancelOrderResponse,
    HalfCancelled,
    problem,
)
from admin_bff.ports import (
    Call,
    CancelOrderRequest,
    CancelOrderUpstreams,
    OrdersCancelOrder409,
    UpstreamFailed,
)


async def cancel_order(
    request: CancelOrderRequest, up: CancelOrderUpstreams, call: Call
) -> CancelOrderResponse:
    """Cancel an order and give its pieces free; say what is left where the second step fails."""
    cancelled = await up.cancel_order(
        request.order_id, request.idempotency_key, reason=request.body.reason
    )
    if isinstance(cancelled, OrdersCancelOrder409):
        return CancelOrder409(problem(409, "already-shipped"))
    order = cancelled.body
    try:
        await up.release_stock(order.reservation_id)
    except UpstreamFailed:  # the money is on its way back: say what is open, do not pretend
        return CancelOrder202(HalfCancelled(id=order.id, state=order.state, open=["stock-release"]))
    return CancelOrder200(Cancelled(id=order.id, state=order.state))
