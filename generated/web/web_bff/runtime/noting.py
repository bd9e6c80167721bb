"""How one source of a request ends, for the line of the log.

In:  what the composition calls the source, and who gives it: a service, or `hooks`.
Out: a note in the request's Exchange: outcome, time, status.
How: a context around the call, which lets every exception pass.
"""

import asyncio
from types import TracebackType

from .exchange import CUT, EXCHANGE, OK
from .fetch import SourceFailed, UpstreamFailed


class Noting:
    """Notes for the log how a source ends, and names its service in a failure."""

    __slots__ = ("_begun_at", "_loop", "_service", "_source")

    def __init__(self, source: str, service: str) -> None:
        """Note the end of a source that begins with the block."""
        self._source = source
        self._service = service

    def __enter__(self) -> None:
        """Take the time."""
        self._loop = asyncio.get_running_loop()
        self._begun_at = self._loop.time()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Note how it ended."""
        outcome, status = (OK, None) if fault is None else (CUT, None)
        if isinstance(fault, SourceFailed):
            outcome = fault.reason
        if isinstance(fault, UpstreamFailed):
            fault.service = self._service
            status = fault.status
        exchange = EXCHANGE.get(None)
        if exchange is not None:
            ms = (self._loop.time() - self._begun_at) * 1000
            exchange.note(self._source, self._service, outcome, ms, status)
