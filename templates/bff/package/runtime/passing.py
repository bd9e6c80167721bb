"""A body that is passed on as it comes: from an upstream to a client, piece by piece.

In:  a call whose answer is no JSON, the media types that its contract has for it.
Out: a Fetch of a Passed; the answer that has it is sent no faster than its client takes it.
How: the first piece is waited for within the cap of its source, so that what fails by then is a
     problem like any other. What breaks off later has its status already: the connection is cut,
     and the client sees that the answer is not whole. Nothing is kept but the piece on its way.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol, TypeVar

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from .answer import RawHeaders
from .fetch import Fetch, UpstreamFailed
from .media_range import fits_a_header, is_within
from .transport import OpenResponse, UpstreamRequest
from .upstream import MAX_BODY, Service, is_write

T = TypeVar("T")

PIECE_S: Final = 10.0
"""An upstream that sends nothing for so long in the middle of a body has broken off."""

TAKEN_S: Final = 60.0
"""A client that takes nothing for so long is not waited for: it would hold the upstream."""

_log = logging.getLogger(__name__)

_END: Final[Message] = {"type": "http.response.body", "body": b"", "more_body": False}


class Passed:
    """A body on its way; its head and its first piece are there.

    Attributes:
        headers: of the upstream's answer.
        media_type: as the upstream wrote it.
        length: of the body in bytes; None where the upstream does not say.
        fault: None; nothing of it comes from a client where it is sent on to an upstream.
    """

    __slots__ = ("_first", "_max_body", "_rest", "fault", "headers", "length", "media_type")

    def __init__(
        self,
        *,
        headers: Mapping[str, str],
        media_type: str,
        length: int | None,
        first: bytes,
        rest: AsyncIterator[bytes],
        max_body: int,
    ) -> None:
        self.headers = headers
        self.media_type = media_type
        self.length = length
        self._first = first
        self._rest = rest
        self._max_body = max_body
        self.fault: Exception | None = None

    async def read(self) -> bytes:
        """Give the body whole, once: all of it is in memory then."""
        return b"".join([piece async for piece in self.pieces()])

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body, once.

        Raises:
            UpstreamFailed: it is not whole: broken off, late, or above its limit.
        """
        count = len(self._first)
        piece: bytes | None = self._first
        while piece is not None:
            if count > self._max_body:
                raise UpstreamFailed("too-large")
            yield piece
            try:
                async with asyncio.timeout(PIECE_S):
                    piece = await anext(self._rest, None)
            except TimeoutError:
                raise UpstreamFailed("timeout") from None
            count += len(piece or b"")
        if self.length is not None and count != self.length:
            raise UpstreamFailed("connect")

    def response(self, status: int, headers: RawHeaders) -> Response:
        """Write the answer that has this body."""
        return PassedResponse(status, headers, self)


class Pieces(Protocol):
    """A body that comes piece by piece."""

    @property
    def media_type(self) -> str:
        """Give its media type."""
        ...

    @property
    def length(self) -> int | None:
        """Give its length in bytes; None where it is not known."""
        ...

    def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece."""
        ...


class PassedResponse(Response):
    """An answer that is sent while its body comes."""

    def __init__(self, status: int, headers: RawHeaders, passed: Pieces) -> None:
        self.status_code = status
        self.raw_headers = [(b"content-type", passed.media_type.encode("ascii")), *headers]
        if passed.length is not None:
            self.raw_headers.insert(1, (b"content-length", b"%d" % passed.length))
        self.background = None
        self._passed = passed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, no faster than the client takes it."""
        start: Message = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        await send(start)
        if scope["method"] == "HEAD":
            await send(_END)
            return
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            sending.cancel()
            await asyncio.wait((sending, leaving))
        if not sending.cancelled():
            sending.result()

    async def _send(self, send: Send) -> None:
        """Send the pieces; an answer that is not ended makes the server cut the connection."""
        try:
            async for piece in self._passed.pieces():
                async with asyncio.timeout(TAKEN_S):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send(_END)
        except UpstreamFailed as broken:
            _log.warning("an answer that is passed on breaks off: %s", broken.reason)
        except TimeoutError:
            _log.warning("an answer that is passed on breaks off: its client takes nothing")


def pass_on(
    service: Service,
    request: UpstreamRequest,
    read: Callable[[Passed], T],
    *,
    types: Sequence[str],
    source: str,
    max_body: int = MAX_BODY,
) -> Fetch[T]:
    """Say what to call, and that its body goes on to the client; nothing is sent yet.

    Args:
        read: makes the value of the answer, `whole` or what takes headers of it.
        types: the media types of the body, ranges included, in lower case and without parameters.
        source: what the composition calls it, for the log.
        max_body: bytes that are passed on at most.
    """
    opened = partial(_opened, service, request, read, tuple(types), source, max_body)
    return Fetch(opened, is_write=is_write(request))


def whole(passed: Passed) -> Passed:
    """Give an answer as it is."""
    return passed


async def _opened(
    service: Service,
    request: UpstreamRequest,
    read: Callable[[Passed], T],
    types: tuple[str, ...],
    source: str,
    max_body: int,
    until: float,
) -> T:
    with service.noting(source):
        opened = await service.open(request, ", ".join(types), until)
        return read(await passed_of(opened, types, max_body, until))


async def passed_of(
    opened: OpenResponse, types: tuple[str, ...], max_body: int, until: float
) -> Passed:
    """Wait for the first piece of an answer that is passed on.

    Args:
        types: the media types of its body, ranges included, in lower case and without parameters.

    Raises:
        UpstreamFailed: what would not be passed on: coded, of another type, too large, late.
    """
    headers = opened.headers
    # Nobody else could undo it for a client that has not asked for it; identity was asked for.
    if headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise UpstreamFailed("bad-body")
    media_type, length = _media_type(headers, types), _length(headers)
    if length is not None and length > max_body:
        raise UpstreamFailed("too-large")
    rest = opened.pieces()
    first = await _first(opened, rest, until)
    if len(first) > max_body:
        raise UpstreamFailed("too-large")
    return Passed(
        headers=headers,
        media_type=media_type,
        length=length,
        first=first,
        rest=rest,
        max_body=max_body,
    )


async def _first(opened: OpenResponse, rest: AsyncIterator[bytes], until: float) -> bytes:
    try:
        async with asyncio.timeout_at(until):
            return await anext(rest, b"")
    except TimeoutError:
        opened.close()
        raise UpstreamFailed("timeout") from None


def _media_type(headers: Mapping[str, str], types: tuple[str, ...]) -> str:
    """Give the media type of an answer; one that its contract does not have is a bad body."""
    told = headers.get("Content-Type")
    if told is None:
        only = ", ".join(types)
        if len(types) > 1 or "*" in only:
            raise UpstreamFailed("bad-body")
        return only
    if not (is_within(told, types) and fits_a_header(told)):
        raise UpstreamFailed("bad-body")
    return told


def _length(headers: Mapping[str, str]) -> int | None:
    told = headers.get("Content-Length", "").strip()
    # RFC 9112 6.3: where both stand, the chunks are the body.
    is_chunked = "Transfer-Encoding" in headers
    return int(told) if told.isdecimal() and told.isascii() and not is_chunked else None


async def _left(receive: Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
