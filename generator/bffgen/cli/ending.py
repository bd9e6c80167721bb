"""When a command that serves is to end: SIGINT or SIGTERM, told to a waiting loop.

In:  signals of the process.
Out: an Ending to wait on; the handlers before it are put back when the block is left.
"""

import signal
import threading
from types import FrameType, TracebackType
from typing import Self


class Ending:
    """Waits for the end of a command."""

    def __init__(self) -> None:
        self._event = threading.Event()

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
        return self._event.wait(within_s)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._event.set()
