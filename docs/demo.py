"""Ask the same product of every client's BFF and show the answers side by side.

In:  the workspace contracts/ and `bffgen dev`, which serves its BFFs over fakes of the upstreams.
Out: one column a client on stdout; exit 0, or 1 with what was wrong and what `bffgen dev` said.
How: `bffgen dev` says `ready <client> <address>` for each BFF, `key <client> <key>` where its
     contract asks for credentials, then `all ready`; it is ended by SIGTERM. Standard library only.
"""

import gzip
import http.client
import json
import queue
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

WORKSPACE = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "bffgen", "dev")
# Where each client reads one product, and the header by which it says who asks.
ASKED = {
    "web": ("/products/{}", ""),
    "mobile": ("/v3/products/{}?px=320", ""),
    "partner": ("/v1/products/{}", "X-Api-Key: {}"),
    "admin": ("/products/{}", "Authorization: Bearer {}"),
}
KNOWN, UNKNOWN = "lamp-1001", "missing-1"
SHOWN_HEADERS = ("content-type", "bff-incomplete", "cache-control", "etag", "retry-after")

START_LIMIT_S = 600.0
STOP_LIMIT_S = 30.0
ANSWER_LIMIT_S = 60.0
# The BFFs are asked with the budgets that contracts/ give them, some of them tenths of a second.
# A machine that stalls for longer is asked again after a pause; the screen says so.
TRIES, PAUSE_S = 20, 0.5

# Four columns and what stands between them fit 160 characters.
COLUMN, BETWEEN = 37, " | "
# A description of 20,000 characters must not push the other columns off the screen.
LINES_SHOWN = 160


class DemoFailed(Exception):
    """The demo cannot go on; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One BFF; the key is empty where `bffgen dev` gave none."""

    address: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a BFF answered.

    Attributes:
        headers: names in lower case.
        took_ms: from sending the request to the last byte of the body.
        tries: how often it was asked for until it was this one.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    took_ms: float
    tries: int = 1

    @property
    def is_late(self) -> bool:
        """Say whether a call took longer than it may, so that all or a part is not there."""
        told = self.headers.get("bff-incomplete", "")
        return self.status == 504 or "=timeout" in told or "=budget" in told


def lines_of(stream: IO[str]) -> "queue.SimpleQueue[str | None]":
    """Read a stream in the background, so that its writer never waits; None is its end."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        for line in stream:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines


def wait_until_ready(lines: "queue.SimpleQueue[str | None]") -> dict[str, Served]:
    """Give each client's BFF once all of them serve."""
    address_of: dict[str, str] = {}
    key_of: dict[str, str] = {}
    until = time.monotonic() + START_LIMIT_S
    while True:
        try:
            line = lines.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise DemoFailed(f"`bffgen dev` was not ready within {START_LIMIT_S:.0f} s") from None
        if line is None:
            raise DemoFailed("`bffgen dev` ended before its BFFs were ready")
        match line.split():
            case ["ready", client, address]:
                address_of[client] = address
            case ["key", client, key]:
                key_of[client] = key
            case ["all", "ready"]:
                break
            case _:  # the banner, or a line of a BFF
                continue
    if missing := sorted(ASKED.keys() - address_of.keys()):
        raise DemoFailed(f"`bffgen dev` serves no BFF for: {', '.join(missing)}")
    return {
        client: Served(address=address, key=key_of.get(client, ""))
        for client, address in address_of.items()
    }


def stop(process: "subprocess.Popen[str]") -> None:
    """End the process as an operator would and wait for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        limit = f"{STOP_LIMIT_S:.0f} s"
        raise DemoFailed(f"`bffgen dev` did not end within {limit} of SIGTERM") from None


@contextmanager
def served(command: Sequence[str], errors: IO[str]) -> Iterator[dict[str, Served]]:
    """Run `bffgen dev` while the context lasts; gives each client's BFF."""
    process = subprocess.Popen(
        command, cwd=WORKSPACE, stdout=subprocess.PIPE, stderr=errors, text=True
    )
    assert process.stdout is not None
    try:
        yield wait_until_ready(lines_of(process.stdout))
    finally:
        stop(process)


