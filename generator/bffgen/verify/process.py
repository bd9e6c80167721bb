"""A generated BFF as a process of its own, on loopback.

In:  the folder of a generated BFF, its package, where its upstreams are.
Out: its address, once it is ready; or why it is not, with what it printed.
How: the same interpreter, the BFF's folder as the only PYTHONPATH and no foreign BFF_ variable, so
     that nothing of bffgen's environment can help it; ended by its own id.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.spelling import token_setting, upstream_setting, variable
from bffgen.verify.serve import HOST, START_LIMIT_S, STOP_LIMIT_S, NotServed, wait_until

# A port that was free a moment ago may be taken when the BFF asks for it.
_PORT_ATTEMPTS: Final = 3
_ASK_LIMIT_S: Final = 2.0
_TAKEN: Final = re.compile(r"address already in use", re.IGNORECASE)
_ABSENT: Final = re.compile(r"ModuleNotFoundError: No module named '([^']+)'")
# What the extra `bffgen[dev]` brings, and what it builds on.
_BROUGHT: Final = frozenset(
    (
        *("aiohttp", "fastapi", "httptools", "pydantic", "pydantic_settings", "starlette"),
        *("uvicorn", "uvloop", "yarl"),
    )
)
# A traceback of the deepest start fits.
_LINES_KEPT: Final = 200
# Fakes take any token.
_STAND_IN: Final = "stand-in"


def say_nothing(line: str) -> None:
    """Take a line that nobody wants to hear."""


class BffProcess:
    """A generated BFF as a process; leaving the block ends it.

    Args:
        folder: what its package lies in.
        package: its import name.
        upstreams: name -> address.
        port: 0 takes a free one.
        tokens: upstreams that are shown a token; one of the environment stands, else a stand-in.
        keys: what its file of test keys says; None of one that asks for no credentials.
        cursor_key: what its cursors are sealed with; empty for one that seals none.
        hear: is given each line that it prints while it serves, from a thread of its own.

    Attributes:
        url: its address, empty while it does not run.
    """

    def __init__(
        self,
        folder: str,
        package: str,
        upstreams: Mapping[str, str],
        *,
        port: int = 0,
        keys: Json = None,
        cursor_key: str = "",
        tokens: Iterable[str] = (),
        hear: Callable[[str], None] = say_nothing,
    ) -> None:
        self.url = ""
        self._keys, self._files = keys, ExitStack()
        self._package, self._port, self._hear = package, port, hear
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BFF_")},
            **{variable(upstream_setting(name)): url for name, url in upstreams.items()},
            **{
                setting: os.environ.get(setting, _STAND_IN)
                for setting in (variable(token_setting(name)) for name in tokens)
            },
            "BFF_ALLOW_PLAIN_UPSTREAMS": "1",
            "BFF_HOST": HOST,
            "BFF_DRAIN": "0s",
            "PYTHONPATH": folder,
            **({"BFF_CURSOR_KEYS": cursor_key} if cursor_key else {}),
        }
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)

    def __enter__(self) -> Self:
        """Start it and wait until it is ready.

        Raises:
            NotServed: where it ends, or is not ready in time.
        """
        if self._keys is not None:
            self._environment |= self._keys_file()
        for more in reversed(range(1 if self._port else _PORT_ATTEMPTS)):
            port = self._port or _free_port()
            fault = self._start(port)
            if fault is None:
                self.url = f"http://{HOST}:{port}"
                break
            if not more or not _TAKEN.search(fault):
                self._files.close()
                raise NotServed(_told(self._package, fault))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._end()
        self._files.close()

    @property
    def is_running(self) -> bool:
        """Say whether there is a process that has not ended."""
        return self._process is not None and self._process.poll() is None

    def _keys_file(self) -> dict[str, str]:
        """Write the test keys where this user alone reads them; give the settings that say so."""
        folder = self._files.enter_context(tempfile.TemporaryDirectory(prefix="bffgen-"))
        path = Path(folder) / "keys.json"  # in a folder that nobody else may enter
        path.write_bytes(canonical_bytes(self._keys))
        return {"BFF_TEST_KEYS_FILE": str(path), "BFF_ALLOW_TEST_KEYS": "1"}

    def _start(self, port: int) -> str | None:
        """Start the process and wait; where it does not come up, end it and give what it said."""
        if not _is_free(port):
            return f"port {port} of {HOST}: address already in use\n"
        process = subprocess.Popen(
            [sys.executable, "-m", self._package],
            env={**self._environment, "BFF_PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        assert process.stdout is not None  # asked for above
        self._process = process
        self._said.clear()
        self._reader = threading.Thread(target=self._read, args=(process.stdout,), name="bff")
        self._reader.start()
        try:
            # Ready once is ready: asked again, a machine that stalls would make it a fault.
            is_over = wait_until(lambda: process.poll() is not None or _is_ready(port))
            if is_over and process.poll() is None:
                return None
        except BaseException:
            self._end()
            raise
        reason = "" if process.poll() is not None else f"not ready within {START_LIMIT_S:.0f} s\n"
        self._end()
        return reason + "".join(self._said)

    def _read(self, stream: IO[str]) -> None:
        """Read what the process prints, so that it never waits; hand it on while it serves."""
        with stream:
            for line in stream:
                self._said.append(line)
                if self.url:
                    self._hear(line.rstrip("\n"))

    def _end(self) -> None:
        self.url = ""
        process, self._process = self._process, None
        reader, self._reader = self._reader, None
        if process is not None:
            process.terminate()
            try:
                process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if reader is not None:
            reader.join(STOP_LIMIT_S)


def _told(package: str, said: str) -> str:
    """Say what kept a BFF from starting; what is not installed first."""
    absent = _ABSENT.search(said)
    if absent is None or absent[1].partition(".")[0] not in _BROUGHT:
        return f"{package} did not start\n{said}"
    hint = "the extra `bffgen[dev]` brings what a BFF runs on: pip install 'bffgen[dev]'"
    return f"{package} did not start: `{absent[1]}` is not installed\n{hint}"


def _is_free(port: int) -> bool:
    """Say whether a port can be had: who answers on a taken one is not the BFF."""
    try:
        with socket.create_server((HOST, port)):
            return True
    except OSError:
        return False


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=_ASK_LIMIT_S)
    try:
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
