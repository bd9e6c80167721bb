"""PITFALLS 47: a text that is shown to break is one that a generated BFF takes, and then refuses.

The engine writes parameters as texts and reads them back by transforms of its own, which would
confirm each other. Here the one text is sent to a BFF of the baseline and to one of the revision:
a contract has an operation for each side of each pair, and one process serves them all.
"""

import json
from urllib.parse import quote

import pytest

from bffgen.model.comparison import Payload
from bffgen.model.finding import Effect
from tests.conformance.compared import compared_as_diff_does, of_bytes
from tests.e2e.served import Bff
from tests.workspaces import built, contract, files, operation, parameter, plant

TEXT, WHOLE, NUMBER, FLAG = ({"type": kind} for kind in ("string", "integer", "number", "boolean"))


def text(**more):
    return {**TEXT, **more}


def whole(**more):
    return {**WHOLE, **more}


# What one text tells apart, in the query, the path and a header; of lists no BFF takes any yet.
SCALARS = {
    "a text becomes a whole number": (text(maxLength=9), WHOLE),
    "a text becomes a flag": (text(maxLength=9), FLAG),
    "a number becomes whole": (NUMBER, WHOLE),
    "a least number": (WHOLE, whole(minimum=3)),
    "a greatest number": (whole(maximum=9), whole(maximum=3)),
    "more than": (whole(minimum=0), whole(exclusiveMinimum=0)),
    "a multiple": (WHOLE, whole(multipleOf=5)),
    "a fraction of a step": (NUMBER, {**NUMBER, "multipleOf": 0.25}),
    "a least length": (text(maxLength=9), text(minLength=3, maxLength=9)),
    "a greatest length": (text(maxLength=9), text(maxLength=2)),
    "a pattern": (text(maxLength=9), text(maxLength=9, pattern="^[a-c]+$")),
    "a narrower pattern": (
        text(maxLength=9, pattern="^[a-z]{2,4}$"),
        text(maxLength=9, pattern="^[a-z]{2,3}$"),
    ),
    "a word less": (text(enum=["new", "old", "best"]), text(enum=["new", "best"])),
    "a number less": (whole(enum=[1, 2, 3]), whole(enum=[1, 2])),
    "a text becomes a day": (text(maxLength=10), text(maxLength=10, format="date")),
    "a text becomes an identifier": (text(maxLength=36), text(maxLength=36, format="uuid")),
    "a width of numbers": (whole(format="int64"), whole(format="int32")),
}
PAIRS = [(place, name) for place in ("query", "path", "header") for name in SCALARS]
ANSWER = {"type": "object", "required": ["state"], "properties": {"state": TEXT}}
HOOKS = """
from web_bff.ports import Call, Taken


async def taken(call: Call) -> Taken:
    return Taken(state="taken")
"""
SOURCES = {"taken": {"call": "hooks.taken", "with": {}, "returns": "schemas/taken.json#/Taken"}}


def of(place, name):
    return SCALARS[name]


def path_of(place, number, side):
    return f"/{side}/{number}" + ("/{p}" if place == "path" else "")


def asked(place, schema, operation_id):
    name = "X-P" if place == "header" else "p"
    more = [parameter(name, schema, location=place, required=True)]
    return operation(ANSWER, operation_id, parameters=more)


def alone(place, schema):
    """Write a contract of one operation, as it is compared."""
    path = "/x/{p}" if place == "path" else "/x"
    return json.dumps(contract({path: asked(place, schema, "x")})).encode()


def witness(place, name):
    """Give the value that is shown to break; there is one, which a validator has checked."""
    sides = [of_bytes(alone(place, each), f"{n}.json") for n, each in enumerate(of(place, name))]
    found = compared_as_diff_does(*sides).findings
    shown = [each.witness for each in found if each.effect is Effect.BREAKS]
    assert shown, "the pair breaks"
    assert isinstance(shown[0], Payload)
    return shown[0].value


def written(value):
    return value if isinstance(value, str) else json.dumps(value)


def sent(bff, place, number, side, value):
    """Send a value as OpenAPI writes it; give the status."""
    path = path_of(place, number, side)
    if place == "path":
        return bff.ask(path.replace("{p}", quote(written(value), safe=""))).status
    if place == "header":
        return bff.ask(path, X_P=written(value)).status
    return bff.ask(f"{path}?p={quote(written(value), safe='')}").status


@pytest.fixture(scope="module")
def bff(tmp_path_factory):
    """One BFF with an operation for either side of each pair."""
    paths, composed = {}, {}
    for number, (place, name) in enumerate(PAIRS):
        for side, schema in zip(("was", "now"), of(place, name), strict=True):
            named = f"{side}{number}"
            paths[path_of(place, number, side)] = asked(place, schema, named)
            composed[named] = {"sources": SOURCES, "body": "taken"}
    schemas = {"contracts/clients/web/schemas/taken.json": json.dumps({"Taken": ANSWER}).encode()}
    made = files(contract(paths), {}, composed, hooks=HOOKS) | schemas
    outcome, tree = built(made, late={})
    assert tree is not None, outcome.findings
    folder = plant(tree, tmp_path_factory.mktemp("web"))
    with Bff(folder, {}) as running:
        yield running


@pytest.mark.parametrize(("place", "name"), PAIRS, ids=str)
def test_a_text_that_is_shown_to_break_is_taken_before_and_refused_after(bff, place, name):
    value = witness(place, name)
    number = PAIRS.index((place, name))
    assert sent(bff, place, number, "was", value) == 200, value
    assert sent(bff, place, number, "now", value) == 422, value
