"""One upstream service: from a request of its contract to a value of our model.

In:  the service's address and a transport; an UpstreamRequest and a reader of its body.
Out: a Fetch; begun, it gives the value or raises UpstreamFailed.
How: says how many milliseconds are left, sends nothing that cannot come back in time, takes JSON.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias, TypeVar, cast
from urllib.parse import quote

from .body import MISSING, Sendable, to_json
from .credentials import Credentials, no_credentials
from .exchange import EXCHANGE, note_freshness
from .fetch import Fetch, UpstreamFailed
from .noting import Noting
from .reply import JSON, Reply, is_json, replied
from .transport import OpenResponse, Transport, UpstreamRequest, UpstreamResponse, WireRequest
from .ways import Again, Asking, Budget, Keeping, Kept

T = TypeVar("T")
R = TypeVar("R", bound=Reply[object])
QueryValue: TypeAlias = str | int | float | bool

MAX_BODY: Final = 256 * 1024
"""Decoded bytes of one answer, where the composition says nothing else."""

LEAST_LEFT_S: Final = 0.005
"""With less time than this no upstream answers: the call would only cost both sides."""

_UNRESERVED: Final = re.compile(r"[0-9A-Za-z._~-]*")  # RFC 3986 2.3

_UNMAPPED: Final[Mapping[int, int]] = {}
_WITHOUT_BODY: Final = frozenset({204, 205})  # RFC 9110 15.3.5, 15.3.6

_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})

REFUSED: Final = "\0"
"""Stands in a target or header for a value that must not be sent; no encoded text has this byte.

