"""A discriminator that changed is told as that, and each change beside it as itself."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
CARD = {"type": "object", "properties": {"kind": {"type": "string"}, "a": {"type": "string"}}}
BANK = {"type": "object", "properties": {"kind": {"type": "string"}, "b": {"type": "integer"}}}
WIRE = {"type": "object", "properties": {"kind": {"type": "string"}, "c": {"type": "string"}}}
SCHEMAS = {"Card": CARD, "Bank": BANK, "Wire": WIRE}
BANK_OF_TEXT = {**BANK, "properties": {**BANK["properties"], "b": {"type": "string"}}}


def ref(name):
    return f"#/components/schemas/{name}"


def union(mapping=None, *, names=("Card", "Bank"), by="kind", schemas=None, default=None):
    """Write a contract whose `/x` is asked with, and answers, one of some schemas."""
    told = {"propertyName": by} if by else None
    if told is not None and mapping:
        told["mapping"] = {key: ref(name) for key, name in mapping.items()}
    if told is not None and default:
        told["defaultMapping"] = ref(default)
    body = {"oneOf": [{"$ref": ref(name)} for name in names]}
    if told is not None:
        body["discriminator"] = told
    content = {"application/json": {"schema": body}}
    return json.dumps(
        {
            "openapi": "3.2.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {
                "/asked": {
                    "post": {
                        "requestBody": {"required": True, "content": content},
                        "responses": {"204": {"description": "Taken."}},
                    }
                },
                "/answered": {
                    "get": {"responses": {"200": {"description": "It.", "content": content}}}
                },
            },
            "components": {
                "schemas": {"Card": CARD, "Bank": BANK, "Wire": WIRE, **(schemas or {})}
            },
        },
        indent=1,
    )


def told(was, now):
    return sorted(f"{each.effect} {each.rule}" for each in findings(ANY, was, now))


KEYED = {"card": "Card", "bank": "Bank"}
EDITS = {
    "a key comes": (
        union({"bank": "Bank"}),
        union(KEYED),
        ["breaks response-discriminator-changed", "safe request-discriminator-changed"],
    ),
    "two keys change places": (
        union(KEYED),
        union({"card": "Bank", "bank": "Card"}),
        ["breaks request-discriminator-changed", "breaks response-discriminator-changed"],
    ),
    "another property": (
        union(KEYED),
        union(KEYED, by="type"),
        ["breaks request-discriminator-changed", "breaks response-discriminator-changed"],
    ),
    "a variant comes with its key": (
        union(KEYED),
        union({**KEYED, "wire": "Wire"}, names=("Card", "Bank", "Wire")),
        ["breaks response-variant-added", "safe request-variant-added"],
    ),
    "a member of a variant beside a key that comes": (
        union({"bank": "Bank"}),
        union(
            KEYED,
            schemas={
                "Bank": {**BANK, "properties": {**BANK["properties"], "b": {"type": "string"}}}
            },
        ),
        [
            "breaks request-type-narrowed",
            "breaks response-discriminator-changed",
            "breaks response-type-widened",
            "safe request-discriminator-changed",
        ],
    ),
    "only its words": (
        union(KEYED),
        union(KEYED, schemas={"Card": {**CARD, "description": "Said otherwise."}}),
        [],
    ),
    # The mapping says what the names of the schemas say already.
    "what is implied is written": (union(), union({"Card": "Card"}), []),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_told_of_a_discriminator(edit):
    was, now, expected = EDITS[edit]
    assert told(was, now) == expected


def test_the_head_says_by_what_variants_are_told_apart():
    found = findings(ANY, union(KEYED), union(KEYED, by="type"))
    facts = dict(next(each for each in found if each.direction == "response").facts)
    assert (facts["was"], facts["now"]) == (
        "kind (Bank, Card, bank, card)",
        "type (Bank, Card, bank, card)",
    )


INHERITED = {
    "Pet": {
        "type": "object",
        "properties": {"kind": {"type": "string"}},
        "required": ["kind"],
        "discriminator": {"propertyName": "kind"},
    },
    "Cat": {"allOf": [{"$ref": ref("Pet")}], "properties": {"lives": {"type": "integer"}}},
}


def inherited(**mapping):
    told = {"propertyName": "kind", "mapping": {key: ref(name) for key, name in mapping.items()}}
    return {**INHERITED, "Pet": {**INHERITED["Pet"], "discriminator": told}}


def test_keys_of_heirs_are_told_where_their_parent_stands():
    sides = [union(names=("Pet",), by=None, schemas=inherited(cat=each)) for each in ("Cat", "Pet")]
    found = findings(ANY, *sides)
    assert {each.rule for each in found} >= {"response-discriminator-changed"}
    assert {each.coordinate for each in found} == {
        f"{way} #/components/schemas/Pet" for way in ("request", "response")
    }
