"""A call that is made again where it failed in a way that may pass.

In:  what makes the call, the failures that it is made again for, the time within which.
Out: the answer of the first call that gives one; else the failure of the last.
How: calls that are made again are a share of all that may be, over a sliding window: an upstream
     that is down is not asked twice by everybody. Each waits a random time first (full jitter), and
     as long as the upstream says by Retry-After; where that does not fit, the failure stands.
"""

import asyncio
import random
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .exchange import EXCHANGE
from .fetch import UpstreamFailed
from .retry_after import retry_after_s
from .transport import UpstreamResponse
from .ways import Budget, Send

When: TypeAlias = Literal["connect", 502, 503, 504]
"""A failure that may pass: no connection or a broken one, or a status."""

WINDOW_S: Final = 10
SHARE: Final = 0.2
"""Of the calls within the window, how many may be made again."""

LEAST: Final = 3
"""So many in any case, or a service that is seldom asked would never be asked again."""

_FIRST_WAIT_S: Final = 0.025
_LONGEST_WAIT_S: Final = 1.0
_LEAST_LEFT_S: Final = 0.005
"""With less time than this no upstream answers."""


class RetryBudget:
    """What bounds the calls of one service that are made again, whatever source they are of."""

    __slots__ = ("_again", "_first")

    def __init__(self) -> None:
        self._first = _Window()
        self._again = _Window()

    def count(self, now: float) -> None:
        """Count a call that is made for the first time, at a loop time."""
        self._first.add(now)

    def spend(self, now: float) -> bool:
        """Take the right to make one call again; False where there is none left."""
        allowed = max(LEAST, int(self._first.total(now) * SHARE))
        if self._again.total(now) >= allowed:
            return False
        self._again.add(now)
        return True


class _Window:
    """A count of the last seconds, a slot each: as small for a million calls as for one."""

    __slots__ = ("_counts", "_newest")

    def __init__(self) -> None:
        self._counts = [0] * WINDOW_S
        self._newest = 0

    def add(self, now: float) -> None:
        self._move(int(now))
        self._counts[int(now) % WINDOW_S] += 1

    def total(self, now: float) -> int:
        self._move(int(now))
        return sum(self._counts)

    def _move(self, second: int) -> None:
        for passed in range(max(self._newest + 1, second - WINDOW_S + 1), second + 1):
            self._counts[passed % WINDOW_S] = 0
        self._newest = max(self._newest, second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """When the calls of a source are made again.

    Attributes:
        attempts: how often after the first call, at most.
        when: the failures that it is done for.
        within_ms: it is begun only while so much time has not passed; None leaves that to the
            source's own limit.
    """

    attempts: int
    when: tuple[When, ...]
    within_ms: int | None = None

    @property
    def is_once(self) -> bool:
        """Say whether it makes up for a dropped connection, so that the transport must not."""
        return "connect" in self.when

    def budget(self) -> Budget:
        """Make the budget of a service, which all of its sources share."""
        return RetryBudget()

    async def send(self, send: Send, budget: Budget, until: float) -> UpstreamResponse:
        """Make a call, and make it again as it may be."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        latest = until - _LEAST_LEFT_S
        if self.within_ms is not None:
            latest = min(latest, begun + self.within_ms / 1000)
        budget.count(begun)
        for number in range(self.attempts):
            try:
                return await send(until)
            except UpstreamFailed as failure:
                if not self._may_pass(failure):
                    raise
                begins = loop.time() + _wait_s(number, retry_after_s(failure.headers))
                if begins > latest or not budget.spend(loop.time()):
                    raise
            await asyncio.sleep(begins - loop.time())
            exchange = EXCHANGE.get(None)
            if exchange is not None:
                exchange.retries += 1
        return await send(until)

    def _may_pass(self, failure: UpstreamFailed) -> bool:
        return failure.reason in self.when or failure.status in self.when


def _wait_s(number: int, told_s: float | None) -> float:
    """Give the time before a call is made again; clients that failed together come back apart."""
    longest = min(_FIRST_WAIT_S * (1 << number), _LONGEST_WAIT_S)
    return (told_s or 0.0) + random.random() * longest
