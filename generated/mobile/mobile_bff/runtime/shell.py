"""The outermost layer of a BFF: when a request came, its path to the letter, and its log line.

In:  an ASGI scope as any server makes it.
Out: the same scope with the running BFF and a path that routes can match; a line when it is done;
     the caller's credentials are kept for upstreams that they are forwarded to.
How: pure ASGI. The path is decoded from the raw one a segment at a time; `/`, `%` and what delimits
     the parts of a value (`,`, `;`, `=`) stay escaped inside a segment where they came so: nothing
     that a value holds can look like a separator.
"""

import asyncio
import re
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .credentials import remember_caller
from .exchange import EXCHANGE, Exchange
from .health import QUIET
from .log import log_answer
from .running import Running, hand_on
from .telling import TELLING
from .trace import Trace

_CLIENT_LEFT: Final = 499
"""Logged where nothing was sent: a word of nginx's log that operators know."""

_NOTHING: Final = (b"content-length", b"0")

_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT: Final = re.compile("%(25|2F|2C|3B|3D)", re.IGNORECASE)


class Shell:
    """Wraps the app; made once, when its middleware is built."""

    def __init__(self, app: ASGIApp, running: Running) -> None:
        self._app = app
        self._running = running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Prepare the scope of a request, pass it on, and log how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        exchange = Exchange(arrived_at=loop.time(), trace=Trace(scope["headers"]))
        EXCHANGE.set(exchange)
        if self._running.telling is not None:
            TELLING.set(self._running.telling)
        hand_on(scope, self._running)
        remember_caller(scope)
        scope["path"] = exact_path(scope)
        answering = _Answering(
            send,
            exchange,
            closes=self._running.is_stopping,
            has_content=scope["method"] != "HEAD",
        )
        try:
            await self._app(scope, receive, answering.send)
        finally:
            exchange.end()
            if scope["path"] not in QUIET:
                log_answer(
                    exchange,
                    method=scope["method"],
                    status=answering.status,
                    ended_at=loop.time(),
                )


class _Answering:
    """What is sent for one request."""

    __slots__ = ("_closes", "_exchange", "_has_content", "_send", "status")

    def __init__(self, send: Send, exchange: Exchange, *, closes: bool, has_content: bool) -> None:
        self._send = send
        self._exchange = exchange
        self._closes = closes
        self._has_content = has_content
        self.status = _CLIENT_LEFT

    async def send(self, message: Message) -> None:
        """Put the request's id on the answer; a stopping BFF asks for no further request here."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = [(b"x-request-id", self._exchange.trace.request_id.encode("ascii"))]
            if self._closes:
                own.append((b"connection", b"close"))
            # RFC 9110 8.6: HEAD tells the length that GET would have, or none; never its own.
            kept = [each for each in message["headers"] if self._has_content or each != _NOTHING]
            message["headers"] = [*kept, *own]
        elif not self._has_content:
            message = {**message, "body": b""}
        await self._send(message)


def exact_path(scope: Scope) -> str:
    """Decode the path of a request, but for `/`, `%`, `,`, `;` and `=` that came escaped."""
    path: str = scope["path"]
    raw: bytes | None = scope.get("raw_path")
    if raw is None:  # optional in ASGI: what was escaped is lost, what is left is literal
        return path.replace("%", "%25")
    if b"%" not in raw:
        return path
    return "/".join(_exact_segment(text) for text in raw.decode("latin-1").split("/"))


def _exact_segment(text: str) -> str:
    if "%" not in text or _BROKEN_ESCAPE.search(text):
        return text
    try:
        unquote_to_bytes(text.encode("latin-1")).decode()
    except UnicodeDecodeError:
        return text  # stays escaped: a literal does not match it, and a parameter refuses it
    return unquote(_KEPT.sub(lambda found: f"%25{found[1].upper()}", text))
