"""How late the event loop is.

In:  a running loop.
Out: the lag of its timers in seconds.
How: a timer each second; the lag is that of the last beat, or of the one that is overdue now.
"""

import asyncio
from typing import Final

_EVERY_S: Final = 1.0


class Heartbeat:
    """A beat per second from start to stop."""

    __slots__ = ("_due_at", "_last_lag_s", "_loop", "_timer")

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due_at = 0.0
        self._last_lag_s = 0.0

    def start(self) -> None:
        """Begin to beat in the running loop."""
        self._loop = asyncio.get_running_loop()
        self._wait(self._loop)

    def stop(self) -> None:
        """Beat no more."""
        if self._timer is not None:
            self._timer.cancel()
        self._loop = None

    def lag_s(self) -> float:
        """Tell how late the loop is; 0 before the start and after the stop."""
        if self._loop is None:
            return 0.0
        return max(self._last_lag_s, self._loop.time() - self._due_at)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due_at = loop.time() + _EVERY_S
        self._timer = loop.call_at(self._due_at, self._beat, loop)

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        self._last_lag_s = max(0.0, loop.time() - self._due_at)
        self._wait(loop)
