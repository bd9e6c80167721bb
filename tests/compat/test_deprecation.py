"""What is said of an element's end is told wherever an element stands, once, as the same rules."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
NOTHING = {}
MARKED = {"deprecated": True}
SOON = {"deprecated": True, "x-sunset": "2027-02-01"}
LATE = {"deprecated": True, "x-sunset": "2027-06-01"}

# (baseline, revision) -> the rule that tells it.
STEPS = {
    "nothing said": (NOTHING, NOTHING, None),
    "marked without a day": (NOTHING, MARKED, "risky deprecated-without-sunset"),
    "marked with a day": (NOTHING, SOON, "safe element-deprecated"),
    "a day for what was marked": (MARKED, SOON, "safe element-deprecated"),
    "a day alone": (NOTHING, {"x-sunset": "2027-02-01"}, "safe element-deprecated"),
    "a day that is none": (
        NOTHING,
        {**MARKED, "x-sunset": "soon"},
        "risky deprecated-without-sunset",
    ),
    "an instant": (
        NOTHING,
        {**MARKED, "x-sunset": "2027-02-01T00:00:00Z"},
        "safe element-deprecated",
    ),
    "the same day otherwise": (SOON, {**MARKED, "x-sunset": "2027-02-01T00:00:00Z"}, None),
    "the day goes": (SOON, MARKED, "risky deprecated-without-sunset"),
    "nearer": (LATE, SOON, "breaks sunset-moved-earlier"),
    "further": (SOON, LATE, "safe sunset-moved-later"),
    "taken back": (LATE, NOTHING, "safe deprecation-withdrawn"),
    "the mark goes, never a day": (MARKED, NOTHING, "safe deprecation-withdrawn"),
    "marked as false": ({"deprecated": False}, NOTHING, None),
}


def contract(told, where):
    """Write a contract that says something of one element's end."""
    text = {"type": "string"}
    ends = {each: told if each == where else {} for each in WHERE}
    thing = {"type": "object", "properties": {"m": {**text, **ends["component"]}}}
    inline = {
        "type": "object",
        "properties": {
            "own": {**text, **ends["property"]},
            "shared": {"allOf": [{"$ref": "#/components/schemas/Thing"}], **ends["reference"]},
        },
    }
    content = {"application/json": {"schema": inline}}
    asked = {
        **ends["operation"],
        "parameters": [
            {"name": "q", "in": "query", "schema": text, **ends["parameter"]},
            {"name": "url", "in": "query", "schema": text},
        ],
        "requestBody": {"content": content},
        "responses": {
            "200": {
                "description": "It.",
                "headers": {"X-Mark": {"schema": text, **ends["header"]}},
                "content": content,
            }
        },
        "callbacks": {
            "done": {
                "{$request.query.url}": {
                    "post": {**ends["callback"], "responses": {"204": {"description": "Taken."}}}
                }
            }
        },
    }
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/x": {"post": asked}},
            "webhooks": {
                "sent": {"post": {**ends["webhook"], "responses": {"204": {"description": "It."}}}}
            },
            "components": {"schemas": {"Thing": thing}},
        },
        indent=1,
    )


# Where an element stands -> what a finding calls it, and what meets it.
WHERE = {
    "operation": ("POST /x", "POST /x"),
    "parameter": ("q", "POST /x"),
    "header": ("X-Mark", "POST /x"),
    "property": ("own", "POST /x"),
    "component": ("Thing.m", "POST /x"),
    "reference": ("shared", "POST /x"),
    "callback": ("callback done of POST /x", "callback done of POST /x"),
    "webhook": ("webhook sent", "webhook sent"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("where", WHERE)
def test_an_end_is_told_where_it_stands(where, step):
    was, now, expected = STEPS[step]
    found = findings(ANY, contract(was, where), contract(now, where))
    assert {f"{each.effect} {each.rule}" for each in found} == {expected} - {None}
    for each in found:
        assert each.breaks == "lifecycle"
        assert dict(each.facts)["name"] == WHERE[where][0]
        assert [name for name, _ in each.operations] == [WHERE[where][1]]
        assert each.direction == "none"


def test_what_request_and_answer_share_is_one_finding():
    found = findings(ANY, contract(NOTHING, "component"), contract(SOON, "component"))
    assert [each.coordinate for each in found] == ["none #/components/schemas/Thing/properties/m"]


def test_the_facts_are_both_states_in_normal_form():
    found = findings(ANY, contract(MARKED, "parameter"), contract(SOON, "parameter"))
    assert [(each.before, each.after) for each in found] == [
        ({"deprecated": True, "sunset": None}, {"deprecated": True, "sunset": "2027-02-01"})
    ]


@pytest.mark.parametrize("name", ["deprecated", "x-sunset"])
def test_a_property_that_is_called_so_says_nothing_of_an_end(name):
    """PITFALLS 27: keys are read by where they stand."""
    sides = [
        contract(NOTHING, "property").replace('"own"', f'"{name}"', 1),
        contract(NOTHING, "property").replace('"own"', f'"{name}"', 1).replace("string", "integer"),
    ]
    found = findings(ANY, *sides)
    assert found
    assert {each.breaks for each in found} == {"wire"}


def left(told, *, is_there):
    """Write a contract of an operation, a parameter and a property that may be gone."""
    thing = {"type": "object", "properties": {"m": {"type": "string", **told}} if is_there else {}}
    asked = {
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}, **told}],
        "responses": {
            "200": {"description": "It.", "content": {"application/json": {"schema": thing}}}
        },
    }
    if not is_there:
        del asked["parameters"]
    paths = {"/x": {"get": asked}}
    if is_there:
        paths["/y"] = {"get": {"responses": {"204": {"description": "It."}}, **told}}
    return json.dumps(
        {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths}
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (NOTHING, ()),
        (MARKED, (("announced", "the baseline has it deprecated"),)),
        (SOON, (("announced", "the baseline has it deprecated, with the sunset 2027-02-01"),)),
    ],
)
def test_what_goes_is_told_with_the_end_that_was_announced(told, said):
    found = findings(ANY, left(told, is_there=True), left(told, is_there=False))
    assert {each.rule: each.notes for each in found} == {
        "operation-removed": said,
        "request-parameter-removed": said,
        "response-property-removed": said,
    }
