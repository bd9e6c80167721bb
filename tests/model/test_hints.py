"""What a schema says beyond what it admits (PITFALLS 10 and 37)."""

import pytest

from bffgen.model.hints import may_mean_null, open_enum

TEXT = {"type": "string"}
AB = {"type": "string", "enum": ["a", "b"]}


@pytest.mark.parametrize(
    ("schema", "values", "path"),
    [
        ({**TEXT, "x-extensible-enum": ["a", 1]}, ("a", 1), ("x-extensible-enum",)),
        ({"anyOf": [AB, TEXT]}, ("a", "b"), ("anyOf", 0, "enum")),
        ({"anyOf": [{**TEXT, "title": "t", "x-a": 1}, AB]}, ("a", "b"), ("anyOf", 1, "enum")),
    ],
)
def test_an_open_enum_lists_values(schema, values, path):
    assert open_enum(schema) == (values, path)


@pytest.mark.parametrize(
    "schema",
    [
        AB,
        {"oneOf": [AB, TEXT]},
        {"anyOf": [AB, TEXT, {}]},
        {"anyOf": [AB, AB]},
        {"anyOf": [AB, {**TEXT, "minLength": 1}]},
        {"anyOf": [{"enum": ["a", 1]}, TEXT]},
        {"anyOf": [True, None]},
        {"anyOf": 5, "x-extensible-enum": True},
    ],
)
def test_what_is_closed_or_no_enum_lists_none(schema):
    assert open_enum(schema) is None


def test_nullable_without_type_is_a_fact():
    assert may_mean_null({"allOf": [TEXT], "x-bffgen-nullable": True})
    assert not may_mean_null({"type": ["string", "null"]})
