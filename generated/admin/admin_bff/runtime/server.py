"""Serving a BFF as a process of its own.

In:  the import name of its app's factory, and how its settings are read.
Out: a server until SIGTERM or SIGINT; a readable list and exit code 2 where settings do not fit.
How: uvicorn with uvloop and httptools. The peer is the socket's: no forwarded header is believed.
"""

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Final

import uvicorn

from .settings import BffSettings, SettingsFault

_STOP_S: Final = 30
"""Seconds for requests that are out when the process is told to stop; who reads no answer waits
no longer than this."""


def run(factory: str, read: Callable[[], BffSettings]) -> None:
    """Serve until the process is told to stop.

    Args:
        factory: `package.module:function`, which makes the app.
        read: reads the settings; SettingsFault ends the process with code 2.
    """
    try:
        settings = read()
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
    # Uvicorn raises the signal again once it has stopped; an orderly stop is no failure.
    signal.signal(signal.SIGTERM, _exit)
    uvicorn.run(
        factory,
        factory=True,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        proxy_headers=False,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_S,
    )


def _exit(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
