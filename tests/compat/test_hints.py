"""What authors mean without saying it: `nullable` without a type, an enum beside any text."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from bffgen.model.finding import Effect
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
TEXT = {"type": "string"}
PET = {"$ref": "#/components/schemas/Pet"}


def document(member, version, method):
    schema = {"type": "object", "required": ["m"], "properties": {"m": member}}
    content = {"content": {"application/json": {"schema": schema}}}
    answered = {"description": "", **(content if method == "get" else {})}
    operation = {"responses": {"200": answered}}
    if method == "post":
        operation["requestBody"] = {"required": True, **content}
    return json.dumps(
        {
            "openapi": version,
            "info": {"title": "T", "version": "1"},
            "paths": {"/x": {method: operation}},
            "components": {"schemas": {"Pet": {"type": "object"}}},
        }
    )


def told(was, now, *, version="3.0.3", method="get"):
    return findings(ANY, *(document(each, version, method) for each in (was, now)))


@pytest.mark.parametrize("was", [PET, {"allOf": [PET]}, {"allOf": [PET], "nullable": False}])
@pytest.mark.parametrize("now", [{"nullable": True, "allOf": [PET]}, {"nullable": True, **PET}])
def test_a_sender_that_gains_nullable_without_type_is_risky(was, now):
    found = [each for each in told(was, now) if each.rule == "response-value-became-nullable"]
    (only,) = found
    assert only.effect is Effect.RISKY
    assert only.rests_on == ("nullable without type",)


@pytest.mark.parametrize(
    ("was", "now", "more"),
    [
        # The receiver is held to the letter.
        (PET, {"nullable": True, "allOf": [PET]}, {"method": "post"}),
        # It says nothing in 3.1, and nothing more where null was admitted.
        (PET, {"nullable": True, "allOf": [PET]}, {"version": "3.1.0"}),
        ({}, {"nullable": True, "allOf": [{}]}, {}),
        ({"nullable": True, "allOf": [PET]}, {"nullable": True, "allOf": [PET]}, {}),
    ],
)
def test_elsewhere_it_says_nothing(was, now, more):
    assert [each.rule for each in told(was, now, **more) if each.effect is not Effect.SAFE] == []


def test_a_value_that_leaves_an_open_choice_is_risky_for_who_sends_it():
    was, now = ({"anyOf": [{**TEXT, "enum": enum}, TEXT]} for enum in (["a", "b"], ["a"]))
    found = [each for each in told(was, now, method="post") if each.effect is not Effect.SAFE]
    assert [(each.rule, each.effect) for each in found] == [
        ("request-open-enum-value-removed", Effect.RISKY)
    ]
    assert [each for each in told(was, now) if each.effect is not Effect.SAFE] == []


@pytest.mark.parametrize("keyword", ["dependentRequired", "format", "required", "type", "enum"])
@pytest.mark.parametrize("broken", [["ab"], {"a": {}}, 5, [[]], "x"])
def test_a_keyword_that_says_nothing_sensible_is_compared_all_the_same(keyword, broken):
    for sides in (({keyword: broken}, {}), ({}, {keyword: broken})):
        for method in ("get", "post"):
            assert isinstance(told(*sides, version="3.1.0", method=method), tuple)
