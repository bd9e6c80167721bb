"""A transport of a test: each call ends as the script says, in virtual time.

In:  answers and failures, each with the milliseconds after which it comes.
Out: UpstreamResponse or UpstreamFailed; when each call was made, and with what.
"""

import asyncio
from dataclasses import dataclass, field

from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.transport import UpstreamRequest, UpstreamResponse


@dataclass(frozen=True)
class Answer:
    """One answer; a status other than 200 is a failure."""

    body: bytes = b'{"id": "p-1"}'
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    after_ms: int = 10


@dataclass(frozen=True)
class Broken:
    """No answer: the reason of the failure."""

    reason: str = "connect"
    after_ms: int = 10


@dataclass
class Scripted:
    """Ends its calls in turn as told; the last holds for all that follow."""

    turns: list[Answer | Broken]
    at_ms: list[int] = field(default_factory=list)
    asked: list[object] = field(default_factory=list)
    cancelled: int = 0

    async def fetch(self, request, *, until, max_body):
        loop = asyncio.get_running_loop()
        turn = self.turns[min(len(self.at_ms), len(self.turns) - 1)]
        self.at_ms.append(round(loop.time() * 1000))
        self.asked.append(request)
        try:
            await asyncio.sleep(min(turn.after_ms / 1000, max(until - loop.time(), 0)))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if loop.time() >= until:
            raise UpstreamFailed("timeout")
        if isinstance(turn, Broken):
            raise UpstreamFailed(turn.reason)
        if turn.status != 200:
            raise UpstreamFailed("status", turn.status, headers=turn.headers)
        return UpstreamResponse(status=200, headers=turn.headers, body=turn.body)


def asking(path="/p", **more):
    return UpstreamRequest(method="GET", path=path, **more)
