"""Calls of upstreams by aiohttp, with everything switched off that surprises.

In:  wire requests; one session from the app's start to its stop.
Out: bounded bytes in time, or UpstreamFailed with a closed reason.
How: no cookies, no redirects, no environment; bodies are read and decoded piece by piece, so that
     neither an endless one nor a bomb costs more memory than the limit.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from aiohttp.http_exceptions import LineTooLong
from yarl import URL

from .fetch import UpstreamFailed
from .inflate import Inflater
from .transport import UpstreamResponse, WireRequest

_CONNECTIONS_PER_HOST: Final = 64
_HEADER_LINE_BYTES: Final = 8 * 1024
_HEADER_LINES: Final = 100
_HEADER_BYTES: Final = 32 * 1024

_NOT_MODIFIED: Final = 304
_CONDITIONS: Final = frozenset(("if-none-match", "if-modified-since"))


class AiohttpTransport:
    """A session that remembers nothing from one call to the next but its connections."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Take a session of `opened`; one made otherwise lacks its safety."""
        self._session = session

    @classmethod
    @asynccontextmanager
    async def opened(cls) -> "AsyncGenerator[AiohttpTransport, None]":
        """Open a session in the running loop, and close it with all its connections."""
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, limit_per_host=_CONNECTIONS_PER_HOST),
            cookie_jar=aiohttp.DummyCookieJar(),
            # `until` is the one limit of time; the library's own would be a second clock.
            timeout=aiohttp.ClientTimeout(total=None),
            trust_env=False,
            auto_decompress=False,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip, deflate"},
            skip_auto_headers=("User-Agent", "Content-Type"),
            max_line_size=_HEADER_LINE_BYTES,
            max_field_size=_HEADER_LINE_BYTES,
            max_headers=_HEADER_LINES,
        ) as session:
            yield cls(session)

    async def fetch(self, request: WireRequest, *, until: float, max_body: int) -> UpstreamResponse:
        """Make one call; the Protocol's promise (transport.py)."""
        try:
            async with asyncio.timeout_at(until):
                return await self._fetch(request, max_body)
        except TimeoutError:
            raise UpstreamFailed("timeout") from None
        except (aiohttp.ClientError, OSError) as fault:
            raise _broken(fault) from fault

    async def open(self, request: WireRequest, *, until: float) -> "OpenAiohttpResponse":
        """Make one call and read nothing of its body; the Protocol's promise (transport.py)."""
        try:
            async with asyncio.timeout_at(until):
                response = await self._asked(request)
        except TimeoutError:
            raise UpstreamFailed("timeout") from None
        except (aiohttp.ClientError, OSError) as fault:
            raise _broken(fault) from fault
        try:
            _accepted(request, response)
        except UpstreamFailed:
            response.close()
            raise
        return OpenAiohttpResponse(response)

    async def _fetch(self, request: WireRequest, max_body: int) -> UpstreamResponse:
        async with await self._asked(request) as response:
            _accepted(request, response)
            return UpstreamResponse(
                status=response.status,
                headers=response.headers,
                body=await _body(response, max_body),
            )

    async def _asked(self, request: WireRequest) -> aiohttp.ClientResponse:
        return await self._session.request(
            request.method,
            URL(request.url, encoded=True),  # as it is: a second encoding would change values
            headers=request.headers,
            data=request.body if request.sending is None else request.sending.pieces(),
            allow_redirects=False,
            middlewares=(_once,) if request.is_once else (),
        )


class OpenAiohttpResponse:
    """An answer that is read as it is asked for: aiohttp stops the sender meanwhile."""

    __slots__ = ("_response",)

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    @property
    def status(self) -> int:
        """Give the status."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the headers."""
        return self._response.headers

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read the body piece by piece; the Protocol's promise (transport.py)."""
        try:
            async for piece in self._response.content.iter_any():
                yield piece
        except (aiohttp.ClientError, OSError) as fault:
            raise _broken(fault) from fault

    def close(self) -> None:
        """Cut the connection; one whose body has ended is in the pool already."""
        self._response.close()


def _broken(fault: aiohttp.ClientError | OSError) -> UpstreamFailed:
    is_head = isinstance(fault, aiohttp.ClientResponseError)
    return UpstreamFailed("too-large" if is_head and _is_too_much(fault) else "connect")


def _accepted(request: WireRequest, response: aiohttp.ClientResponse) -> None:
    if response.status == _NOT_MODIFIED and not _is_conditional(request):
        # Nobody said what he has (RFC 9110 15.4.5): without its status no plan takes it as told.
        raise UpstreamFailed("status")
    if response.status not in request.accepts:
        raise UpstreamFailed("status", response.status, headers=response.headers)
    if sum(len(name) + len(text) for name, text in response.raw_headers) > _HEADER_BYTES:
        raise UpstreamFailed("too-large")


def _is_conditional(request: WireRequest) -> bool:
    return any(name.lower() in _CONDITIONS for name, _ in request.headers)


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding == "identity":
        # Believed, as it frames the body: aiohttp reads no further and refuses chunks beside it.
        if response.content_length is not None:
            if response.content_length > limit:
                raise UpstreamFailed("too-large")
            return await response.read()
        inflater = None
    else:
        inflater = Inflater(coding, limit)
    body = bytearray()
    async for piece in response.content.iter_any():
        body += inflater.feed(piece) if inflater is not None else piece
        if len(body) > limit:
            raise UpstreamFailed("too-large")
    if inflater is not None:
        inflater.end()
    return bytes(body)


def _is_too_much(fault: BaseException | None) -> bool:
    """Tell a head above the session's limits from one that is not HTTP."""
    while fault is not None:
        # Too many lines have no class of their own.
        if isinstance(fault, LineTooLong) or "Too many headers" in str(fault):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a write again by itself when a connection drops.

    Source:
        aio-libs/aiohttp#10790.
    """
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as fault:
        # Another class than those that it repeats; what the caller sees is the same reason.
        raise aiohttp.ClientConnectionError(str(fault)) from fault
