"""What no value is refused by: told where somebody goes by it, and there alone."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
TEXT = {"type": "string"}


def document(schemas, *, request=None, response=None, method="get", status="200", servers=None):
    """Write a contract of `/x`, whose request or answer has a schema."""
    told = {"responses": {status: {"description": "Answered."}}}
    if request is not None:
        content = {"application/json": {"schema": request}}
        told["requestBody"] = {"required": True, "content": content}
    if response is not None:
        told["responses"][status]["content"] = {"application/json": {"schema": response}}
    written = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/x": {method: told}},
        "components": {"schemas": schemas},
    }
    if servers is not None:
        written["servers"] = servers
    return json.dumps(written, indent=1)


def told(was, now):
    return sorted(each.rule for each in findings(ANY, was, now))


def thing(member, *, required=()):
    return {"type": "object", "properties": {"m": member}, "required": [*required]}


def ordered(first):
    """Give a union whose variants stand in one of two orders."""
    variants = [TEXT, {"type": "integer"}]
    return {"oneOf": variants if first == "a" else variants[::-1]}


def request(schema, schemas=None):
    return document(schemas or {}, request=schema, method="post")


def response(schema, schemas=None, **more):
    return document(schemas or {}, response=schema, **more)


REF = {"$ref": "#/components/schemas/Thing"}


def test_a_component_is_told_once_with_the_operations_that_reach_it():
    holder = {"type": "array", "items": {"$ref": "#/components/schemas/Holder"}}
    sides = [
        response(
            holder, {"Holder": {"type": "object", "properties": {"t": REF}}, "Thing": thing(member)}
        )
        for member in (ordered("a"), ordered("b"))
    ]
    (found,) = findings(ANY, *sides)
    assert found.rule == "response-variant-order-changed"
    assert found.coordinate == "response #/components/schemas/Thing/properties/m/oneOf"
    assert found.operations == (("GET /x", "no"),)


def test_a_component_that_nobody_reaches_is_silent():
    sides = [response(TEXT, {"Thing": thing(ordered(each)), "Other": thing(REF)}) for each in "ab"]
    assert told(*sides) == []


def test_a_component_in_a_circle_is_told_once():
    sides = [
        response(
            REF,
            {
                "Thing": {
                    **thing(ordered(each)),
                    "properties": {"m": ordered(each), "next": REF},
                }
            },
        )
        for each in "ab"
    ]
    assert told(*sides) == ["response-variant-order-changed"]


@pytest.mark.parametrize(
    ("status", "member", "rules"),
    [
        ("200", "code", []),
        ("409", "code", ["error-code-added", "error-code-removed"]),
        ("default", "code", ["error-code-added", "error-code-removed"]),
        ("409", "detail", []),
    ],
)
def test_listed_values_of_an_answer_are_told_of_the_code_of_a_refusal(status, member, rules):
    sides = [
        response(
            {"type": "object", "properties": {member: {**TEXT, "x-extensible-enum": listed}}},
            status=status,
        )
        for listed in (["a", "b"], ["a", "c"])
    ]
    assert told(*sides) == rules


def test_listed_values_of_a_request_are_told_when_they_go():
    sides = [
        request(thing({**TEXT, "x-extensible-enum": listed})) for listed in (["a", "b"], ["a", "c"])
    ]
    (found,) = findings(ANY, *sides)
    assert (found.rule, dict(found.facts)["value"]) == ("request-open-enum-value-removed", '"b"')


def test_what_no_answer_holds_is_silent():
    sides = [response(thing({**ordered(each), "writeOnly": True})) for each in "ab"]
    assert told(*sides) == []


def test_variants_in_another_order_are_told_of_answers_alone():
    one, other = thing(TEXT, required=["m"]), {"type": "integer"}
    sides = ({"oneOf": [one, other]}, {"oneOf": [other, one]})
    assert told(*map(response, sides)) == ["response-variant-order-changed"]
    assert told(*map(request, sides)) == []


@pytest.mark.parametrize(
    ("method", "within", "rules"),
    [
        ("get", False, ["response-page-size-lowered", "response-schema-narrowed"]),
        ("get", True, ["response-page-size-lowered", "response-schema-narrowed"]),
        ("post", False, ["response-schema-narrowed"]),
    ],
)
def test_a_list_in_smaller_pages_is_told_of_what_reads(method, within, rules):
    lists = [{"type": "array", "maxItems": most} for most in (50, 20)]
    sides = [thing(each) if within else each for each in lists]
    assert told(*(response(each, method=method) for each in sides)) == rules


def test_a_component_of_another_name_is_told_where_one_alone_means_the_same():
    was = response(REF, {"Thing": thing(TEXT)})
    now = response({"$ref": "#/components/schemas/Card"}, {"Card": thing(TEXT)})
    (found,) = findings(ANY, was, now)
    assert (found.rule, found.before, found.after) == ("schema-name-changed", "Thing", "Card")
    two = response({"$ref": "#/components/schemas/Card"}, {"Card": thing(TEXT), "B": thing(TEXT)})
    assert told(was, two) == []


def test_a_server_variable_of_another_default_is_told_once():
    sides = [
        document(
            {},
            servers=[
                {
                    "url": "https://{r}.shop.example",
                    "variables": {"r": {"enum": ["eu", "us"], "default": each}},
                }
            ],
        )
        for each in ("eu", "us")
    ]
    assert told(*sides) == ["server-default-changed"]
