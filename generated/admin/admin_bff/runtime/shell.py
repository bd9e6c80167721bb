"""The outermost layer of a BFF: when the request came, whose it is, and its path to the letter.

In:  an ASGI scope as any server makes it.
Out: the same scope with the moment of arrival, the running BFF, and a path that routes can match.
How: pure ASGI. The path is decoded from the raw one a segment at a time; `/` and `%` inside a
     segment stay `%2F` and `%25`, so that nothing a value holds can look like a separator.
"""

import asyncio
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from .running import Running, hand_on

_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Shell:
    """Wraps the app; made once, when its middleware is built."""

    def __init__(self, app: ASGIApp, running: Running) -> None:
        self._app = app
        self._running = running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Prepare the scope of a request and pass it on."""
        if scope["type"] == "http":
            hand_on(scope, self._running, arrived_at=asyncio.get_running_loop().time())
            scope["path"] = exact_path(scope)
        await self._app(scope, receive, send)


def exact_path(scope: Scope) -> str:
    """Decode the path of a request, but for `/` and `%` inside a segment."""
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
        decoded = unquote_to_bytes(text.encode("latin-1")).decode()
    except UnicodeDecodeError:
        return text  # stays escaped: a literal does not match it, and a parameter refuses it
    return decoded.replace("%", "%25").replace("/", "%2F")
