"""An event loop whose clock moves only when nothing is left to do.

In:  a coroutine that waits for timers alone, never for a socket.
Out: its result, at once, and the loop time that it took to the last bit.
How: the selector is asked to wait until the next timer is due; it moves the clock instead.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _IdleSelector(selectors.SelectSelector):
    """Waits in virtual time; a loop that would wait forever is a test that hangs."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("every task waits, and no timer is set: the plan hangs")
        self.loop.now += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Starts at 0.0; timers of equal time run in the same turn."""

    def __init__(self) -> None:
        self.now = 0.0
        selector = _IdleSelector()
        selector.loop = self
        super().__init__(selector)
        self._clock_resolution = 2.0**-40  # what is due at the same moment runs in one turn

    def time(self) -> float:
        return self.now


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end; a task that is left over afterwards is a fault."""
    loop = VirtualLoop()
    try:
        result = loop.run_until_complete(_alone(main))
    finally:
        loop.close()
    return result


async def _alone(main: Coroutine[Any, Any, T]) -> T:
    try:
        return await main
    finally:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"left running: {left}"
