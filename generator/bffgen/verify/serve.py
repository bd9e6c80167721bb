"""Serve fakes on loopback: the wall around FastAPI and uvicorn.

In:  fakes by name, a port for each or none.
Out: their addresses, for as long as the block lasts.
How: one thread with one event loop for all of them; each has its own port, which is bound before
     the thread starts, so that a port that is taken is told at once.
"""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final, TypeAlias

import uvicorn
from fastapi import FastAPI, Request, Response

from bffgen.verify.fake import Fake

HOST: Final = "127.0.0.1"

# Bounds of waiting: a start that takes longer has failed, an end that takes longer is forced.
# A BFF needs a second of CPU to start; four of them on a busy machine were seen to take 40 s each.
START_LIMIT_S: Final = 120.0
STOP_LIMIT_S: Final = 10.0
LOOK_S: Final = 0.02
# How long a request that is being answered keeps its fake alive.
_GRACE_S: Final = 3

_Serving: TypeAlias = tuple[uvicorn.Server, socket.socket]


class NotServed(Exception):
    """A server that did not come up; the text says why, with what it printed."""


def fake_app(fake: Fake) -> FastAPI:
    """Make an app that answers every request, whatever its method, as the fake does."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.mount("/", _answering(fake))
    return app


@contextmanager
def serve_fakes(
    fakes: Mapping[str, Fake], ports: Mapping[str, int] | None = None
) -> Iterator[dict[str, str]]:
    """Serve fakes, each on a port of its own, until the block ends.

    Args:
        fakes: name -> fake.
        ports: name -> port; 0, as for names that are not there, takes a free one.

    Yields:
        name -> address, base path included; every one answers already.

    Raises:
        NotServed: where a port is taken or a server does not start.
    """
    with ExitStack() as stack:
        bound = {
            name: stack.enter_context(_bound(name, (ports or {}).get(name, 0)))
            for name in sorted(fakes)
        }
        stack.enter_context(_served([(fake_app(fakes[name]), bound[name]) for name in bound]))
        yield {
            name: f"http://{HOST}:{port.getsockname()[1]}{fakes[name].base_path}"
            for name, port in bound.items()
        }


def _answering(fake: Fake) -> Callable[..., Awaitable[None]]:
    """Make a bare ASGI app: FastAPI would refuse methods that it does not know."""

    async def app(
        scope: dict[str, object], receive: Callable[..., object], send: Callable[..., object]
    ) -> None:
        request = Request(scope, receive)  # type: ignore[arg-type]  # starlette's aliases
        answer = fake.answer(
            request.method,
            request.scope["raw_path"].decode("latin-1"),
            request.scope["query_string"].decode("latin-1"),
            {name.lower(): value for name, value in request.headers.items()},
            await request.body(),
        )
        response = Response(content=answer.body, status_code=answer.status)
        for name, value in answer.headers:
            response.headers.append(name, value)
        await response(scope, receive, send)  # type: ignore[arg-type]  # as above

    return app


@contextmanager
def _bound(name: str, port: int) -> Iterator[socket.socket]:
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it an answer
    # of two writes waits 40 ms for its reader's delayed acknowledgement.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        try:
            if os.name == "posix":
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((HOST, port))
            bound.listen()
        except OSError as fault:
            reason = f"port {port} of {HOST} cannot be had: {fault.strerror}"
            raise NotServed(f"{name}: {reason}") from None
        yield bound


@contextmanager
def _served(apps: Sequence[tuple[FastAPI, socket.socket]]) -> Iterator[None]:
    """Run servers in a thread until the block ends."""
    running = [(uvicorn.Server(_settings(app)), bound) for app, bound in apps]
    thread = threading.Thread(target=asyncio.run, args=(_serve(running),), name="fakes")
    thread.start()
    try:
        wait_until(lambda: not thread.is_alive() or all(each.started for each, _ in running))
        if not all(each.started for each, _ in running):
            raise NotServed(f"the fakes did not start within {START_LIMIT_S:.0f} s")
        yield
    finally:
        for server, _ in running:
            server.should_exit = True
        thread.join(STOP_LIMIT_S)
        if thread.is_alive():
            for server, _ in running:
                server.force_exit = True
            thread.join(STOP_LIMIT_S)


async def _serve(running: Sequence[_Serving]) -> None:
    await asyncio.gather(*(server.serve(sockets=[bound]) for server, bound in running))


def _settings(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
    )


def wait_until(is_over: Callable[[], bool], limit_s: float = START_LIMIT_S) -> bool:
    """Wait until something is over, at most for a limit; gives whether it is."""
    until = time.monotonic() + limit_s
    while not is_over():
        if time.monotonic() >= until:
            return False
        time.sleep(LOOK_S)
    return True
