"""Flat schemas of plain values: what is merged and narrowed is never too narrow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.plain import array_bounds, default_value, narrowed, plain_schema
from bffgen.proof.validate import Unbuildable, is_valid

VALUES = (True, False, 0, 1, 1.5, 2, -1, 1.0, "", "a", "ab", "abc", "1")
BOUNDS = st.one_of(st.integers(0, 2), st.sampled_from((0.5, 1.5, 1.0)))
COUNTS = st.integers(0, 2)
FLAT = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(
                st.sampled_from(("string", "integer", "number", "boolean")),
                st.sampled_from((["string", "integer"], ["number", "boolean"], ["string", "null"])),
            ),
            "minimum": BOUNDS,
            "exclusiveMinimum": BOUNDS,
            "maximum": BOUNDS,
            "exclusiveMaximum": BOUNDS,
            "minLength": COUNTS,
            "maxLength": COUNTS,
            "pattern": st.sampled_from(("^a", "b$")),
            "multipleOf": st.sampled_from((1, 0.5, 2)),
        },
    ),
    st.lists(st.sampled_from((*VALUES, None)), min_size=1, max_size=4).map(lambda v: {"enum": v}),
    st.sampled_from(VALUES).map(lambda value: {"const": value}),
)
SCHEMAS = st.one_of(
    FLAT,
    st.lists(FLAT, min_size=1, max_size=3).map(lambda parts: {"allOf": parts}),
    st.tuples(FLAT, FLAT).map(lambda pair: {**pair[0], "allOf": [pair[1]]}),
    st.tuples(FLAT, FLAT).map(lambda pair: {"anyOf": list(pair)}),
)


def judged(schema, value):
    try:
        return is_valid(schema, "", value)
    except Unbuildable:
        return False


@given(SCHEMAS)
def test_a_flat_schema_takes_every_value_of_its_schema_but_null(schema):
    flat = plain_schema(schema, "")

    assert "allOf" not in flat
    for value in VALUES:
        assert judged(flat, value) or not judged(schema, value), value


@given(SCHEMAS, SCHEMAS)
def test_two_flat_schemas_conjoined_take_every_value_of_both(one, other):
    first, second = plain_schema(one, ""), plain_schema(other, "")
    both = narrowed(first, second)

    for value in VALUES:
        if judged(first, value) and judged(second, value):
            assert judged(both, value), value


@given(FLAT, FLAT)
def test_bounds_of_both_are_kept_where_one_is_stricter(one, other):
    first, second = plain_schema(one, ""), plain_schema(other, "")
    both = narrowed(first, second)
    lossy = {"pattern", "multipleOf"} & first.keys() & second.keys()

    if not lossy and "enum" not in first and "enum" not in second:
        for value in VALUES:
            taken = judged(first, value) and judged(second, value)
            assert judged(both, value) == taken, value


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ({"type": "string"}, {"type": "string", "maxLength": 3},
         {"type": "string", "maxLength": 3}),
        ({"type": "number", "minimum": 1}, {"type": "integer", "minimum": 0},
         {"type": "integer", "minimum": 1}),
        ({"type": "number", "minimum": 1}, {"type": "number", "exclusiveMinimum": 1},
         {"type": "number", "exclusiveMinimum": 1}),
        ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, {"enum": ["b"]}),
        ({"enum": [1, True]}, {"enum": [1.0]}, {"enum": [1]}),
        ({"type": "string"}, {"enum": ["a"]}, {"enum": ["a"]}),
        ({"type": "string"}, {"type": "integer"}, {"enum": []}),
        ({"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"},
         {"type": "string", "pattern": "a"}),
    ],
)  # fmt: skip
def test_of_two_keywords_the_stricter_stands(one, other, both):
    assert narrowed(one, other) == both


@pytest.mark.parametrize(
    ("schema", "flat"),
    [
        ({"type": ["string", "null"], "maxLength": 2}, {"type": "string", "maxLength": 2}),
        ({"type": ["integer", "string"]}, {"type": ["integer", "string"]}),
        ({"type": "number"}, {"type": "number"}),
        ({"enum": ["a", None]}, {"enum": ["a"]}),
        ({"const": None}, {"enum": []}),
        ({"type": "null"}, {"enum": []}),
        ({"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]},
         {"type": ["integer", "string"]}),
        ({"allOf": [{"type": "string"}, {"maxLength": 2}, {"maxLength": 3}]},
         {"type": "string", "maxLength": 2}),
        ({"type": "string", "title": "T", "description": "D"}, {"type": "string"}),
    ],
)  # fmt: skip
def test_the_one_flat_schema_of_plain_values(schema, flat):
    assert plain_schema(schema, "") == flat


def test_bounds_of_an_array_are_merged_over_what_holds_together():
    schema = {"type": "array", "minItems": 1, "allOf": [{"minItems": 2, "maxItems": 5}]}

    assert array_bounds(schema, "") == {"minItems": 2, "maxItems": 5}


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"default": 0}, 0),
        ({"default": False}, False),
        ({"default": None}, None),
        ({}, None),
        ({"allOf": [{"default": "a"}, {"default": "b"}]}, "a"),
    ],
)
def test_the_default_of_a_schema_is_that_of_its_first_part_with_one(schema, default):
    assert default_value(schema, "") is default
