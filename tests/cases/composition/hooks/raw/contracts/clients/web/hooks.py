"""What the desk answers itself."""

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse
from web_bff.answers import HasOrder204, HasOrderResponse
from web_bff.ports import (
    Call,
    FollowOrderUpstreams,
    HasOrderRequest,
    HasOrderUpstreams,
    PrintLabelsUpstreams,
    RawRequest,
    Response,
)


async def follow_order(request: RawRequest, up: FollowOrderUpstreams, call: Call) -> Response:
    """Tell what becomes of an order."""

    async def events() -> AsyncIterator[str]:
        for state in ("open", "shipped"):
            yield f"data: {request.path['id']} {state}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


async def print_labels(request: RawRequest, up: PrintLabelsUpstreams, call: Call) -> Response:
    """Print what comes."""
    printed = len(await request.body())
    return Response(status_code=201 if printed < 100 else 204)


async def has_order(request: HasOrderRequest, up: HasOrderUpstreams, call: Call) -> HasOrderResponse:
    """Say that there is one."""
    return HasOrder204()
