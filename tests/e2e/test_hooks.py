"""Operations that the team's functions answer: over real sockets, functions failing in every way.

The BFF is built of tests/cases/bases/desk with the hooks that a test writes; its upstream is a raw
server of the standard library.
"""

import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.recorder import answer, serving
from tests.e2e.served import Bff
from tests.patience import patient
from tests.workspaces import plant

DESK = Path(__file__).parents[1] / "cases" / "bases" / "desk"
HOOKS = "contracts/clients/web/hooks.py"

# What orders answers by path; an order `late` is answered after its caller has gone.
ANSWERS = {
    "/orders/o-1": (200, {"id": "o-1", "lines": [{"sku": "A", "count": 2}]}),
    "/orders/o-1/parcel?language=en": (200, {"number": "P-7"}),
    "/orders/o-2": (200, {"id": "o-2", "lines": [], "replaces": {"id": "o-1", "lines": []}}),
    "/orders/o-2/parcel?language=en": (204, None),
    "/orders/o-3": (404, {"code": "unknown"}),
    "/orders/o-4": (200, {"id": "o-4", "lines": [{"sku": "A", "count": 0}]}),
    "/orders/o-5": (200, {"id": "o-5", "lines": []}),
    "/orders/o-5/parcel?language=en": (410, None),
    "/orders/o-6": (200, {"id": "o-6", "lines": []}),
    "/orders/o-6/parcel?language=en": (500, None),
    "/orders/o-7": (429, None),
}

WRITTEN = '''
import asyncio
import time

from web_bff.answers import GetOrder200, GetOrder202, GetOrder404, Order, problem
from web_bff.ports import UpstreamFailed


async def look_up(request, up, call):
    """Do what the id asks for."""
    match request.id:
        case "raises":
            raise KeyError("secret of a customer")
        case "late":
            await asyncio.sleep(3600)
        case "timeout-of-its-own":
            raise TimeoutError("secret")
        case "blocks":
            time.sleep(0.7)
            return GetOrder200(Order(id="blocks", state="open"))
        case "gives-nothing":
            return None
        case "gives-another-body":
            return GetOrder200(problem(404, "secret"))
        case "gives-another-status":
            return GetOrder404(problem(409, "secret"))
        case "gives-a-text":
            return "secret"
        case "outside-the-contract":
            return GetOrder200(Order(id="a", state="lost"))
        case "two-at-once":
            one, other = await asyncio.gather(up.get_order("o-1"), up.get_order("o-2"))
            return GetOrder202(Order(id=one.body.id + other.body.id, state="open"))
        case "joined":
            async with call.sources() as source:
                found = source.required(up.get_order("o-2"), cap_ms=20_000)
            return GetOrder200(Order(id=found.value.body.replaces.id, state="open"))
        case "told":
            return GetOrder404(problem(404, "lost", title="It is lost", detail="Since May."))
'''


