"""Load on one address: a fixed number of connections, each asking as soon as it was answered.

In:  port, path, connections, seconds on the command line.
Out: one line of JSON on stdout: answers by status.
How: a closed loop over raw sockets, so that the client costs little beside the server.
"""

import argparse
import asyncio
import json
import re
import sys
from collections import Counter

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
# An answer that never comes must not hold the round: it ends the run with an error.
_ANSWER_LIMIT_S = 10.0


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its last byte; gives the status."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is None:
        raise ValueError(f"an answer without content-length: {head[:200]!r}")
    await reader.readexactly(int(length[1]))
    return int(head[9:12])


async def ask_until(end: float, port: int, path: str, seen: Counter[int]) -> None:
    """Ask over one connection until the time is up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: application/json\r\n\r\n"
    loop = asyncio.get_running_loop()
    try:
        while loop.time() < end:
            writer.write(request.encode())
            async with asyncio.timeout(_ANSWER_LIMIT_S):
                seen[await read_answer(reader)] += 1
    finally:
        writer.close()


async def load(port: int, path: str, connections: int, seconds: float) -> Counter[int]:
    """Keep all connections busy for so long; gives the answers by status."""
    end = asyncio.get_running_loop().time() + seconds
    seen: Counter[int] = Counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(ask_until(end, port, path, seen))
    return seen


if __name__ == "__main__":
    import uvloop

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("connections", type=int)
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    answered = uvloop.run(load(given.port, given.path, given.connections, given.seconds))
    sys.stdout.write(json.dumps({str(status): count for status, count in answered.items()}) + "\n")
