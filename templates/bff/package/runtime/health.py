"""Whether the process should live, and whether it should get requests.

In:  the running BFF of the request.
Out: `/-/live` and `/-/ready`, 200 or 503; neither asks an upstream.
How: live while the loop turns, also when stopping; ready from the end of the start on.
"""

from typing import Final

from starlette.types import Receive, Scope, Send

from .answer import NO_STORE, RawResponse
from .route import ExactRoute
from .running import running_bff

_STUCK_S: Final = 5.0
"""With timers this late, requests die of their deadlines: a fresh process helps."""


async def _live(scope: Scope, receive: Receive, send: Send) -> None:
    is_stuck = running_bff(scope).heartbeat.lag_s() > _STUCK_S
    await _state(503 if is_stuck else 200)(scope, receive, send)


async def _ready(scope: Scope, receive: Receive, send: Send) -> None:
    await _state(200 if running_bff(scope).is_ready else 503)(scope, receive, send)


def _state(status: int) -> RawResponse:
    return RawResponse(status, b"", [NO_STORE])


HEALTH: Final = (
    ExactRoute("/-/live", "GET", _live, name="live"),
    ExactRoute("/-/ready", "GET", _ready, name="ready"),
)

QUIET: Final = frozenset(route.path for route in HEALTH)
"""Asked each few seconds by whoever runs the process: no line of the log is about them."""