A mark instead of an exception: the plan names its sources first, and one refused value of an
optional source must not end the whole operation.
"""


class Service:
    """A named upstream, reached at one address by one transport."""

    __slots__ = ("_base_url", "_budget", "_credentials", "_kept", "_name", "_transport")

    def __init__(
        self,
        name: str,
        base_url: str,
        transport: Transport,
        credentials: Credentials = no_credentials,
        kept: Kept | None = None,
    ) -> None:
        """Take what is reached.

        Args:
            kept: what the BFF keeps of answers, where any source asks for that.
        """
        self._name = name
        self._kept = kept
        self._budget: Budget | None = None
        self._base_url = base_url
        self._transport = transport
        self._credentials = credentials

    def fetch(
        self,
        request: UpstreamRequest,
        read: Callable[[bytes], T],
        *,
        source: str = "",
        max_body: int = MAX_BODY,
        retry: Again | None = None,
        cache: Keeping | None = None,
    ) -> Fetch[T]:
        """Say what to call and how to read its answer; nothing is sent yet.

        Args:
            read: makes the value of the body's bytes, or raises UpstreamFailed, as `reader` does.
            source: what the composition calls it, for the log.
            max_body: decoded bytes that are read at most.
            retry: when the call is made again; None makes it once.
            cache: how long its answer is kept; None keeps none.
        """
        of: Callable[[UpstreamResponse], T] = partial(_body, read)
        if read is nothing:  # whatever the body is, so its type is not looked at either
            of = cast("Callable[[UpstreamResponse], T]", _unread)
        return self.fetch_answer(
            request, of, source=source, max_body=max_body, retry=retry, cache=cache
        )

    def fetch_answer(
        self,
        request: UpstreamRequest,
        read: Callable[[UpstreamResponse], T],
        *,
        source: str = "",
        max_body: int = MAX_BODY,
        retry: Again | None = None,
        cache: Keeping | None = None,
    ) -> Fetch[T]:
        """Say the same of a call whose headers are read as well as its body."""
        return Fetch(
            partial(self._call, request, read, source or self._name, max_body, retry, cache),
            is_write=is_write(request),
        )

    def ask(
        self,
        request: UpstreamRequest,
        *kinds: type[R],
        cap_ms: int,
        max_body: int = MAX_BODY,
        on_status: Mapping[int, int] = _UNMAPPED,
        retry: Again | None = None,
        cache: Keeping | None = None,
    ) -> Fetch[R]:
        """Say what to call for a hook, which is handed more than one status.

        Args:
            kinds: a class a status; any other status is a failure.
            cap_ms: its own limit; of a call that only reads also cut to what is left of the plan.
            on_status: upstream status to the status that the client is answered with, where the
                hook lets the failure pass.
            retry, cache: as of `fetch`.
        """
        by_status = {kind.status: kind for kind in kinds}
        accepting = replace(request, accepts=tuple(by_status))
        writes = is_write(request)

        def narrow(kind: type[object], retry: Again | None, cache: Keeping | None) -> Fetch[object]:
            only = cast("type[Reply[object]]", kind)
            return self.ask(
                request,
                only,
                cap_ms=cap_ms,
                max_body=max_body,
                on_status=on_status,
                retry=retry,
                cache=cache,
            )

        begin = partial(self._reply, accepting, by_status, cap_ms, max_body, on_status, writes)
        return Fetch(partial(begin, retry, cache), is_write=writes, narrow=narrow)

    async def open(self, request: UpstreamRequest, accept: str, until: float) -> OpenResponse:
        """Make a call whose body is passed on as it is; it stays open until the request ends.

        Args:
            accept: the media types that are taken, as the header has them.
        """
        headers = (("Accept-Encoding", "identity"), *request.headers)
        wire = self._wired(replace(request, headers=headers, accept=accept), until)
        opened = await self._transport.open(wire, until=until)
        exchange = EXCHANGE.get(None)
        if exchange is not None:
            exchange.keep(opened)
            if exchange.freshness is not None:
                exchange.freshness.note(opened.headers)
        return opened

    def noting(self, source: str) -> Noting:
        """Note how a source of this service ends."""
        return Noting(source or self._name, self._name)

    async def _reply(
        self,
        request: UpstreamRequest,
        by_status: Mapping[int, type[R]],
        cap_ms: int,
        max_body: int,
        on_status: Mapping[int, int],
        writes: bool,
        retry: Again | None,
        cache: Keeping | None,
        until: float,
    ) -> R:
        own = asyncio.get_running_loop().time() + cap_ms / 1000
        with Noting(self._name, self._name):
            try:
                limit = own if writes else min(until, own)
                read = partial(replied, by_status)
                return await self._found(request, read, max_body, retry, cache, limit)
            except UpstreamFailed as failure:
                if failure.status is not None:
                    failure.client_status = on_status.get(failure.status)
                raise

    async def _answered(
        self, request: UpstreamRequest, max_body: int, until: float, *, is_once: bool = False
    ) -> UpstreamResponse:
        wire = self._wired(request, until, is_once=is_once)
        if wire.sending is None:
            return await self._transport.fetch(wire, until=until, max_body=max_body)
        try:
            return await self._transport.fetch(wire, until=until, max_body=max_body)
        except UpstreamFailed:
            if wire.sending.fault is not None:  # it was the client's, and no failure upstream
                raise wire.sending.fault from None
            raise

    def _wired(
        self, request: UpstreamRequest, until: float, *, is_once: bool = False
    ) -> WireRequest:
        left_s = until - asyncio.get_running_loop().time()
        if left_s < LEAST_LEFT_S:
            raise UpstreamFailed("budget")
        exchange = EXCHANGE.get(None)
        traced = exchange.trace.headers if exchange is not None else ()
        return self._on_the_wire(request, traced, is_once=is_once, left_ms=int(left_s * 1000))

    async def _call(
        self,
        request: UpstreamRequest,
        read: Callable[[UpstreamResponse], T],
        source: str,
        max_body: int,
        retry: Again | None,
        cache: Keeping | None,
        until: float,
    ) -> T:
        with Noting(source, self._name):
            value = partial(_value, read)
            return await self._found(request, value, max_body, retry, cache, until)

    async def _found(
        self,
        request: UpstreamRequest,
        read: Callable[[UpstreamResponse], T],
        max_body: int,
        retry: Again | None,
        cache: Keeping | None,
        until: float,
    ) -> T:
        """Find an answer: by one call, by several, or among what is kept."""
        if request.sending is not None and request.sending is not MISSING:
            cache = None  # what is sent piece by piece tells no two requests apart
        if retry is None and cache is None:
            response = await self._answered(request, max_body, until)
            note_freshness(response.headers)
            return read(response)
        send = partial(self._answered, request, max_body)
        if retry is not None:
            if self._budget is None:
                self._budget = retry.budget()
            send = partial(retry.send, partial(send, is_once=retry.is_once), self._budget)
        if cache is None:
            response = await send(until)
            note_freshness(response.headers)
            return read(response)
        asking = Asking(
            service=self._name,
            request=request,
            credentials=self._credentials(),
            send=send,
            read=read,
        )
        return await cache.value(self._kept, asking, until)

    def _on_the_wire(
        self,
        request: UpstreamRequest,
        traced: tuple[tuple[str, str], ...],
        *,
        is_once: bool,
        left_ms: int,
    ) -> WireRequest:
        target = f"{request.path}?{request.query}" if request.query else request.path
        if REFUSED in target or any(REFUSED in value for _, value in request.headers):
            raise UpstreamFailed("refused-value")
        typed: tuple[tuple[str, str], ...] = ()
        if request.body is not None:
            typed = (("Content-Type", request.media_type),)
        sending = request.sending if request.sending is not MISSING else None
        if sending is not None:
            typed = (("Content-Type", sending.media_type),)
            if sending.length is not None:
                typed = (*typed, ("Content-Length", str(sending.length)))
        if request.accept:
            typed = (("Accept", request.accept), *typed)
        return WireRequest(
            method=request.method,
            url=self._base_url + target,
            headers=(
                ("X-Deadline-Ms", str(left_ms)),
                *traced,
                *request.headers,
                *self._credentials(),
                *typed,
            ),
            body=request.body,
            sending=sending,
            accepts=request.accepts,
            is_once=is_once or request.method not in _SAFE_METHODS,
        )


def is_write(request: UpstreamRequest) -> bool:
    """Tell whether a call changes something: such a one is never cancelled once it has begun."""
    return request.method not in _SAFE_METHODS and not request.is_safe


Services: TypeAlias = Mapping[str, Service]
"""The services of a BFF, by the names that its composition gives them."""


def segment(value: str | int | float) -> str:
    """Encode one value of a path, whatever it holds: a slash becomes `%2F`.

    An empty value, `.` and `..` would name another path (RFC 3986 3.3, 5.2.4): the call is refused
    when it begins, and nothing is sent.
    """
    text = written(value)
    return encoded(text) if text not in ("", ".", "..") else REFUSED


def query(*pairs: tuple[str, QueryValue | Sequence[QueryValue] | MISSING]) -> str:
    """Write a query in the order given; what is MISSING is left out.

    A list repeats its name (style form, explode; OpenAPI 3.1.1 4.8.12.2); an empty list is left
    out.
    """
    return "&".join(
        f"{encoded(name)}={encoded(written(item))}"
        for name, value in pairs
        if value is not MISSING
        for item in (
            value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        )
    )


def headers(*pairs: tuple[str, QueryValue | MISSING]) -> tuple[tuple[str, str], ...]:
    """Write headers in the order given; what is MISSING is left out.

    A value beyond printable ASCII is refused when the call begins: a line end would begin another
    header, and other text has no encoding that both sides share (RFC 9110 5.5).
    """
    return tuple(
        (name, text if _fits_a_header(text) else REFUSED)
        for name, value in pairs
        if value is not MISSING
        for text in (written(value),)
    )


def _body(read: Callable[[bytes], T], answer: UpstreamResponse) -> T:
    return read(answer.body)


def _unread(_answer: UpstreamResponse) -> None:
    """Read nothing of an answer, whatever its body is."""


def _value(read: Callable[[UpstreamResponse], T], answer: UpstreamResponse) -> T:
    is_read = read is not _unread and answer.status not in _WITHOUT_BODY
    if is_read and not is_json(answer.headers.get("Content-Type", JSON)):
        raise UpstreamFailed("bad-body")
    return read(answer)


def json_bytes(body: Sendable | MISSING) -> bytes | None:
    """Write a body; members that are MISSING are left out, and a MISSING body is none."""
    return None if body is MISSING else to_json(body, by_alias=True)


def nothing(_body: bytes) -> None:
    """Read an answer of which nothing is wanted, or that has no body."""


def written(value: QueryValue) -> str:
    """Write a plain value as JSON has it, a text without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def encoded(text: str) -> str:
    """Encode a text but for the characters that mean nothing anywhere (RFC 3986 2.3)."""
    # Most values are identifiers, for which a look is an eighth of the work.
    return text if _UNRESERVED.fullmatch(text) else quote(text, safe="")


def _fits_a_header(text: str) -> bool:
    return text.isascii() and text.isprintable()