def ask(address: str, path: str, credential: str) -> Answer:
    """Ask one BFF; each call is a connection of its own.

    Args:
        credential: a header, `Name: value`; empty for none.
    """
    name, _, value = credential.partition(": ")
    headers = {"Accept": "application/json", **({name: value} if name else {})}
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=ANSWER_LIMIT_S)
    try:
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        took_ms = (time.perf_counter() - begun) * 1000
    except (OSError, http.client.HTTPException) as error:
        raise DemoFailed(f"GET {address}{path} got no answer: {error!r}") from error
    finally:
        connection.close()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(status=response.status, headers=headers, body=body, took_ms=took_ms)


def ask_in_time(address: str, path: str, credential: str) -> Answer:
    """Ask until no call is late; after `TRIES` times what is there is the answer."""
    answer = ask(address, path, credential)
    for tries in range(2, TRIES + 1):
        if not answer.is_late:
            break
        time.sleep(PAUSE_S)
        answer = replace(ask(address, path, credential), tries=tries)
    return answer


def expect(answer: Answer, status: int, address: str, path: str) -> None:
    """Hold an answer against the status that the product should give."""
    if answer.status != status:
        body = answer.body[:500].decode(errors="replace")
        asked = f"GET {address}{path}"
        raise DemoFailed(f"{asked} answered {answer.status}, expected {status}: {body}")
    media_type = answer.headers.get("content-type", "none")
    promised = "application/json" if status == 200 else "application/problem+json"
    if media_type.partition(";")[0] != promised:
        raise DemoFailed(f"GET {address}{path} answered `{media_type}`, expected `{promised}`")


def wrapped(line: str) -> list[str]:
    """Break one line at the width of a column; what is broken off stands further in."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.strip(), COLUMN, initial_indent=indent, subsequent_indent=f"{indent}  "
    )


def head_of(client: str, path: str, header: str, answer: Answer) -> list[str]:
    """Lay out what was asked and how, the status, the headers of interest, sizes and time."""
    zipped = len(gzip.compress(answer.body, mtime=0))
    shown = [name for name in SHOWN_HEADERS if name in answer.headers]
    again = [f"asked {answer.tries} times, as calls were late"] if answer.tries > 1 else []
    lines = [
        client.upper(),
        f"GET {path}",
        header.format("<key>") or "(for everybody)",
        f"{answer.status} {http.client.responses.get(answer.status, '')}",
        f"{len(answer.body)} bytes, {zipped} with gzip, {answer.took_ms:.0f} ms",
        *again,
        *(f"{name}: {answer.headers[name]}" for name in shown),
    ]
    return [part for line in lines for part in wrapped(line)]


def body_of(answer: Answer) -> list[str]:
    """Lay out the JSON of an answer in the width of a column."""
    text = json.dumps(json.loads(answer.body), indent=2, ensure_ascii=False)
    lines = [part for line in text.splitlines() for part in wrapped(line)]
    if len(lines) > LINES_SHOWN:
        more = len(lines) - LINES_SHOWN + 1
        lines = [*lines[: LINES_SHOWN - 1], f".. {more} more lines"]
    return lines


def show(columns: Sequence[list[str]]) -> None:
    """Print columns beside each other."""
    for row in zip_longest(*columns, fillvalue=""):
        print(BETWEEN.join(cell.ljust(COLUMN) for cell in row).rstrip())


def compare(bffs: Mapping[str, Served], product: str, status: int) -> None:
    """Ask one product of every client and print the answers side by side."""
    heads, bodies = [], []
    for client, (template, header) in ASKED.items():
        address, path = bffs[client].address, template.format(product)
        credential = header.format(bffs[client].key)
        # The first answer pays for connections to the upstreams; the second is the one to look at.
        expect(ask_in_time(address, path, credential), status, address, path)
        answer = ask_in_time(address, path, credential)
        expect(answer, status, address, path)
        heads.append(head_of(client, path, header, answer))
        bodies.append(body_of(answer))
    show(heads)
    show([["-" * COLUMN]] * len(heads))
    show(bodies)
    print()


def main(command: Sequence[str] = COMMAND) -> int:
    """Run the demo; gives the exit code."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        try:
            with served(command, errors) as bffs:
                print(f"The product `{KNOWN}`, one upstream truth, as each client wants it:\n")
                compare(bffs, KNOWN, 200)
                print(f"The product `{UNKNOWN}`, which no upstream knows:\n")
                compare(bffs, UNKNOWN, 404)
        except (DemoFailed, ValueError, OSError) as error:
            print(f"demo: {error}", file=sys.stderr)
            errors.seek(0)
            for line in errors.read().splitlines():
                print(f"  bffgen dev: {line}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
