"""What the back office team decides itself: half-done cancellations, and when to order anew."""

from typing import Literal

from pydantic import MISSING

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
    Restock,
    UpstreamFailed,
)

# Pieces that are always to be had, by what one costs: what is dear sells slowly.
_CHEAP, _KEPT, _KEPT_DEAR = 100.0, 60, 12


async def cancel_order(
    request: CancelOrderRequest, up: CancelOrderUpstreams, call: Call
) -> CancelOrderResponse:
    """Cancel an order and give its pieces free; say what is left where the second step fails."""
    cancelled = await up.cancel_order(request.order_id, reason=request.body.reason)
    if isinstance(cancelled, OrdersCancelOrder409):
        return CancelOrder409(problem(409, "already-shipped"))
    order = cancelled.body
    try:
        await up.release_stock(order.reservation_id)
    except UpstreamFailed:  # the money is on its way back: say what is open, do not pretend
        return CancelOrder202(HalfCancelled(id=order.id, state=order.state, open=["stock-release"]))
    return CancelOrder200(Cancelled(id=order.id, state=order.state))


async def restock(
    lifecycle: Literal["ACTIVE", "PRELAUNCH", "RETIRED"],
    amount: float,
    free: int,
    call: Call,
    lead_time_days: int | MISSING | None = MISSING,
) -> Restock:
    """Advise what to order of the maker, so that enough pieces are free when they arrive.

    Args:
        amount: of one piece, whole units of any currency that the shop sells in.
        free: pieces that are free in all warehouses.
        lead_time_days: until pieces that were ordered already arrive; without it none are.
    """
    kept = _KEPT if amount < _CHEAP else _KEPT_DEAR
    pieces = max(kept - free, 0)
    if lifecycle == "RETIRED" or not pieces or isinstance(lead_time_days, int):
        return Restock(urgency="none", pieces=0)
    return Restock(urgency="now" if free < kept // 4 else "soon", pieces=pieces)