class _Orders(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        answer(self, *ANSWERS[self.path])

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def orders():
    with serving(_Orders) as address:
        yield address


def built(target, *, late=None, **changed):
    """Build the desk with files of its own, and with time to spare for what is not `late`."""

    def read(path):
        return changed[path] if path in changed else (DESK / path).read_bytes()

    outcome = build(patient(read, late), lambda _: FileTree())
    assert outcome.findings == ()
    return plant(outcome.clients[0].tree, target)


@pytest.fixture(scope="module")
def desk(orders, tmp_path_factory):
    """The desk with the hooks that lie beside its contract."""
    with Bff(built(tmp_path_factory.mktemp("desk")), {"BFF_UPSTREAM_ORDERS_URL": orders}) as bff:
        yield bff


@pytest.fixture(scope="module")
def odd(orders, tmp_path_factory):
    """The desk with a function that does what no function should."""
    folder = built(tmp_path_factory.mktemp("odd"), **{HOOKS: WRITTEN.encode()})
    with Bff(folder, {"BFF_UPSTREAM_ORDERS_URL": orders}) as bff:
        yield bff


@pytest.fixture(scope="module")
def hasty(orders, tmp_path_factory):
    """The same with half a second for all that a function does."""
    short = {"getOrder": "500ms", "orders.getOrder": "100ms", "orders.getParcel": "100ms"}
    folder = built(tmp_path_factory.mktemp("hasty"), late=short, **{HOOKS: WRITTEN.encode()})
    with Bff(folder, {"BFF_UPSTREAM_ORDERS_URL": orders}, may_be_late=True) as bff:
        yield bff


@pytest.mark.parametrize(
    ("order", "status", "body"),
    [
        ("o-1", 200, {"id": "o-1", "state": "shipped", "parcel": "P-7"}),
        ("o-2", 200, {"id": "o-2", "state": "open"}),  # 204 of the parcel
        ("o-6", 202, {"id": "o-6", "state": "open"}),  # the function caught the failure
    ],
)
def test_a_function_answers_one_of_several_successes(desk, order, status, body):
    answered = desk.ask(f"/orders/{order}")

    assert (answered.status, answered.json()) == (status, body)
    assert answered.headers["content-type"] == "application/json"


def test_a_declared_refusal_is_a_value_and_a_problem_is_told_in_the_clients_words(desk):
    answered = desk.ask("/orders/o-3")

    assert answered.status == 404
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.headers["cache-control"] == "no-store"
    assert answered.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "no-such-order",
    }


@pytest.mark.parametrize(
    ("order", "status", "code"),
    [
        ("o-4", 502, "upstream-failed"),  # outside the contract of orders
        ("o-5", 404, "not-found"),  # 410, which `on_status` maps
        ("o-7", 502, "upstream-failed"),  # a refusal that says nothing of the order
    ],
)
def test_a_failure_that_the_function_lets_pass_answers_for_the_whole(desk, order, status, code):
    answered = desk.ask(f"/orders/{order}")

    assert (answered.status, answered.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "order",
    [
        *("raises", "timeout-of-its-own", "gives-nothing", "gives-another-body"),
        *("gives-another-status", "gives-a-text", "outside-the-contract"),
    ],
)
def test_a_function_that_fails_is_a_problem_without_detail(odd, order):
    answered = odd.ask(f"/orders/{order}")

    told = answered.json()
    assert (answered.status, told["code"]) == (500, "hook-failed")
    assert "secret" not in answered.body.decode()
    line = logged(odd, told["instance"])
    assert "hook-failed, `look_up`" in line
    assert "secret" not in line


def logged(bff, instance):
    """Give the first line of the log about an instance; it is read as it comes."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        for line in bff.log:
            if instance.rpartition(":")[2] in line:
                return line
        time.sleep(0.01)
    raise AssertionError(f"nothing is logged of {instance}")


def test_a_function_that_waits_too_long_is_cut_at_the_plans_end(hasty):
    answered = hasty.ask("/orders/late")

    assert (answered.status, answered.json()["code"]) == (504, "upstream-timeout")
    assert answered.seconds > 0.4


def test_a_function_that_blocks_is_not_held_to_the_budget(hasty):
    answered = hasty.ask("/orders/blocks")

    assert answered.status in (200, 504)
    assert answered.seconds > 0.6


@pytest.mark.parametrize(
    ("order", "status", "told"),
    [
        ("two-at-once", 202, {"id": "o-1o-2", "state": "open"}),
        ("joined", 200, {"id": "o-1", "state": "open"}),
    ],
)
def test_calls_run_at_once_where_the_function_says_so(odd, order, status, told):
    answered = odd.ask(f"/orders/{order}")

    assert (answered.status, answered.json()) == (status, told)


def test_a_problem_has_the_words_that_the_function_gives_it(odd):
    told = odd.ask("/orders/told").json()

    assert (told["title"], told["detail"]) == ("It is lost", "Since May.")
