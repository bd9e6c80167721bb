"""One request while it is answered, as whoever serves a part of it finds it.

In:  when it came, its trace; then, piece by piece, what becomes of it.
Out: the same for calls of upstreams, wherever a plan or a hook begins them, and for its log line.
How: a context variable; a task takes the context of the one that made it along.
"""

import asyncio
import math
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Protocol

from .caching import Freshness
from .trace import Trace

OK: Final = "ok"
CUT: Final = "cut"
"""Outcomes of a call beside the reasons of a failure; `cut` was given up, since its plan had ended
or another source had failed."""


@dataclass(slots=True)
class Asked:
    """What became of the calls of one source.

    Attributes:
        service: which upstream was called.
        outcome: `ok`, or why the first call that failed did.
        ms: of the longest call.
        status: what the upstream said with a failure, where it did.
    """

    service: str
    outcome: str
    ms: float
    status: int | None = None
    calls: int = 1


class Open(Protocol):
    """An answer of an upstream that holds its connection."""

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Exchange:
    """A request being answered.

    Attributes:
        arrived_at: loop time at which it came.
        ends_at: loop time at which its plan ends; a Fetch that a hook awaits ends by it as well.
        freshness: notes the upstream answers that are used; None where nobody asks.
        hold: keeps a write that a hook has begun and no longer waits for; set with `ends_at`.
        operation: which one is answered, once that is known.
        code: of the problem that is answered.
        sources: by name, in the order in which they ended.
        missing: what the answer goes without, each with its reason.
        dropped: elements that were left out of lists, by the client's word for their source.
        invalid: how often a source broke its contract, by (source, pointer, what was done).
        open: answers of upstreams that are passed on, closed when the request is answered.
        is_over: it is answered.
        retries: how many calls were made again.
        kept: the sources whose answer was kept, each `hit` or `stale`.
        stale: the client's words for those that were stale, each with those seconds.
        caller: who asks; None of one who is not known.
    """

    __slots__ = (
        "arrived_at",
        "caller",
        "code",
        "dropped",
        "ends_at",
        "freshness",
        "hold",
        "invalid",
        "is_over",
        "kept",
        "missing",
        "open",
        "operation",
        "retries",
        "sources",
        "stale",
        "trace",
    )

    def __init__(self, *, arrived_at: float, trace: Trace) -> None:
        self.arrived_at = arrived_at
        self.trace = trace
        self.ends_at = arrived_at
        self.freshness: Freshness | None = None
        self.hold: Callable[[asyncio.Task[object]], None] | None = None
        self.operation = ""
        self.code = ""
        self.sources: dict[str, Asked] = {}
        self.missing: dict[str, str] = {}
        self.retries = 0
        self.caller: object = None
        self.kept: dict[str, str] | None = None
        self.stale: dict[str, int] | None = None
        self.dropped: dict[str, int] = {}
        self.invalid: dict[tuple[str, str, str], int] = {}
        self.open: tuple[Open, ...] = ()
        self.is_over = False

    def keep(self, opened: Open) -> None:
        """Keep an answer open until the request is answered; one that comes later is closed."""
        if self.is_over:
            opened.close()
        else:
            self.open = (*self.open, opened)

    def end(self) -> None:
        """Close what is still open: the request is answered, or cannot be."""
        self.is_over = True
        for each in self.open:
            each.close()

    def note_kept(self, source: str, told_as: str, stale_s: float) -> None:
        """Note that an answer was one that is kept.

        Args:
            told_as: the client's word for it.
            stale_s: how long it has been stale; 0 or less where it is fresh.
        """
        self.kept = self.kept or {}
        self.kept[source] = "hit" if stale_s <= 0 else "stale"
        if stale_s > 0:
            self.stale = self.stale or {}
            self.stale[told_as] = max(self.stale.get(told_as, 0), math.ceil(stale_s))

    def note(self, source: str, service: str, outcome: str, ms: float, status: int | None) -> None:
        """Note that a call has ended."""
        asked = self.sources.get(source)
        if asked is None:
            self.sources[source] = Asked(service, outcome, ms, status)
            return
        asked.calls += 1
        asked.ms = max(asked.ms, ms)
        if asked.outcome == OK and outcome != OK:
            asked.outcome, asked.status = outcome, status


EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")
"""The request that the running code is for; set once per request."""


def note_freshness(headers: Mapping[str, str]) -> None:
    """Note how long an answer that is used is fresh, where anybody asks."""
    exchange = EXCHANGE.get(None)
    if exchange is not None and exchange.freshness is not None:
        exchange.freshness.note(headers)
