"""Schemas of every keyword that the search understands, small enough to meet each other often."""

from hypothesis import strategies as st

from tests.strategies import PLAIN, PROPERTIES

PATTERNS = ("^a", "b$", "^[ab]+$", "a", "^$", "\\bb", "n.*t")
NAMES = st.sampled_from(PROPERTIES)


def leaves():
    return st.one_of(
        st.booleans(),
        *PLAIN,
        st.fixed_dictionaries(
            {},
            optional={
                "minimum": st.sampled_from((-1, 0, 0.5, 1)),
                "exclusiveMaximum": st.sampled_from((1, 2)),
                "multipleOf": st.sampled_from((0.5, 1, 2, 3)),
            },
        ),
        st.fixed_dictionaries(
            {},
            optional={
                "minLength": st.integers(0, 2),
                "maxLength": st.integers(0, 3),
                "pattern": st.sampled_from(PATTERNS),
            },
        ),
    )


def objects(below):
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.just("object"),
            "properties": st.dictionaries(NAMES, below, max_size=2),
            "patternProperties": st.dictionaries(st.sampled_from(PATTERNS), below, max_size=2),
            "additionalProperties": below,
            "required": st.lists(NAMES, unique=True, max_size=2),
            "propertyNames": below,
            "minProperties": st.integers(0, 2),
            "maxProperties": st.integers(0, 3),
            "dependentRequired": st.just({"a": ["b"]}),
            "dependentSchemas": st.dictionaries(NAMES, below, max_size=1),
            "unevaluatedProperties": below,
        },
    )


def arrays(below):
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.just("array"),
            "prefixItems": st.lists(below, min_size=1, max_size=2),
            "items": below,
            "contains": below,
            "minContains": st.integers(0, 2),
            "maxContains": st.integers(0, 2),
            "uniqueItems": st.booleans(),
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 3),
            "unevaluatedItems": below,
        },
    )


def groups(below):
    members = st.lists(below, min_size=1, max_size=3)
    return st.one_of(
        st.sampled_from(("allOf", "anyOf", "oneOf")).flatmap(
            lambda keyword: members.map(lambda each: {keyword: each})
        ),
        below.map(lambda each: {"not": each}),
        st.fixed_dictionaries({"if": below}, optional={"then": below, "else": below}),
    )


def both(pair):
    """Write what two schemas say as one, where they speak of different keywords."""
    one, other = pair
    return {**one, **other} if isinstance(one, dict) and isinstance(other, dict) else other


def schemas():
    """Draw schemas that stand alone."""
    return st.recursive(
        leaves(),
        lambda below: st.one_of(
            objects(below),
            arrays(below),
            groups(below),
            st.tuples(groups(below), st.one_of(objects(below), arrays(below))).map(both),
        ),
        max_leaves=5,
    )


def linked(schema):
    """Let a schema refer to itself one level below, as a tree does."""
    return {
        "$ref": "#/$defs/T",
        "$defs": {
            "T": {"allOf": [schema], "properties": {"next": {"$ref": "#/$defs/T"}}},
        },
    }


def recursive():
    """Draw schemas whose member `next` is held to the whole again."""
    return schemas().map(linked)
