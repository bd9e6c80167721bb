"""A generated BFF as a process of its own, asked over a real socket.

In:  the folder of a client's BFF, its environment.
Out: its address, and answers as status, headers and bytes.
How: the command that an operator runs, `python -m <client>_bff`; asked by the standard library.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bffgen.model.lock import NAME as LOCK
from bffgen.model.lock import Lock

# A fault of a BFF must not hang the run; none of these is near what a slow machine needs.
START_LIMIT_S = 120.0
STOP_LIMIT_S = 60.0
ANSWER_LIMIT_S = 120.0
# A stall of three seconds leaves room in it.
ENOUGH_MS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back, and how long it took; a stall of the machine counts as well."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> object:
        """Read the body."""
        return json.loads(self.body)


class Bff:
    """One BFF; leaving the block ends its process, by its own id.

    Args:
        folder: of the client, in generated/.
        environment: settings; addresses of upstreams that this BFF does not call are left out.
        sends: headers of every request that does not say otherwise.
        may_be_late: what is asked of it holds where any of its calls runs out of time. Without
            this the BFF must be built with time to spare (`tests/patience.py`), so that no test
            fails on a machine that stalls.
        more: settings as they are.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        *,
        sends: Mapping[str, str] | None = None,
        may_be_late: bool = False,
        **more: str,
    ) -> None:
        short = min(_budgets_ms(folder), default=ENOUGH_MS)
        assert may_be_late or short >= ENOUGH_MS, f"{short} ms are too few for a test to rely on"
        self._sends = dict(sends or {})
        self.package = next(path.name for path in folder.glob("*_bff"))
        self.port = free_port()
        settings = (folder / self.package / "settings.py").read_text()
        own = {k: v for k, v in environment.items() if k.removeprefix("BFF_").lower() in settings}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BFF_")}
        self._environment = {
            **kept,
            **own,
            **more,
            "BFF_ALLOW_PLAIN_UPSTREAMS": "1",
            "BFF_PORT": str(self.port),
            "BFF_DRAIN": "0s",
            "PYTHONPATH": str(folder),
        }
        self.log: list[str] = []

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", self.package]
        self.process = subprocess.Popen(
            command,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        limit = time.monotonic() + START_LIMIT_S
        while time.monotonic() < limit and self.process.poll() is None:
            if self._is_ready():
                return self
            time.sleep(0.02)
        self.__exit__()
        raise AssertionError(f"{self.package} did not start:\n{''.join(self.log)}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join(STOP_LIMIT_S)
        if self.process.stdout:
            self.process.stdout.close()

    def ask(
        self, target: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answered:
        """Ask for a target; the names of headers take `_` for `-`."""
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {**self._sends, **own}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_LIMIT_S)
        started = time.monotonic()
        try:
            connection.request(method, target, body=body, headers=given)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        return Answered(
            status=response.status,
            # What is sent in several lines is one list (RFC 9110 5.3).
            headers={
                name.lower(): ", ".join(response.headers.get_all(name, ()))
                for name in response.headers
            },
            body=body,
            seconds=time.monotonic() - started,
        )

    def send(self, target: str, value: object, *, method: str = "POST", **headers: str) -> Answered:
        """Send a value as JSON, or bytes as they are."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.ask(
            target, method=method, body=body, **{"Content_Type": "application/json", **headers}
        )

    def _is_ready(self) -> bool:
        try:
            return self.ask("/-/ready").status == 200
        except OSError:
            return False

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.log.append(line)


def _budgets_ms(folder: Path) -> list[int]:
    """Give the budgets of the operations, as the lock tells them."""
    lock = Lock.parse((folder / LOCK).read_bytes())
    return [each.budget_ms for each in lock.operations]


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
