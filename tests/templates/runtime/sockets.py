"""A server of raw sockets: no HTTP library of ours stands between a fault and the client.

In:  a function that gets each request's head and the writer of its connection.
Out: the server's address, the heads and connections that came, whether a client has left.
How: asyncio streams on a loopback port of the system's choice; the function may leave the wire in
     any state it likes.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Seen:
    """What a server has seen so far."""

    port: int = 0
    heads: list[bytes] = field(default_factory=list)
    connections: int = 0
    client_left: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def serving(answer: Answer) -> AsyncGenerator[Seen, None]:
    """Serve until the block ends, then close every connection that is still open."""
    seen = Seen()

    async def connected(reader, writer):
        seen.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                seen.heads.append(head)
                await answer(head, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, RuntimeError):
            seen.client_left.set()  # uvloop says so by a RuntimeError of the closed transport
        finally:
            writer.transport.abort()

    tasks = set()

    def accepted(reader, writer):
        ended = reader.feed_eof

        def client_left():
            seen.client_left.set()
            ended()

        reader.feed_eof = client_left
        task = asyncio.ensure_future(connected(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accepted, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


def reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection with RST instead of an orderly end."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def unused_port() -> int:
    """Find a port at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def ok(body: bytes, *headers: str) -> bytes:
    """Write an answer of JSON whose length is told."""
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def chunked(*headers: str) -> bytes:
    """Write the head of an answer of JSON that comes in chunks."""
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/json", "Transfer-Encoding: chunked"]
    return "\r\n".join([*lines, *headers, "", ""]).encode()


def chunk(data: bytes) -> bytes:
    """Write one chunk."""
    return b"%x\r\n%s\r\n" % (len(data), data)
