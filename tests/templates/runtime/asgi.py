"""A client of an ASGI app without a network: what goes in and comes out is as the protocol has it.

In:  an app, a method, a target as it stands in a request line.
Out: status, headers and body, exactly as they were sent.
How: one scope, one pass through the app; a body comes in pieces.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class Answered:
    """One response."""

    status: int
    raw_headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        named = {name.decode(): text.decode() for name, text in self.raw_headers}
        assert len(named) == len(self.raw_headers), "a header was sent twice"
        return named

    @property
    def own_headers(self) -> dict[str, str]:
        """The headers without the request's id, which every answer has."""
        return {name: text for name, text in self.headers.items() if name != "x-request-id"}


async def ask(app, method, target, *headers, root_path="", pieces=()) -> Answered | None:
    """Send one request.

    Args:
        pieces: of its body; None is a client that leaves, a number one that waits so many seconds.

    Returns:
        None where nothing was answered.
    """
    raw_path, _, query = target.encode("ascii").partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(raw_path.decode()),
        "raw_path": raw_path,
        "root_path": root_path,
        "query_string": query,
        "headers": [(name.lower().encode(), text.encode()) for name, text in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    messages = []

    coming = list(pieces)

    async def receive():
        while coming:
            piece = coming.pop(0)
            if isinstance(piece, bytes):
                return {"type": "http.request", "body": piece, "more_body": bool(coming)}
            if piece is None:
                return {"type": "http.disconnect"}
            await asyncio.sleep(piece)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        messages.append(message)

    await app(scope, receive, send)
    if not messages:
        return None
    start, *bodies = messages
    assert start["type"] == "http.response.start"
    return Answered(
        start["status"], tuple(start["headers"]), b"".join(part["body"] for part in bodies)
    )


@asynccontextmanager
async def started(app) -> AsyncGenerator[None, None]:
    """Run the app's start and stop around the block."""
    async with app.router.lifespan_context(app):
        yield
