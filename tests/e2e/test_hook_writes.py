"""A function that writes: what it is sent and sends, and what a deadline does to a write begun.

The BFF is built of tests/cases/composition/hooks/writes over its base.
"""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.recorder import is_awaited, serving
from tests.e2e.served import Bff
from tests.e2e.test_hooks import DESK
from tests.patience import patient
from tests.workspaces import plant

# What is waited for comes, unless something is broken.
LIMIT_S = 60.0
CASE = Path(__file__).parents[1] / "cases" / "composition" / "hooks" / "writes"


class _Orders(BaseHTTPRequestHandler):
    """Answers by the order: `shipped` is refused, `slow` waits until the test has its answer."""

    protocol_version = "HTTP/1.1"
    seen: "queue.SimpleQueue[tuple[str, str, object]]"
    is_answered: threading.Event

    def do_POST(self):
        self._written(409 if "shipped" in self.path else 204)

    def do_PUT(self):
        self._written(204)

    def _written(self, status):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "slow" in self.path:
            self.is_answered.wait(LIMIT_S)
            assert is_awaited(self.connection)
        self.seen.put((self.command, self.path, json.loads(body)))
        raw = b'{"number": "P-7"}' if status == 409 else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if raw:
            self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def orders():
    _Orders.seen, _Orders.is_answered = queue.SimpleQueue(), threading.Event()
    with serving(_Orders) as address:
        yield address


@pytest.fixture(scope="module")
def built(orders, tmp_path_factory):
    """Build the desk with time to spare for what is not late; gives its BFF, not yet started."""

    def read(path):
        own = CASE / path
        return (own if own.is_file() else DESK / path).read_bytes()

    def make(**late):
        outcome = build(patient(read, late), lambda _: FileTree())
        folder = plant(outcome.clients[0].tree, tmp_path_factory.mktemp("desk"))
        return Bff(folder, {"BFF_UPSTREAM_ORDERS_URL": orders})

    return make


@pytest.fixture(scope="module")
def desk(built):
    with built() as bff:
        yield bff


@pytest.fixture
def seen():
    """Say what the orders were told so far; nothing of the tests before."""
    _told()
    return _told


def _told():
    found = []
    while not _Orders.seen.empty():
        found.append(_Orders.seen.get())
    return found


def cancel(desk, order, body):
    return desk.ask(
        f"/orders/{order}/cancellation",
        method="POST",
        body=json.dumps(body).encode(),
        Content_Type="application/json",
    )


def test_a_function_sends_what_it_builds_and_leaves_out_what_was_left_out(desk, seen):
    answered = cancel(desk, "o-1", {"why": "late"})

    assert (answered.status, answered.body) == (204, b"")
    assert seen() == [
        ("POST", "/orders/o-1/cancel", {"reason": "late"}),
        ("PUT", "/orders/o-1/mark", ["cancelled", "late"]),
    ]


def test_a_refusal_of_a_write_is_a_value_and_a_header_of_the_answer_is_typed(desk, seen):
    answered = cancel(desk, "shipped", {"why": "late", "note": "please"})

    assert (answered.status, answered.json()["code"]) == (409, "already-shipped")
    assert answered.headers["x-parcel"] == "P-7"
    assert seen() == [("POST", "/orders/shipped/cancel", {"reason": "late", "note": "please"})]


def test_a_body_outside_the_upstreams_bounds_is_the_functions_fault(desk, seen):
    answered = cancel(desk, "o-1", {"why": ""})

    assert (answered.status, answered.json()["code"]) == (500, "hook-failed")
    assert seen() == []


def test_a_write_that_was_begun_runs_to_its_end_when_its_function_is_cut(built, seen):
    """The operation has 5 s, so that a stall of the machine leaves the write begun."""
    with built(cancelOrder="5s") as desk:
        answered = cancel(desk, "slow", {"why": "late"})

        assert (answered.status, answered.json()["code"]) == (504, "upstream-timeout")
        assert seen() == []
        _Orders.is_answered.set()
        assert _Orders.seen.get(timeout=LIMIT_S) == (
            "POST", "/orders/slow/cancel", {"reason": "late"},
        )  # fmt: skip
