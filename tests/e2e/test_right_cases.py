"""Every composition of tests/cases that builds is run: its answers are held to its contract.

Each BFF is asked for each of its operations by requests that its contract lets through, over
upstreams that obey theirs; each answer is held to the file that the client's author wrote
(`letter.py`), by status, media type, headers and body. A sample of draws runs in CI;
`BFFGEN_RIGHT_CASES=200` makes it 200 draws of each operation.
"""

import asyncio
import os
from collections import Counter

import pytest

from tests.e2e.held import Held
from tests.test_case_packages import WRITTEN
from tests.test_cases import ROOT, fresh_copy

DRAWS = int(os.environ.get("BFFGEN_RIGHT_CASES", "10"))
STOREFRONT = ("web", "mobile", "partner", "admin")
RIGHT = [each.name for each in WRITTEN] + [f"storefront/{each}" for each in STOREFRONT]
BY_NAME = {each.name: each for each in WRITTEN}

# Operations that need not answer a 2xx, and may fail where all obey, each with its reason.
FAIL = {
    "composition/streams/events GET /events": "streams are not composed: 501",
    "composition/streams/events GET /export": "as the one above",
    "composition/streams/events GET /chat": "as the one above",
    "composition/hooks/without-a-composition GET /orders/{id}": "its function is not written: 501",
    "composition/hooks/without-a-composition-and-hooks GET /orders/{id}": "as the one above",
    "composition/hooks/raw POST /labels": "its function answers 204, which is not declared",
    "composition/hooks/raw POST /pages": "its function is not written: 501",
    "composition/warnings/answers-that-no-value-fits GET /products/{id}": "no upstream can obey",
    "storefront/web POST /orders": "asks for prices as they are quoted; tests/e2e/test_orders.py",
}
# Patterns that jsonschema-rs does not take, by case.
UNJUDGED = {"composition/bounds/trust-by-default": [r"^(?<n>p).*\k<n>$"]}


def workspace_of(name, folder):
    """Give the client that is asked, and the files of its workspace."""
    if name.startswith("storefront/"):
        who, root = name.removeprefix("storefront/"), ROOT
    else:
        fresh_copy(BY_NAME[name], folder)
        who, root = "web", folder
    return who, {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "contracts").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_answered_is_what_the_contract_says(name, tmp_path, caplog):
    who, tree = workspace_of(name, tmp_path)
    fail = {each.removeprefix(f"{name} ") for each in FAIL if each.startswith(f"{name} ")}
    held = Held(tree, who, tmp_path, fail=fail)
    assert held.letter.unjudged == UNJUDGED.get(name, [])

    found = asyncio.run(held.ask_all(DRAWS, caplog))

    operations = {each.key for each in held.client.requests.operations}
    assert Counter(each.operation for each in found) == dict.fromkeys(operations, DRAWS)
    reached = {each.operation for each in found if 200 <= each.status < 300}
    assert operations - reached <= fail <= operations
    print(f"{name}: {len(operations)} operations, {len(found)} answers")


def test_the_cases_are_many_and_those_that_may_fail_are_cases():
    assert len(RIGHT) >= 150
    assert {each.partition(" ")[0] for each in FAIL} | UNJUDGED.keys() <= {*RIGHT}
