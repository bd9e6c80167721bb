"""The writes that outlive the request which began them.

In:  tasks of calls that change something, whose plan has ended without them.
Out: each runs to its own end; at stop the app waits for all of them.
How: a set that keeps the tasks alive; what fails is logged, since nobody is left to be told.
"""

import asyncio
import logging
from typing import Protocol

from .fetch import UpstreamFailed

_log = logging.getLogger(__name__)


class Holding(Protocol):
    """Keeps a begun write alive: for the whole app, or known to one request as well."""

    def hold(self, task: asyncio.Task[object]) -> None:
        """Keep a begun write alive until its own end."""
        ...


class Writes:
    """The writes of one app that nobody waits for any more."""

    __slots__ = ("_tasks",)

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def hold(self, task: asyncio.Task[object]) -> None:
        """Keep a begun write alive until its own end."""
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def settle(self) -> None:
        """Wait until every held write has ended, those that begin meanwhile included."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if isinstance(fault, UpstreamFailed):
            _log.warning("a write ended after its answer: %s", fault.reason)
        elif fault is not None:
            _log.error("a write ended after its answer", exc_info=fault)


class OwnWrites:
    """The writes of one request that outlive it; the app keeps them."""

    __slots__ = ("_app", "_tasks")

    def __init__(self, app: Writes) -> None:
        self._app = app
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def are_out(self) -> bool:
        """Say whether any of them has not ended yet."""
        return bool(self._tasks)

    def hold(self, task: asyncio.Task[object]) -> None:
        """Keep a begun write alive until its own end."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._app.hold(task)

    async def settle(self) -> None:
        """Wait until every one of them has ended."""
        while self._tasks:
            await asyncio.wait(self._tasks)
