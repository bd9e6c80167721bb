"""Serve fakes and BFFs on loopback: the wall around FastAPI and uvicorn.

In:  fakes by name; the folder of a generated BFF and where its upstreams are.
Out: addresses, for as long as the block runs.
How: a fake is an ASGI app in a thread with an event loop of its own; a BFF is a process, as it is
     when it is deployed, so that nothing of bffgen's environment can help it.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

import uvicorn
from fastapi import FastAPI, Request, Response

from bffgen.verify.fake import Fake

HOST = "127.0.0.1"

# Bounds of waiting: a start that takes longer has failed, an end that takes longer is forced.
_START_LIMIT_S = 30.0
_STOP_LIMIT_S = 10.0
_LOOK_S = 0.02


class NotServed(Exception):
    """A server that did not come up; the text says why, with what it printed."""


def fake_app(fake: Fake, *, delay_s: float = 0.0) -> FastAPI:
    """Make an app that answers every request as the fake does."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    async def answer(request: Request) -> Response:
        made = fake.answer(
            request.method,
            request.scope["raw_path"].decode("latin-1"),
            request.scope["query_string"].decode("latin-1"),
            {name.lower(): value for name, value in request.headers.items()},
            await request.body(),
        )
        return Response(content=made.body, status_code=made.status, headers=dict(made.headers))

    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    app.add_api_route("/{path:path}", answer, methods=methods, include_in_schema=False)
    return app


@contextmanager
def serve_app(app: FastAPI, port: int = 0) -> Iterator[str]:
    """Serve an app on loopback in a thread; give its address.

    Args:
        port: 0 takes a free one.

    Raises:
        NotServed: where the port is taken or the server does not start.
    """
    try:
        bound = socket.create_server((HOST, port))
    except OSError as fault:
        raise NotServed(f"port {port} of {HOST} cannot be had: {fault.strerror}") from fault
    settings = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        _wait(lambda: server.started or not thread.is_alive())
        if not server.started:
            raise NotServed("a fake did not start")
        yield f"http://{HOST}:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_STOP_LIMIT_S)
        bound.close()


@contextmanager
def serve_fakes(
    fakes: Mapping[str, Fake], ports: Mapping[str, int] | None = None
) -> Iterator[dict[str, str]]:
    """Serve fakes, each on a port of its own; give name -> address, base path included."""
    with ExitStack() as stack:
        addresses = {}
        for name, fake in sorted(fakes.items()):
            address = stack.enter_context(serve_app(fake_app(fake), (ports or {}).get(name, 0)))
            addresses[name] = address + fake.base_path
        yield addresses


class BffProcess:
    """A generated BFF as a process; leaving the block ends it, by its own id.

    Attributes:
        url: its address.
    """

    def __init__(
        self, folder: str, package: str, upstreams: Mapping[str, str], *, port: int = 0
    ) -> None:
        self.url = ""
        self._package = package
        self._port = port or _free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BFF_")}
        self._environment = {
            **kept,
            **{f"BFF_UPSTREAM_{name.upper()}_URL": url for name, url in upstreams.items()},
            "BFF_ALLOW_PLAIN_UPSTREAMS": "1",
            "BFF_HOST": HOST,
            "BFF_PORT": str(self._port),
            "PYTHONPATH": folder,
        }

    def __enter__(self) -> Self:
        """Start it and wait until it is ready.

        Raises:
            NotServed: where it ends or is not ready in time.
        """
        self._printed = tempfile.TemporaryFile("w+")
        command = [sys.executable, "-m", self._package]
        self._process = subprocess.Popen(
            command, env=self._environment, stdout=self._printed, stderr=self._printed
        )
        _wait(lambda: self._process.poll() is not None or _is_ready(self._port))
        if self._process.poll() is not None or not _is_ready(self._port):
            self._end()
            said = self._said()
            self._printed.close()
            raise NotServed(f"{self._package} did not start\n{said}{_hint(said)}")
        self.url = f"http://{HOST}:{self._port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._end()
        self._printed.close()

    @property
    def is_running(self) -> bool:
        """Say whether the process has not ended by itself."""
        return self._process.poll() is None

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _said(self) -> str:
        self._printed.seek(0)
        return self._printed.read()


def _hint(said: str) -> str:
    if "ModuleNotFoundError" not in said:
        return ""
    return "\nits run-time packages come with the extra: pip install 'bffgen[dev]'"


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=1.0)
    try:
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _wait(is_over: Callable[[], bool]) -> None:
    """Wait until something is over, at most as long as a start may take."""
    limit = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < limit and not is_over():
        time.sleep(_LOOK_S)
