"""Upstreams that are drawn leave nothing out that their contract leaves open, and nothing in."""

import json

from bffgen.proof.validate import is_valid
from tests.e2e.obeying import Obeying, Play
from tests.workspaces import built, files, one

THING = {
    "type": "object",
    "required": ["id", "tags", "either"],
    "properties": {
        "id": {"type": "string"},
        "note": {"type": "string"},
        "price": {"type": ["number", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "either": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]},
    },
}
A = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
SEEDS = 20


def upstream():
    contract = one(THING, {"A": A})
    outcome, _ = built(files(contract, {"first": contract}, {"getThing": "first.getThing"}))
    return outcome.workspace.upstreams[0]


def test_what_varies_is_missing_null_empty_and_of_each_branch():
    first = upstream()
    schema = first.api.operations[0].responses[0].content[0].schema_pointer
    drawn = []
    for seed in range(SEEDS):
        answer = Obeying(first, seed, Play.VARIED).answer("GET", "/things/1", "", {}, b"")
        value = json.loads(answer.body)
        assert answer.status == 200
        assert is_valid(first.api.meaning, schema, value)
        drawn.append(value)
    assert {"note" in each for each in drawn} == {True, False}
    assert {"price" in each for each in drawn} == {True, False}
    assert any(each.get("price", 0) is None for each in drawn)
    assert {bool(each["tags"]) for each in drawn} == {True, False}
    assert {type(each["either"]) for each in drawn} == {dict, str}


def test_who_fails_does_so_as_declared_or_breaks_off_and_not_always():
    first = upstream()
    failing = Obeying(first, 1, Play.FAILING)
    found = [failing.answer("GET", "/things/1", "", {}, b"") for _ in range(SEEDS * 2)]
    assert {each and each.status for each in found} == {None, 200, 500}


def test_what_no_contract_lets_through_is_told():
    first = upstream()
    asked = Obeying(first, 1, Play.PLAIN)
    assert asked.answer("GET", "/others", "", {}, b"").status == 404
    assert len(asked.refused) == 1
