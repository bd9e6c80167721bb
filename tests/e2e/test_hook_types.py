"""A contract that changes shows as a type error in the team's own file, and nowhere else.

Six changes, of the client's contract and of an upstream's; hooks.py stays as it is.
mypy and pyright must both find a fault in it, and none in what is generated. A name that is gone is
found before that, by the build. What a function that is a source is given does not fit where it is
called: there the function says its own types.
"""

import re
from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.test_hooks import DESK, HOOKS, built
from tests.e2e.typed import mypy, pyright, tell_apart
from tests.workspaces import facts, plant

CONTRACT = "contracts/clients/web/openapi.yaml"
UPSTREAM = "contracts/upstreams/orders.yaml"
SCHEMA = "contracts/clients/web/schemas/standing.json"
ARTICLE = "contracts/upstreams/schemas.yaml"
CASES = Path(__file__).parents[1] / "cases"
SHOP = CASES / "bases" / "shop"
SOURCE = CASES / "composition" / "hooks" / "source"

# (what changes, file, before, after)
CHANGES = {
    "a property becomes required": (CONTRACT, "[id, state]", "[id, state, parcel]"),
    "a property gets another type": (CONTRACT, "parcel: {type: string}", "parcel: {type: integer}"),
    "an enum loses a value": (CONTRACT, "[open, shipped]", "[open, sent]"),
    "a parameter has another name": (CONTRACT, "id}:", "order}:"),
    "an upstream's property gets another type": (
        UPSTREAM,
        " id: {type: string}",
        " id: {type: integer}",
    ),
    "an upstream refuses in one more way": (
        UPSTREAM,
        '"503": {description: Busy.}',
        '"423": {description: Locked.}',
    ),
}

# The same of a source that a function computes, over the shop.
SOURCES = {
    "a value gets a required member": (SCHEMA, '["inStock"]', '["inStock", "days"]'),
    "an input may be null": (ARTICLE, "weight: {type: number}", "weight: {type: [number, 'null']}"),
    "an input gets another type": (ARTICLE, "weight: {type: number}", "weight: {type: string}"),
}


def changed(name):
    """Give the desk's files after one change."""
    path, before, after = CHANGES[name]
    text = (DESK / path).read_text()
    assert before in text
    text = text.replace(before, after)
    if path == CONTRACT and "order}" in text:
        text = text.replace("{name: id,", "{name: order,")
    return {path: text.encode()}


def shop(target, path="", before="", after=""):
    """Build the shop whose function is a source, after one change."""

    def read(wanted):
        over = SOURCE / wanted
        content = (over if over.is_file() else SHOP / wanted).read_bytes()
        if wanted != path:
            return content
        assert before.encode() in content
        return content.replace(before.encode(), after.encode())

    outcome = build(read, lambda _: FileTree())
    assert outcome.findings == ()
    return plant(outcome.clients[0].tree, target)


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """The desk as it is, the desk after each change, and one whose function takes another call."""
    root = tmp_path_factory.mktemp("desks")
    built(root / "as-it-is")
    for name in CHANGES:
        built(root / name.replace(" ", "-"), **changed(name))
    shop(root / "shop-as-it-is")
    for name, change in SOURCES.items():
        shop(root / name.replace(" ", "-"), *change)
    wrong = (DESK / HOOKS).read_text().replace("call: Call\n", "call: int\n")
    built(root / "another-call", **{HOOKS: wrong.replace("    Call,\n", "").encode()})
    tell_apart(root)
    return root


EXPECTED = {
    "as-it-is": set(),
    "shop-as-it-is": set(),
    **{name.replace(" ", "-"): {"hooks.py"} for name in CHANGES},
    # What a function gives is its own; what it takes, it is given where it is called.
    "a-value-gets-a-required-member": {"hooks.py"},
    "an-input-may-be-null": {"app.py", "get_product.py"},
    "an-input-gets-another-type": {"app.py", "get_product.py"},
    "another-call": {"app.py", "get_order.py"},  # where it is wired and where it is called
}


def test_a_name_that_is_gone_is_found_by_the_build():
    text = (DESK / CONTRACT).read_text().replace('"202"', "x-was-202")
    text = re.sub(r" +x-was-202:.*?(?=\n +\"404\")", "", text, flags=re.DOTALL)

    def read(path):
        return text.encode() if path == CONTRACT else (DESK / path).read_bytes()

    (found,) = build(read, lambda _: FileTree()).findings
    assert (found.rule, facts(found)["name"]) == ("compose-hook-import", "GetOrder202")


def test_mypy_finds_each_change_in_hooks_alone(desks, tmp_path):
    found = {name: mypy(desks / name, tmp_path) for name in EXPECTED}

    assert found == EXPECTED


def test_pyright_finds_each_change_in_hooks_alone(desks):
    assert pyright(desks, list(EXPECTED)) == EXPECTED
