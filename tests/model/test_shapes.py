"""What a place of a contract is to a mapping: one shape, null apart."""

import pytest

from bffgen.model.shapes import Shape, is_alternative, is_plain, shape, solid

TEXT = {"type": "string"}
NULL = {"type": "null"}
THING = {"type": "object", "properties": {"a": TEXT}}


@pytest.mark.parametrize(
    ("schema", "found", "plain"),
    [
        (TEXT, Shape.PLAIN, True),
        ({"type": ["string", "null"]}, Shape.PLAIN, True),
        ({"enum": ["a", 1]}, Shape.PLAIN, True),
        ({"const": None}, Shape.PLAIN, True),
        ({"anyOf": [TEXT, {"type": "integer"}]}, Shape.PLAIN, True),
        ({"type": "array", "items": TEXT}, Shape.ARRAY, True),
        ({"type": ["array", "null"], "items": TEXT}, Shape.ARRAY, True),
        ({"type": "array", "items": THING}, Shape.ARRAY, False),
        ({"type": "array"}, Shape.ARRAY, False),
        (THING, Shape.OBJECT, False),
        ({"type": "object", "allOf": [THING]}, Shape.OBJECT, False),
        ({"type": "object", "additionalProperties": TEXT}, Shape.MAP, True),
        ({"type": "object", "additionalProperties": THING}, Shape.MAP, False),
        # what has declared names is an object, whatever else it takes
        ({**THING, "additionalProperties": TEXT}, Shape.OBJECT, False),
        ({"type": "object"}, Shape.OPEN, False),
        ({}, Shape.OPEN, False),
        (True, Shape.OPEN, False),
        ({"type": "object", "additionalProperties": True}, Shape.OPEN, False),
        ({"anyOf": [THING, TEXT]}, Shape.MIXED, False),
        ({"type": ["array", "string"], "items": TEXT}, Shape.MIXED, False),
    ],
)
def test_the_shape_of_a_schema(schema, found, plain):
    assert shape(schema, "") is found
    assert is_plain(schema, "") == plain


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"anyOf": [THING, NULL]}, "/anyOf/0"),
        ({"oneOf": [NULL, THING]}, "/oneOf/1"),
        ({"anyOf": [{"anyOf": [THING, NULL]}, NULL]}, "/anyOf/0/anyOf/0"),
        ({"anyOf": [{"$ref": "#/$defs/a"}, NULL], "$defs": {"a": THING}}, "/$defs/a"),
        ({"anyOf": [THING]}, "/anyOf/0"),
        ({"anyOf": [THING, TEXT]}, ""),
        ({"type": ["object", "null"], "properties": {"a": TEXT}}, ""),
        ({"anyOf": [THING, NULL], "oneOf": [THING, NULL]}, ""),
        ({"allOf": [THING], "anyOf": [THING, NULL]}, ""),
        ({"anyOf": [NULL, NULL]}, ""),
    ],
)
def test_the_one_schema_behind_a_nullable_one(schema, expected):
    assert solid(schema, "") == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (THING, False),
        ({"anyOf": [THING, NULL]}, False),
        ({"anyOf": [THING, {"type": "object", "properties": {"b": TEXT}}]}, True),
        # Alternatives that declare nothing are a condition, and the whole is proved to hold it.
        ({**THING, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, False),
        ({**THING, "oneOf": [{"type": "object"}, TEXT]}, False),
    ],
)
def test_an_object_may_be_one_of_several(schema, expected):
    assert is_alternative(schema, "") == expected


def test_what_is_nothing_but_itself_or_null_is_found_in_finite_time():
    own = {"$ref": "#/components/schemas/Own"}
    meaning = {"components": {"schemas": {"Own": {"anyOf": [own, NULL]}}}}
    assert solid(meaning, "/components/schemas/Own") == "/components/schemas/Own"
