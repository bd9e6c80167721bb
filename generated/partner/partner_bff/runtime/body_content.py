"""The bytes of a request's body, read within their limits and in a form that is taken.

In:  the request; the media types that are taken, how much of a body is read for how long.
Out: what a parser makes of the bytes, MISSING where an optional body is absent; or BodyRefused for
     one that is not read at all.
How: bytes are counted while they come; the time that the client takes for them is not the plan's.
"""

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, Protocol, TypeVar, cast

from starlette.requests import Request

from .body import MISSING, Body, Json
from .call import Call
from .faults import keep
from .problem import BodyRefused, Fault, Invalid

T = TypeVar("T")

MAX_BYTES: Final = 1024 * 1024
WITHIN_MS: Final = 10_000
"""What is read of a body, and for how long, where the composition says nothing else."""

ROOT: Final = "#/body"
"""The pointer of a body."""

# RFC 8259 8.1 and 11: JSON is UTF-8, of which ASCII is a part; the parameter says no more. So are
# forms (WHATWG URL 5).
_CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_CLOSE: Final = (b"connection", b"close")


class Guarding(Protocol):
    """Says what of a body only some callers may send (guard.py)."""

    def hold(self, value: Json, caller: Body | None) -> None:
        """Refuse a body that holds what its caller may not send."""
        ...


class Checking(Protocol):
    """Says what of a value its type does not (check.py)."""

    def hold(self, value: Json, root: str) -> None:
        """Refuse a value that is outside its contract."""
        ...


class BodyContent:
    """What is read of a body, and how long.

    Args:
        types: the media types that are taken, in lower case and without parameters.
        max_bytes: of the body; within_ms: from the first wait for it to its last byte.
    """

    __slots__ = ("_max_bytes", "_types", "_within_s")

    def __init__(self, types: Sequence[str], *, max_bytes: int, within_ms: int) -> None:
        self._types = tuple(types)
        self._max_bytes = max_bytes
        self._within_s = within_ms / 1000

    async def read(self, http: Request, call: Call, parse: Callable[[bytes, str], T]) -> T:
        """Read a body that the contract requires.

        Args:
            parse: makes the value of the content and its media type, or raises Invalid.
        """
        content = await self._bytes(http, call)
        if content:
            return _parsed(http, content, parse)
        keep(http, Invalid(Fault(ROOT, "is absent; the contract requires it")))
        return cast("T", MISSING)

    async def read_if_sent(
        self, http: Request, call: Call, parse: Callable[[bytes, str], T]
    ) -> T | MISSING:
        """Read a body that may be left out."""
        content = await self._bytes(http, call)
        return _parsed(http, content, parse) if content else MISSING

    async def _bytes(self, http: Request, call: Call) -> bytes:
        loop = asyncio.get_running_loop()
        length = told_length(http)
        if length == 0:
            return b""
        self._hold_types(http, is_sent=length is not None)
        if length is not None and length > self._max_bytes:
            raise too_large()
        content = bytearray()
        began = loop.time()
        try:
            async with asyncio.timeout(self._within_s):
                async for piece in http.stream():
                    content += piece
                    if len(content) > self._max_bytes:
                        raise too_large()
        except TimeoutError:
            raise too_slow() from None
        call.extend(loop.time() - began)
        if content:
            self._hold_types(http, is_sent=True)
        return bytes(content)

    def _hold_types(self, http: Request, *, is_sent: bool) -> None:
        """Refuse a body in another form, before it is read if that is told."""
        written = http.headers.get("content-type")
        if written is None and not is_sent:
            return
        _, _, parameters = (written or "").partition(";")
        is_taken = media_type(http) in self._types and is_utf8(parameters)
        hold_form(http, self._types, is_taken=is_taken)


def hold_form(http: Request, types: Sequence[str], *, is_taken: bool) -> None:
    """Refuse a body that is coded, or of none of the media types that are taken."""
    if not is_taken:
        raise _unsupported((b"accept", ", ".join(types).encode()))
    if http.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise _unsupported((b"accept-encoding", b"identity"))


def _parsed(http: Request, content: bytes, parse: Callable[[bytes, str], T]) -> T:
    try:
        return parse(content, media_type(http))
    except Invalid as fault:
        keep(http, fault)
    return cast("T", MISSING)


def media_type(http: Request) -> str:
    """Give the media type of a body, in lower case and without parameters."""
    return http.headers.get("content-type", "").partition(";")[0].strip().lower()


def told_length(http: Request) -> int | None:
    """Give the length that is told: 0 where no body comes, None where its length is not known."""
    told = http.headers.get("content-length")
    if told is not None and told.isdecimal() and told.isascii():
        return int(told)
    is_framed = told is not None or "transfer-encoding" in http.headers
    # RFC 9112 6.3: without either there is none; what is no HTTP/1 frames bodies otherwise.
    return None if is_framed or not http.scope.get("http_version", "").startswith("1") else 0


def is_utf8(parameters: str) -> bool:
    """Say whether the parameters of a media type name no other charset."""
    for each in parameters.split(";"):
        name, _, value = each.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in _CHARSETS:
            return False
    return True


def too_slow() -> BodyRefused:
    """Refuse a body that takes too long."""
    return BodyRefused(HTTPStatus.REQUEST_TIMEOUT, "body-too-slow", headers=[_CLOSE])


def too_large() -> BodyRefused:
    """Refuse a body above its limit."""
    return BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", headers=[_CLOSE])


def part_too_large(pointer: str, message: str) -> BodyRefused:
    """Refuse a body one part of which is above its limit."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    faults = [Fault(pointer, message)]
    return BodyRefused(status, "body-too-large", headers=[_CLOSE], errors=faults)


def part_unsupported(pointer: str, message: str) -> BodyRefused:
    """Refuse a body one part of which is in a form that is not taken."""
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    faults = [Fault(pointer, message)]
    return BodyRefused(status, "media-type-unsupported", headers=[_CLOSE], errors=faults)


def _unsupported(header: tuple[bytes, bytes]) -> BodyRefused:
    return BodyRefused(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-type-unsupported", headers=[header, _CLOSE]
    )
