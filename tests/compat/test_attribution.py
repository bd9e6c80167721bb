"""Positions are proved, components attribute (PITFALLS 7): who is told of what, by which value."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from bffgen.model.finding import Effect
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
REF = {"$ref": "#/components/schemas/X"}


def document(bodies, component):
    """Write a contract of an operation for each body, by path."""
    paths = {
        path: {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": body}},
                },
                "responses": {"204": {"description": "Taken."}},
            }
        }
        for path, body in bodies.items()
    }
    head = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}}
    return json.dumps({**head, "paths": paths, "components": {"schemas": {"X": component}}})


def has(**properties):
    return {"type": "object", "properties": properties}


def told(bodies, was, now):
    return findings(ANY, document(bodies, was), document(bodies, now))


def broken(found):
    """Give the operations for which something breaks."""
    return {
        operation
        for each in found
        if each.effect is Effect.BREAKS
        for operation, answer in each.operations
        if answer == "no"
    }


@pytest.mark.parametrize(
    ("body", "was", "now", "breaks"),
    [
        # harmless alone, a break beside what sends the name
        (REF, has(a=TEXT), has(a=TEXT, b=WHOLE), False),
        ({"allOf": [REF, has(b=TEXT)]}, has(a=TEXT), has(a=TEXT, b=WHOLE), True),
        # a break alone, harmless beside what refused it before
        (REF, has(a={"enum": ["x", "y"]}), has(a={"enum": ["x"]}), True),
        ({"allOf": [REF, has(a={"enum": ["x"]})]}, has(a={"enum": ["x", "y"]}),
         has(a={"enum": ["x"]}), False),
        # under `not` what takes more lets less through
        ({"type": "object", "not": REF}, {"required": ["a", "b"]}, {"required": ["a"]}, True),
        ({"type": "object", "not": REF}, {"required": ["a"]}, {"required": ["a", "b"]}, False),
    ],
)  # fmt: skip
def test_a_component_is_judged_where_it_stands(body, was, now, breaks):
    assert broken(told({"/x": body}, was, now)) == ({"POST /x"} if breaks else set())


def test_only_the_operations_whose_position_says_no_are_hurt():
    bodies = {"/alone": REF, "/beside": {"allOf": [REF, has(b=TEXT)]}, "/other": {"type": "object"}}
    assert broken(told(bodies, has(a=TEXT), has(a=TEXT, b=WHOLE))) == {"POST /beside"}


def test_one_cause_is_one_finding_of_all_operations():
    bodies = {f"/x{n}": REF for n in range(30)}
    found = told(bodies, has(a=TEXT), {**has(a=TEXT), "required": ["a"]})
    assert [each.rule for each in found] == ["request-property-became-required"]
    assert len(found[0].operations) == 30


def test_each_cause_of_a_position_has_its_own_value():
    names = [f"p{n}" for n in range(6)]
    was, now = (has(**dict.fromkeys(names, schema)) for schema in (TEXT, WHOLE))
    found = told({"/x": REF}, was, now)
    assert {each.rule for each in found} == {"request-type-narrowed"}
    assert {*names} == {name for each in found for name in each.witness.value}
    assert all(len(each.witness.value) == 1 for each in found)
