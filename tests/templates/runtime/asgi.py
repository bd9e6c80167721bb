"""A client of an ASGI app without a network: what goes in and comes out is as the protocol has it.

In:  an app, a method, a target as it stands in a request line.
Out: status, headers and body, exactly as they were sent.
How: one scope, no body, one pass through the app.
"""

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


async def ask(app, method, target, *headers, root_path="") -> Answered:
    """Send one request without a body."""
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

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        messages.append(message)

    await app(scope, receive, send)
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
