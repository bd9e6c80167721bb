"""Equal calls that are out at the same time are one.

In:  a key, and what makes the call where nobody else does.
Out: the result, for everybody who asked meanwhile.
How: the call runs in a task of its own, so that it outlives who began it while somebody still
     waits, and ends when nobody does. Each waits as long as its own time allows.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Final, Generic, TypeVar

from .fetch import Reason, UpstreamFailed

T = TypeVar("T")

_log = logging.getLogger(__name__)

_LATE: Final[frozenset[Reason]] = frozenset({"timeout", "budget"})


class _Flight(Generic[T]):
    __slots__ = ("task", "until", "waiting")

    def __init__(self, task: asyncio.Task[T], until: float) -> None:
        self.task = task
        self.until = until
        self.waiting = 0


class Flights(Generic[T]):
    """The calls that are out, by key."""

    __slots__ = ("_by_key",)

    def __init__(self) -> None:
        self._by_key: dict[str, _Flight[T]] = {}

    def __len__(self) -> int:
        """Give how many calls are out."""
        return len(self._by_key)

    async def join(
        self, key: str, call: Callable[[float], Coroutine[object, None, T]], until: float
    ) -> T:
        """Wait for the call of a key, and begin it where nobody has.

        Args:
            call: makes it, given the loop time by which it has ended.

        Raises:
            UpstreamFailed: as the call did; of one that was late by the time of another, it is
                begun again while there is time of one's own.
        """
        while True:
            flight = self._by_key.get(key)
            is_own = flight is None
            if flight is None:
                flight = self._begin(key, call, until)
            try:
                return await self._wait(flight, until)
            except UpstreamFailed as failure:
                if is_own or failure.reason not in _LATE or flight.until >= until:
                    raise failure.copy() from None

    def begin(
        self, key: str, call: Callable[[float], Coroutine[object, None, T]], until: float
    ) -> None:
        """Begin the call of a key although nobody waits for it; not where it is out already."""
        if key not in self._by_key:
            # As one who waits, so that nobody else's leaving ends it.
            self._begin(key, call, until).waiting = 1

    async def close(self) -> None:
        """End all calls."""
        tasks = [each.task for each in self._by_key.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(
        self, key: str, call: Callable[[float], Coroutine[object, None, T]], until: float
    ) -> _Flight[T]:
        task = asyncio.get_running_loop().create_task(call(until))
        flight = self._by_key[key] = _Flight(task, until)

        def ended(task: asyncio.Task[T]) -> None:
            if self._by_key.get(key) is flight:
                del self._by_key[key]
            # Looked at also where everybody has left meanwhile, or nobody ever waited.
            fault = None if task.cancelled() else task.exception()
            if fault is not None and not isinstance(fault, UpstreamFailed):
                _log.error("a call that several may wait for", exc_info=fault)

        task.add_done_callback(ended)
        return flight

    async def _wait(self, flight: _Flight[T], until: float) -> T:
        flight.waiting += 1
        try:
            async with asyncio.timeout_at(until):
                return await asyncio.shield(flight.task)
        except TimeoutError:
            raise UpstreamFailed("timeout") from None
        except asyncio.CancelledError:
            if not flight.task.cancelled():
                raise
            raise UpstreamFailed("connect") from None  # the BFF stops
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                flight.task.cancel()
