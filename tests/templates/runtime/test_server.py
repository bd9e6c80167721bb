"""Serving as a process: a BFF answers over a socket and stops at SIGTERM; unfit settings end it."""

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.templates.runtime.sockets import ok, serving, unused_port

PACKAGE = Path(__file__).parents[3] / "templates" / "bff" / "package"
ROUTE = """
from typing import Annotated, ClassVar
from dataclasses import dataclass
from fastapi import APIRouter
from little.runtime.access import OPEN
from little.runtime.answer import Answer
from little.runtime.app import bff_app, services
from little.runtime.body import Body, reader
from little.runtime.serve import Operation, serve
from little.runtime.server import run
from little.runtime.settings import BffSettings, UpstreamUrl
from little.runtime.transport import UpstreamRequest

class Product(Body):
    id: str

@dataclass(frozen=True, slots=True)
class Product200(Answer[Product]):
    status: ClassVar[int] = 200

class Settings(BffSettings):
    upstream_catalog_url: UpstreamUrl

READ = reader(Product)
router = APIRouter()
GET = Operation(
    name="getProduct", access=OPEN, budget_ms=90_000, reserve_ms=50, invalid_status=422
)

@serve(router, GET, "GET", "/v1/product")
async def get_product(http, call):
    async with call.sources() as source:
        request = UpstreamRequest(method="GET", path="/p")
        found = source.required(services(http)["catalog"].fetch(request, READ), cap_ms=60_000)
    return Product200(Product(id=f"{found.value.id} for {http.client.host}"))

def create_app(settings):
    services = {"catalog": settings.upstream_catalog_url}
    return bff_app(
        title="little", version="1", package="little", services=services, routers=(router,)
    )

if __name__ == "__main__":
    run("little.__main__:create_app", Settings.read)
"""


@pytest.fixture
def little(tmp_path):
    """A package of one operation on the runtime, as a process starts it."""
    folder = tmp_path / "little"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "__main__.py").write_text(ROUTE)
    (folder / "openapi.json").write_text("{}")
    (folder / "runtime").symlink_to(PACKAGE / "runtime")

    async def start(**environ):
        plain = {name: text for name, text in os.environ.items() if not name.startswith("BFF_")}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error", "-m", "little"),
            cwd=tmp_path,
            env={**plain, "PYTHONDONTWRITEBYTECODE": "1", **environ},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    return start


def test_unfit_settings_end_the_process_with_a_list_and_code_2(little):
    async def main():
        process = await little(BFF_PORT="x", BFF_HOTS="1")
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    code, said = asyncio.run(main())
    assert code == 2
    assert said.splitlines() == [
        "settings: 3 faults",
        "  BFF_HOTS: no such setting; the nearest is BFF_HOST",
        "  BFF_PORT: it should be a valid integer, unable to parse string as an integer",
        "  BFF_UPSTREAM_CATALOG_URL: not set, and it has no default",
    ]


def test_a_process_answers_and_stops_in_good_order(little):
    async def upstream(head, writer):
        writer.write(ok(b'{"id": "p-1"}'))

    async def main():
        port = unused_port()
        async with serving(upstream) as seen:
            process = await little(
                BFF_PORT=str(port),
                BFF_UPSTREAM_CATALOG_URL=seen.url,
                BFF_ALLOW_PLAIN_UPSTREAMS="1",
            )
            said = b""
            while b"running on" not in said:
                said += await process.stdout.readline()
                assert process.returncode is None, said
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"GET /v1/product HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\n"
                b"Connection: close\r\n\r\n"
            )
            answered = await reader.read()
            writer.close()
            process.send_signal(signal.SIGTERM)
            rest, _ = await process.communicate()
            return answered, (said + rest).decode(), process.returncode

    answered, said, code = asyncio.run(main())
    head, _, body = answered.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == b'{"id":"p-1 for 127.0.0.1"}'  # the socket's peer, whatever a header says
    assert b"server:" not in head.lower()
    assert "GET /v1/product" not in said
    assert "Traceback" not in said
    assert code == 0


async def _asked(port, path, *, until_close=False):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        body = await reader.readexactly(length)
        closed = await reader.read() == b"" if until_close else None
        return int(head.split()[1]), head, body, closed
    finally:
        writer.close()


def test_a_process_told_to_stop_answers_everybody_who_still_comes(little):
    """A balancer that looks each 50 ms, and clients who come until it has noticed.

    It notices within the drain of 8 s, whenever the machine stalls for some of them.
    """
    fates = []

    async def upstream(head, writer):
        await asyncio.sleep(0.3)
        writer.write(ok(b'{"id": "p-1"}'))

    async def client(port, is_over):
        while not is_over.is_set():
            status, _, body, _ = await _asked(port, "/v1/product")
            fates.append((status, body))

    async def balancer(port, is_over):
        # Another process sets no event.
        while (await _asked(port, "/-/ready"))[0] == 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        assert (await _asked(port, "/-/live"))[0] == 200
        is_over.set()

    async def main():
        port, is_over = unused_port(), asyncio.Event()
        async with serving(upstream) as seen:
            process = await little(
                BFF_PORT=str(port),
                BFF_UPSTREAM_CATALOG_URL=seen.url,
                BFF_ALLOW_PLAIN_UPSTREAMS="1",
                BFF_DRAIN="8s",
            )
            said = b""
            while b"running on" not in said:
                said += await process.stdout.readline()
                assert process.returncode is None, said
            work = [asyncio.create_task(client(port, is_over)) for _ in range(4)]
            looking = asyncio.create_task(balancer(port, is_over))
            await asyncio.sleep(0.2)
            process.send_signal(signal.SIGTERM)
            await looking
            _, head, _, closed = await _asked(port, "/v1/product", until_close=True)
            await asyncio.gather(*work)
            rest, _ = await process.communicate()
            return head, closed, (said + rest).decode(), process.returncode

    head, closed, said, code = asyncio.run(main())
    assert fates
    assert {status for status, _ in fates} == {200}
    assert b"connection: close" in head.lower()
    assert closed
    assert code == 0
    lines = [json.loads(line) for line in said.splitlines()]
    served = [line for line in lines if line.get("operation") == "getProduct"]
    assert len(served) == len(fates) + 1
    assert "Traceback" not in said
