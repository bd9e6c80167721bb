"""What the generated mobile operation costs beside the same operation written by hand.

In:  tests/bench/workspace, which is built first, and tests/bench/expert/app.py. The workspace is
     the benchmark's own, so that a figure of today and one of next year are of one operation.
Out: per pair of rounds the quotient of CPU seconds per answered request, generated / expert;
     their median and spread. Wall time is not looked at: cores are shared.
How: both servers run throughout over the same raw upstreams; the load alternates between them,
     and CPU time of a server's process tree is read from /proc before and after its round. The
     answers are compared as JSON first. `--itself` measures the expert against a second copy of
     itself: how far from 1 that is, is how little a figure says.

Run: python tests/bench/serve.py [--rounds N] [--seconds S] [--itself]
"""

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
WORKSPACE = ROOT / "tests" / "bench" / "workspace"
EXPERT = ROOT / "tests" / "bench" / "expert"
PATH = "/v3/products/lamp-1001?px=320"
CONNECTIONS = 16
START_LIMIT_S = 30.0
STOP_LIMIT_S = 10.0
WARM_S = 1.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class BenchFailed(Exception):
    """The measurement cannot be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server under measurement."""

    name: str
    pid: int
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one round took of a server.

    Attributes:
        cpu_s: user and system time of the process tree, seconds.
        answered: requests answered with 200, > 0.
    """

    cpu_s: float
    answered: int

    @property
    def cpu_us(self) -> float:
        """CPU microseconds per answered request."""
        return self.cpu_s / self.answered * 1e6


def process_tree(pid: int) -> Iterator[int]:
    """Give a process and all that descend from it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from process_tree(int(child))


def cpu_seconds(pid: int) -> float:
    """Sum user and system time of a process tree, its ended children included."""
    ticks = 0
    for each in process_tree(pid):
        # Behind the name, which may hold spaces: utime, stime, cutime, cstime (proc(5)).
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / CLOCK_TICKS


def pin(pid: int, cores: Sequence[int]) -> None:
    """Keep a process on some cores, so that load and server do not take turns on one."""
    os.sched_setaffinity(pid, cores)


