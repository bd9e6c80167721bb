"""When a command that serves is to end: SIGINT or SIGTERM, told to a waiting loop.

In:  signals of the process.
Out: an Ending to wait on; the handlers before it are put back when the block is left.
How: a handler runs between any two steps of the thread that waits, so it may take no lock that the
     waiting takes as well: `Event.set` inside `Event.wait` never returns. A SimpleQueue may be put
     into at any moment.
"""

import signal
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType
from typing import Self


class Ending:
    """Waits for the end of a command."""

    def __init__(self) -> None:
        self._told: SimpleQueue[bool] = SimpleQueue()
        self._has_come = False

    def __enter__(self) -> Self:
        """Listen for the signals that end a command."""
        self._before = {
            each: signal.signal(each, self._end) for each in (signal.SIGINT, signal.SIGTERM)
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the signals back."""
        for each, before in self._before.items():
            signal.signal(each, before)

    def has_come(self, *, within_s: float | None = None) -> bool:
        """Wait for the end, at most so long; say whether it has come."""
        if not self._has_come:
            try:
                self._has_come = self._told.get(timeout=within_s)
            except Empty:
                return False
        return True

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._told.put(True)
