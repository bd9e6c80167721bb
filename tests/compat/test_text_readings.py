"""Parameters and form fields are texts: what one side writes, the other reads by its own schema."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from bffgen.model.finding import Effect
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
TEXT, WHOLE, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
LISTED = {"$ref": "#/components/schemas/Listed"}


def document(place, schema):
    written = {"responses": {"204": {"description": "Answered."}}}
    if place == "form":
        fields = {"type": "object", "required": ["p"], "properties": {"p": schema}}
        content = {"application/x-www-form-urlencoded": {"schema": fields}}
        written["requestBody"] = {"required": True, "content": content}
    else:
        written["parameters"] = [{"name": "p", "in": place, "required": True, "schema": schema}]
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/x/{p}" if place == "path" else "/x": {"post": written}},
            "components": {"schemas": {"Listed": {"type": "array", "items": LISTED}}},
        }
    )


def verdict(place, was, now):
    found = findings(ANY, document(place, was), document(place, now))
    if any(each.effect is Effect.BREAKS for each in found):
        return "breaks"
    return "unproven" if any(each.rule.endswith("unproven") for each in found) else "safe"


@pytest.mark.parametrize("place", ["query", "path", "form"])
@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        # digits are a text to who reads texts; not every text is digits
        (WHOLE, TEXT, "safe"),
        (TEXT, WHOLE, "breaks"),
        (WHOLE, {"oneOf": [WHOLE, TEXT]}, "safe"),
        (FLAG, {"enum": ["true", "false"]}, "safe"),
        # a text is read by whichever branch reads it
        (TEXT, {"oneOf": [WHOLE, FLAG]}, "breaks"),
        (WHOLE, {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "number"}]}, "safe"),
        (FLAG, {"oneOf": [FLAG, {"type": "boolean"}]}, "breaks"),
        # a list of one is written as its element, where somebody reads lists
        (WHOLE, {"type": "array", "items": WHOLE}, "safe"),
        (TEXT, {"type": "array", "items": WHOLE}, "breaks"),
        (WHOLE, {"type": "array", "items": WHOLE, "minItems": 2}, "breaks"),
        (WHOLE, {"type": "array", "prefixItems": [FLAG]}, "breaks"),
        (WHOLE, {"oneOf": [FLAG, {"type": "array", "items": WHOLE}]}, "safe"),
        (FLAG, {"oneOf": [WHOLE, {"type": "array", "items": WHOLE}]}, "breaks"),
        # of one that says no type nobody knows whether it is a list
        ({}, {"pattern": "^a"}, "unproven"),
        ({}, {"maxLength": 3}, "unproven"),
        (WHOLE, {"enum": [[1]]}, "breaks"),
        (FLAG, {"oneOf": [{}], **WHOLE}, "breaks"),
        # lists of lists of lists, without an end
        (LISTED, {"type": "array", "items": LISTED, "maxItems": 2}, "breaks"),
    ],
)
def test_a_text_is_taken_where_some_reading_of_it_is(place, was, now, expected):
    assert verdict(place, was, now) == expected