def free_port() -> int:
    """Give a port of the system that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    stdout: IO[str] | int,
    stderr: IO[str],
    cores: Sequence[int],
) -> Iterator["subprocess.Popen[str]"]:
    """Run a process in the repository's root while the context lasts."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=stderr,
        text=True,
    )
    try:
        pin(process.pid, cores)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(port: int) -> tuple[int, bytes]:
    """Ask for the product once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", PATH)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wait_until_answering(name: str, process: "subprocess.Popen[str]", port: int) -> None:
    """Wait until the server answers the product with 200."""
    until = time.monotonic() + START_LIMIT_S
    seen = "nothing"
    while time.monotonic() < until:
        if process.poll() is not None:
            raise BenchFailed(f"{name} ended with {process.returncode} before it answered")
        try:
            status, body = ask(port)
        except OSError as error:
            seen = repr(error)
        else:
            if status == 200:
                return
            seen = f"{status} {body[:300]!r}"
        time.sleep(0.05)
    raise BenchFailed(f"{name} did not answer with 200 within {START_LIMIT_S:.0f} s: {seen}")


def load(server: Server, seconds: float, cores: Sequence[int]) -> Cost:
    """Put load on one server and measure what it took."""
    script = str(ROOT / "tests" / "bench" / "load.py")
    command = [sys.executable, script, str(server.port), PATH, str(CONNECTIONS), str(seconds)]
    before = cpu_seconds(server.pid)
    client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    pin(client.pid, cores)
    try:
        output, _ = client.communicate(timeout=seconds + START_LIMIT_S)
    except subprocess.TimeoutExpired:
        client.kill()
        client.wait()
        raise BenchFailed(f"the load on {server.name} did not end") from None
    cpu_s = cpu_seconds(server.pid) - before
    if client.returncode != 0:
        raise BenchFailed(f"the load on {server.name} ended with {client.returncode}")
    answered = json.loads(output)
    if set(answered) != {"200"}:
        raise BenchFailed(f"{server.name} answered by status {answered}, expected 200 alone")
    return Cost(cpu_s=cpu_s, answered=answered["200"])


def expect_equal_answers(one: Server, other: Server) -> None:
    """Hold the two answers against each other as JSON."""
    bodies = [json.loads(ask(server.port)[1]) for server in (one, other)]
    if bodies[0] != bodies[1]:
        raise BenchFailed(f"{one.name} answers {bodies[0]}, {other.name} answers {bodies[1]}")


def expert_command(port: int) -> list[str]:
    """Give the command line of the hand-written app."""
    options = [
        "--loop",
        "uvloop",
        "--http",
        "httptools",
        "--no-access-log",
        "--log-level",
        "warning",
    ]
    place = ["--app-dir", str(EXPERT), "--host", "127.0.0.1", "--port", str(port)]
    return [sys.executable, "-m", "uvicorn", *options, *place, "app:app"]


def build(folder: Path, log: IO[str]) -> Path:
    """Build the workspace in a folder of its own; give where the package is imported from."""
    shutil.copytree(WORKSPACE, folder, dirs_exist_ok=True)
    paths = os.pathsep.join((str(ROOT / "generator"), os.environ.get("PYTHONPATH", "")))
    ended = subprocess.run(
        [sys.executable, "-m", "bffgen", "build"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=log,
        stderr=log,
        check=False,
    )
    if ended.returncode:
        raise BenchFailed("the workspace of the benchmark does not build")
    return folder / "generated" / "mobile"


@contextmanager
def servers(itself: bool, log: IO[str]) -> Iterator[tuple[Server, Server]]:
    """Serve the measured app and the yardstick over one set of raw upstreams."""
    cores = sorted(os.sched_getaffinity(0))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        upstream_command = [sys.executable, "-m", "tests.bench.raw_upstreams"]
        piped = subprocess.PIPE
        upstream = stack.enter_context(
            running(upstream_command, {}, stdout=piped, stderr=log, cores=cores[:1])
        )
        assert upstream.stdout is not None
        line = upstream.stdout.readline()
        if not line:
            raise BenchFailed("the raw upstreams did not start")
        address_of: dict[str, str] = json.loads(line)
        expert_urls = {f"UP_{name.upper()}": url for name, url in address_of.items()}

        def start(name: str, command: list[str], port: int, environment: dict[str, str]) -> Server:
            process = stack.enter_context(
                running(command, environment, stdout=log, stderr=log, cores=cores[-1:])
            )
            wait_until_answering(name, process, port)
            return Server(name=name, pid=process.pid, port=port)

        port = free_port()
        expert = start("expert", expert_command(port), port, expert_urls)
        port = free_port()
        if itself:
            yield start("expert again", expert_command(port), port, expert_urls), expert
            return
        environment = {
            **{f"BFF_UPSTREAM_{name.upper()}_URL": url for name, url in address_of.items()},
            "BFF_ALLOW_PLAIN_UPSTREAMS": "1",
            "BFF_PORT": str(port),
            "BFF_DRAIN": "0s",
            "PYTHONPATH": str(build(folder, log)),
        }
        yield start("generated", [sys.executable, "-m", "mobile_bff"], port, environment), expert


def measure(measured: Server, yardstick: Server, rounds: int, seconds: float) -> list[float]:
    """Alternate rounds of load; gives one quotient a pair and prints each pair."""
    cores = sorted(os.sched_getaffinity(0))[:1]
    for server in (measured, yardstick):
        load(server, WARM_S, cores)
    quotients = []
    for number in range(1, rounds + 1):
        # The order turns, so that a drift of the machine favours neither.
        order = (measured, yardstick) if number % 2 else (yardstick, measured)
        cost_of = {server.name: load(server, seconds, cores) for server in order}
        mine, other = cost_of[measured.name], cost_of[yardstick.name]
        quotients.append(mine.cpu_us / other.cpu_us)
        print(
            f"pair {number}: {measured.name} {mine.cpu_us:.0f} us, "
            f"{yardstick.name} {other.cpu_us:.0f} us of CPU a request, "
            f"quotient {quotients[-1]:.3f} ({mine.answered} and {other.answered} answers)",
            flush=True,
        )
    return quotients


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7, help="pairs of rounds")
    parser.add_argument("--seconds", type=float, default=3.0, help="load of one round")
    parser.add_argument("--itself", action="store_true", help="the expert against a second copy")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        try:
            with servers(given.itself, log) as (measured, yardstick):
                expect_equal_answers(measured, yardstick)
                quotients = measure(measured, yardstick, given.rounds, given.seconds)
        except BenchFailed as failed:
            print(f"bench: {failed}", file=sys.stderr)
            log.seek(0)
            sys.stderr.write(log.read()[-4000:])
            return 1
    print(
        f"{measured.name} / {yardstick.name}: median {statistics.median(quotients):.3f} of "
        f"{len(quotients)} pairs, from {min(quotients):.3f} to {max(quotients):.3f}; "
        f"{CONNECTIONS} connections, {given.seconds:g} s a round"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
