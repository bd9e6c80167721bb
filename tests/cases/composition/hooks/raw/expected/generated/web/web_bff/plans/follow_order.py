# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answer `followOrder`: the team's function does, raw."""

from starlette.responses import Response

from .. import hooks
from ..ports import FollowOrderUpstreams
from ..runtime.call import Call
from ..runtime.raw import Promised, RawRequest, raw_answered

PROMISED = Promised(
    {
        "200": ("text/event-stream",),
        "404": ("application/problem+json",),
        "default": ("application/problem+json",),
    },
)


async def follow_order(request: RawRequest, up: FollowOrderUpstreams, call: Call) -> Response:
    """`follow_order` of hooks answers, in 770 ms at most. It asks no upstream."""
    return await raw_answered(hooks.follow_order(request, up, call), PROMISED, call)
