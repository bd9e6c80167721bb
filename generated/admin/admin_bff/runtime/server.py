"""Serving a BFF as a process of its own.

In:  the import name of its app's factory, and how its settings are read.
Out: a server until SIGTERM or SIGINT; a readable list and exit code 2 where settings do not fit.
How: uvicorn with uvloop and httptools. The peer is the socket's: no forwarded header is believed.
     At SIGTERM the process is not ready any more and goes on accepting while a balancer notices;
     only then is the listener closed, and what is out is waited for.
"""

import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Final, TypeVar

import uvicorn
from fastapi import FastAPI

from .log import write_json_lines
from .settings import BffSettings, SettingsFault

S = TypeVar("S", bound=BffSettings)

_STOP_S: Final = 30
"""Seconds for requests that are out when the listener is closed; who reads no answer waits no
longer than this."""


def run(factory: str, read: Callable[[], S]) -> None:
    """Serve until the process is told to stop.

    Args:
        factory: `package.module:function`, which makes the app of the settings.
        read: reads the settings; SettingsFault ends the process with code 2.
    """
    try:
        settings = read()
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
    write_json_lines(settings.log_level)
    module, _, function = factory.partition(":")
    create_app: Callable[[S], FastAPI] = getattr(import_module(module), function)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        proxy_headers=False,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_STOP_S,
    )
    server = _Server(config, drain=app.state.drain, drain_s=settings.drain / 1000)
    server.run()
    # Uvicorn raises the signal again once it has stopped; an orderly stop is no failure.
    if not server.started:
        sys.exit(3)


class _Server(uvicorn.Server):
    """A server that is drained before it closes its listener."""

    def __init__(
        self, config: uvicorn.Config, *, drain: Callable[[], None], drain_s: float
    ) -> None:
        super().__init__(config)
        self._drain = drain
        self._drain_s = drain_s
        self._closes_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain at the first SIGTERM; stop at once at another signal, or at a second."""
        if sig != signal.SIGTERM or self._closes_at is not None:
            super().handle_exit(sig, frame)
            return
        self._closes_at = time.monotonic() + self._drain_s
        self._drain()

    async def on_tick(self, counter: int) -> bool:
        """Close the listener when the drain has ended; uvicorn asks ten times a second."""
        if self._closes_at is not None and time.monotonic() >= self._closes_at:
            self.should_exit = True
        return await super().on_tick(counter)
