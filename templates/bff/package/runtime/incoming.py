"""A request's body that is handed on as it comes: from a client to an upstream, piece by piece.

In:  the request; the media types that are taken, how much of a body is read for how long.
Out: an Incoming, MISSING where an optional body is absent; or BodyRefused for one that is not read.
How: nothing is read before the upstream takes it. What the client does wrong on the way ends the
     call, and is what the client is told. The time that it takes is its own: the plan ends later by
     as much as a body may take.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import cast

from starlette.requests import ClientDisconnect, Request

from .body import MISSING
from .body_content import (
    MAX_BYTES,
    ROOT,
    WITHIN_MS,
    hold_form,
    media_type,
    told_length,
    too_large,
    too_slow,
)
from .call import Call
from .faults import keep
from .media_range import is_within
from .problem import BodyRefused, Fault, Invalid


class Incoming:
    """A body that has not been read.

    Attributes:
        media_type: as the client wrote it.
        length: of the body in bytes; None where the client does not say.
        fault: what ended it on the client's side, once that has happened.
    """

    __slots__ = ("_http", "_max_bytes", "_within_s", "fault", "length", "media_type")

    def __init__(
        self, http: Request, length: int | None, *, max_bytes: int, within_s: float
    ) -> None:
        self._http = http
        self._max_bytes = max_bytes
        self._within_s = within_s
        self.media_type = http.headers.get("content-type", "")
        self.length = length
        self.fault: BodyRefused | ClientDisconnect | None = None

    async def read(self) -> bytes:
        """Read the body whole, once: all of it is in memory then."""
        return b"".join([piece async for piece in self.pieces()])

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read the body, once.

        Raises:
            BodyRefused: above its limit, or too slow.
            ClientDisconnect: the client has left.
        """
        ends_at = asyncio.get_running_loop().time() + self._within_s
        count = 0
        try:
            stream = self._http.stream()
            while True:
                try:
                    async with asyncio.timeout_at(ends_at):
                        piece = await anext(stream, None)
                except TimeoutError:
                    raise too_slow() from None
                if piece is None:
                    return
                count += len(piece)
                if count > self._max_bytes:
                    raise too_large()
                if piece:
                    yield piece
        except (BodyRefused, ClientDisconnect) as fault:
            self.fault = fault
            raise


class IncomingBody:
    """The body that one operation hands on.

    Args:
        types: the media types that are taken, ranges included, in lower case.
        max_bytes: of the body; within_ms: from the first wait for it to its last byte.
    """

    __slots__ = ("_max_bytes", "_types", "_within_s")

    def __init__(
        self,
        types: Sequence[str],
        *,
        max_bytes: int = MAX_BYTES,
        within_ms: int = WITHIN_MS,
    ) -> None:
        self._types = tuple(types)
        self._max_bytes = max_bytes
        self._within_s = within_ms / 1000

    async def read(self, http: Request, call: Call) -> Incoming:
        """Take a body that the contract requires."""
        found = await self.read_if_sent(http, call)
        if found is MISSING:
            keep(http, Invalid(Fault(ROOT, "is absent; the contract requires it")))
        return cast("Incoming", found)

    async def read_if_sent(self, http: Request, call: Call) -> Incoming | MISSING:
        """Take a body that may be left out."""
        length = told_length(http)
        if length == 0:
            return MISSING
        hold_form(http, self._types, is_taken=is_within(media_type(http), self._types))
        if length is not None and length > self._max_bytes:
            raise too_large()
        call.extend(self._within_s)
        return Incoming(http, length, max_bytes=self._max_bytes, within_s=self._within_s)
