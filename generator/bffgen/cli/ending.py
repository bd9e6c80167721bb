"""When a command that serves is to end: SIGINT or SIGTERM, told to a waiting loop.

In:  signals of the process.
Out: an Ending to wait on; the handlers before it are put back when the block is left.
How: a handler runs between two steps of the very thread that waits, so it must take no lock which
     that thread may hold, as that of an Event: it writes a byte, which the waiting loop sees.
"""

import select
import signal
import socket
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self


class Ending:
    """Waits for the end of a command."""

    def __init__(self) -> None:
        self._seen, self._told = socket.socketpair()
        self._told.setblocking(False)

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
        self._told.close()
        self._seen.close()

    def has_come(self, *, within_s: float | None = None) -> bool:
        """Wait for the end, at most so long; say whether it has come."""
        # The byte is left where it is, so that whoever asks again is told again.
        return bool(select.select([self._seen], [], [], within_s)[0])

    def _end(self, number: int, frame: FrameType | None) -> None:
        # Full or closed: the end was told before.
        with suppress(OSError):
            self._told.send(b"!")
