"""A client without composition.yaml: what is there is served, what is not is 501 and clean."""

import json
import subprocess
import sys

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.served import Bff
from tests.e2e.test_hooks import DESK, HOOKS
from tests.e2e.typed import mypy, pyright, tell_apart
from tests.patience import patient
from tests.workspaces import plant

COMPOSITION = "contracts/clients/web/composition.yaml"
WRITTEN = b"""
from web_bff.answers import GetOrder200, GetOrderResponse, Order
from web_bff.ports import Call, GetOrderRequest, GetOrderUpstreams


async def get_order(
    request: GetOrderRequest, up: GetOrderUpstreams, call: Call
) -> GetOrderResponse:
    return GetOrder200(Order(id=request.id, state="open"))
"""


def built(target, *, without=(), **changed):
    """Build the desk without some of its files."""

    def read(path):
        if path in without:
            raise FileNotFoundError(path)
        return changed[path] if path in changed else (DESK / path).read_bytes()

    outcome = build(patient(read), lambda _: FileTree())
    plant(outcome.clients[0].tree, target)
    return outcome


def test_the_function_of_its_name_answers_an_operation(tmp_path):
    outcome = built(tmp_path, without=(COMPOSITION,), **{HOOKS: WRITTEN})

    assert outcome.findings == ()
    with Bff(tmp_path, {}) as bff:
        assert bff.ask("/orders/o-1").json() == {"id": "o-1", "state": "open"}


def test_an_operation_without_its_function_answers_501_and_is_warned_of(tmp_path):
    outcome = built(tmp_path, without=(COMPOSITION, HOOKS))

    assert [each.rule for each in outcome.findings] == ["compose-operation-without-hook"]
    with Bff(tmp_path, {}) as bff:
        answered = bff.ask("/orders/o-1")
    assert (answered.status, json.loads(answered.body)["code"]) == (501, "not-served")


OMITTED = b"{format: composition/1, operations: {}, omit_operations: [getOrder]}"


def test_a_client_that_serves_nothing_is_clean(tmp_path):
    built(tmp_path / "omitted", without=(HOOKS,), **{COMPOSITION: OMITTED})
    built(tmp_path / "nothing", without=(HOOKS, COMPOSITION))

    for command in (("check",), ("format", "--check")):
        made = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout + made.stderr
    tell_apart(tmp_path)
    assert pyright(tmp_path, ["omitted", "nothing"]) == {"omitted": set(), "nothing": set()}
    cache = tmp_path / ".mypy_cache"
    assert [mypy(tmp_path / name, cache) for name in ("omitted", "nothing")] == [set(), set()]
