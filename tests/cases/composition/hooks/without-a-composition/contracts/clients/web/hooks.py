"""What the desk answers itself."""

from web_bff.answers import HasOrder204, HasOrderResponse
from web_bff.ports import Call, HasOrderRequest, HasOrderUpstreams


async def has_order(request: HasOrderRequest, up: HasOrderUpstreams, call: Call) -> HasOrderResponse:
    """Say that there is one."""
    return HasOrder204()
