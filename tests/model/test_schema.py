"""Answers about a schema at its place; each errs on the side it promises to."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bffgen.model import schema
from bffgen.proof.validate import is_valid
from tests.strategies import (
    NAMES,
    PRESENCE,
    PROPERTIES,
    documents,
    downward,
    judgeable,
    members,
    values,
)

TEXT, WHOLE, NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
ALL = {"null", "boolean", "integer", "number", "string", "array", "object"}
NAMED = {
    "Named": {"type": "object", "properties": {"name": TEXT}, "required": ["name"]},
    "Priced": {
        "allOf": [{"$ref": "#/s/Named"}, {"properties": {"price": WHOLE}, "required": ["price"]}]
    },
    "Alias": {"$ref": "#/s/Priced", "description": "the same"},
    "Maybe": {"anyOf": [{"$ref": "#/s/Named"}, NULL]},
    "Loop": {"$ref": "#/s/Loop"},
    "Inner": {"allOf": [{"$ref": "#/s/Inner"}, {"type": "object", "required": ["a"]}]},
    "Node": {"type": "object", "properties": {"next": {"$ref": "#/s/Node"}}, "required": ["next"]},
    "a/b": TEXT,
}


def ref(name):
    return {"$ref": f"#/s/{name}"}


def placed(written):
    return {"s": {**NAMED, "it": written}}


@pytest.mark.parametrize(
    ("pointer", "meant"),
    [
        ("/s/Named", "/s/Named"),
        ("/s/Alias", "/s/Priced"),
        ("/s/Loop", "/s/Loop"),
        ("/s/it/properties/x", "/s/a~1b"),
        ("/s/it/properties/y", "/s/it/properties/y"),
        ("/s/it/properties/lost", "/s/it/properties/lost"),
    ],
)
def test_a_reference_alone_is_followed_and_one_with_siblings_is_not(pointer, meant):
    properties = {
        "x": {"$ref": "#/s/a~1b"},
        "y": {**ref("Named"), "minProperties": 2},
        "lost": ref("Nobody"),
    }
    assert schema.resolve(placed({"properties": properties}), pointer) == meant


@pytest.mark.parametrize(
    ("written", "types"),
    [
        (True, ALL),
        ({}, ALL),
        (False, set()),
        ({"type": "number"}, {"number", "integer"}),
        ({"type": ["string", "null"]}, {"string", "null"}),
        ({"enum": [1, 1.5, "a", None, True]}, {"integer", "number", "string", "null", "boolean"}),
        ({"const": 2.0}, {"integer"}),
        ({"type": "number", "const": 1.5}, {"number"}),
        ({"type": "integer", "enum": ["a"]}, set()),
        (ref("Alias"), {"object"}),
        ({**ref("Maybe"), "type": "null"}, {"null"}),
        (ref("Maybe"), {"object", "null"}),
        ({"allOf": [{"type": ["object", "null"]}, {"type": ["null", "string"]}]}, {"null"}),
        ({"oneOf": [TEXT, WHOLE], "not": WHOLE}, {"string"}),
        ({"not": {"type": "null", "description": "never"}}, ALL - {"null"}),
        ({"not": {"minLength": 1}}, ALL),
        ({"if": TEXT, "then": {"type": ["string", "null"]}, "else": WHOLE}, {"string", "integer"}),
        ({"if": {"type": "null"}, "else": TEXT}, {"null", "string"}),
        (ref("Loop"), ALL),
        (ref("Inner"), {"object"}),
        (ref("Nobody"), ALL),
        ({"type": "file"}, set()),
    ],
)
def test_types_are_intersected_and_united(written, types):
    assert schema.types(placed(written), "/s/it") == types
    assert schema.admits_null(placed(written), "/s/it") is ("null" in types)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (ref("Alias"), ["name", "price"]),
        ({**ref("Named"), "properties": {"z": TEXT, "name": TEXT}}, ["z", "name"]),
        # PITFALLS 2: every applicator counts, taken or not
        (
            {
                "oneOf": [{"properties": {"a": TEXT}}, {"anyOf": [{"properties": {"b": TEXT}}]}],
                "if": {"properties": {"kind": {"const": "card"}, "a": {}}},
                "then": {"properties": {"cvv": TEXT}},
                "else": {"properties": {"iban": TEXT}},
                "dependentSchemas": {"a": {"properties": {"c": TEXT}}},
                "not": {"properties": {"never": TEXT}},
                "properties": {"first": TEXT},
            },
            ["first", "a", "b", "cvv", "iban", "c", "kind"],
        ),
        (ref("Loop"), []),
        (ref("Node"), ["next"]),
        (True, []),
    ],
)
def test_declared_names_are_the_union_over_all_applicators(written, names):
    assert list(schema.declared(placed(written), "/s/it")) == names


def test_a_declared_name_says_where_and_a_test_only_where_nothing_else_does():
    written = {
        **ref("Named"),
        "properties": {"name": TEXT, "a/b": TEXT},
        "if": {"properties": {"name": {"const": 1}, "kind": {"const": 1}}},
    }
    found = schema.declared(placed(written), "/s/it")
    assert found["name"] == ("/s/it/properties/name", "/s/Named/properties/name")
    assert found["a/b"] == ("/s/it/properties/a~1b",)
    assert found["kind"] == ("/s/it/if/properties/kind",)


HAS_A = {"type": "object", "required": ["a"]}


@pytest.mark.parametrize(
    ("written", "required"),
    [
        (HAS_A, True),
        ({"required": ["a"]}, False),  # a text has no members, and is admitted
        ({**HAS_A, "type": ["object", "null"]}, False),  # PITFALLS 20
        ({"allOf": [HAS_A, {"type": ["object", "null"]}]}, True),
        ({"anyOf": [HAS_A, HAS_A]}, True),
        ({"anyOf": [HAS_A, NULL]}, False),
        ({"type": "object", "anyOf": [HAS_A, NULL]}, True),  # null is never the branch taken
        ({"oneOf": [HAS_A, {"type": "object"}]}, False),
        ({"type": "object", "if": {"required": ["a"]}, "then": {}, "else": HAS_A}, True),
        ({"type": "object", "if": {"required": ["a"]}, "then": HAS_A}, False),
        ({"type": "object", "enum": [{"a": 1}, {"a": None}]}, True),
        ({"enum": [{"a": 1}, {"b": 1}]}, False),
        ({"type": "object", "not": {"required": ["a"]}}, False),
        (ref("Inner"), True),
        (ref("Loop"), False),
        (False, False),
    ],
)
def test_a_name_is_required_only_if_every_branch_has_it_and_only_objects_are_admitted(
    written, required
):
    assert schema.requires(placed(written), "/s/it", "a") is required


@given(
    documents(PRESENCE).map(downward), st.sampled_from(PROPERTIES), st.lists(members(), min_size=8)
)
def test_a_required_member_is_in_every_value_that_is_admitted(document, name, drawn):
    for component in NAMES:
        pointer = f"/components/schemas/{component}"
        if schema.requires(document, pointer, name):
            admitted = [value for value in drawn if is_valid(document, pointer, value)]
            assert all(isinstance(value, dict) and name in value for value in admitted)


@given(documents(), st.sampled_from(NAMES), values())
def test_the_type_of_every_admitted_value_is_listed(document, component, value):
    pointer = f"/components/schemas/{component}"
    assume(judgeable(document) and is_valid(document, pointer, value))
    assert schema.type_of(value) in schema.types(document, pointer)


@pytest.mark.parametrize(
    ("written", "pointers"),
    [
        ({"items": TEXT}, ("/s/it/items",)),
        (
            {"prefixItems": [TEXT, WHOLE], "items": False},
            ("/s/it/prefixItems/0", "/s/it/prefixItems/1", "/s/it/items"),
        ),
        ({"allOf": [{"items": TEXT}], "anyOf": [{"items": WHOLE}]},
         ("/s/it/allOf/0/items", "/s/it/anyOf/0/items")),
        ({"type": "array"}, ()),
    ],
)  # fmt: skip
def test_items_are_those_of_every_applicator(written, pointers):
    assert schema.items(placed(written), "/s/it") == pointers


@pytest.mark.parametrize(
    ("written", "values_at", "is_open"),
    [
        ({}, None, True),
        ({"type": "object"}, None, True),
        ({"type": ["object", "null"], "additionalProperties": True}, None, True),
        ({"type": "object", "additionalProperties": {"description": "anything"}}, None, True),
        ({"type": "object", "additionalProperties": TEXT}, "/s/it/additionalProperties", False),
        ({"type": "object", "additionalProperties": ref("Named")},
         "/s/it/additionalProperties", False),
        ({"allOf": [{"additionalProperties": TEXT}]}, "/s/it/allOf/0/additionalProperties", False),
        ({"type": "object", "additionalProperties": False}, None, False),
        ({"type": "object", "unevaluatedProperties": False}, None, False),
        ({"type": "object", "patternProperties": {"^x": TEXT}}, None, True),
        (ref("Named"), None, False),
        (ref("Maybe"), None, False),
        ({"enum": [{"a": 1}]}, None, False),
        ({"anyOf": [{"const": {"a": 1}}, {"type": "object", "maxProperties": 0}]}, None, False),
        ({"anyOf": [{"const": {"a": 1}}, {"type": "object"}]}, None, True),
        (TEXT, None, False),
        (True, None, True),
        (False, None, False),
    ],
)  # fmt: skip
def test_a_map_has_a_schema_for_its_values_and_a_free_form_has_nothing(written, values_at, is_open):
    assert schema.map_values(placed(written), "/s/it") == values_at
    assert schema.is_open(placed(written), "/s/it") is is_open


def flat(written):
    return schema.flatten_object(placed(written), "/s/it")


def test_a_chain_of_allof_and_references_is_one_object():
    found = flat({**ref("Alias"), "properties": {"name": {"minLength": 1}}, "minProperties": 2})
    assert found == schema.FlatObject(
        properties=(
            ("name", ("/s/it/properties/name", "/s/Named/properties/name")),
            ("price", ("/s/Priced/allOf/1/properties/price",)),
        ),
        required=("name", "price"),
        closed=False,
        values=None,
        beyond=(("minProperties", "/s/it/minProperties"),),
    )


@pytest.mark.parametrize(
    "written",
    [
        TEXT,
        False,
        ref("Nobody"),
        {"oneOf": [ref("Named"), ref("Priced")]},
        {**ref("Named"), "if": {"required": ["a"]}},
        {**ref("Named"), "not": {"required": ["a"]}},
        {"enum": [{"a": 1}]},
        # closed against what the other link declares: no object has both
        {"allOf": [ref("Named"), {"properties": {"a": TEXT}, "additionalProperties": False}]},
        {"allOf": [{"additionalProperties": TEXT}, {"additionalProperties": WHOLE}]},
    ],
)
def test_what_is_not_exactly_one_object_is_not_flattened(written):
    assert flat(written) is None


@pytest.mark.parametrize(
    ("written", "closed", "values_at"),
    [
        ({**ref("Priced"), "unevaluatedProperties": False}, True, None),
        ({"properties": {"a": TEXT}, "additionalProperties": False}, True, None),
        ({"patternProperties": {"^x-": TEXT}, "additionalProperties": False}, False, None),
        ({"properties": {"a": TEXT}, "additionalProperties": TEXT}, False,
         "/s/it/additionalProperties"),
        ({"allOf": [{"properties": {"a": TEXT}}], "properties": {"a": {}},
          "additionalProperties": False}, True, None),
        ({**ref("Named"), "additionalProperties": {}}, False, None),
    ],
)  # fmt: skip
def test_a_flat_object_says_what_becomes_of_undeclared_members(written, closed, values_at):
    found = flat(written)
    assert (found.closed, found.values) == (closed, values_at)


def test_conjuncts_hold_together_and_alternatives_do_not():
    written = {**ref("Maybe"), "allOf": [{"oneOf": [TEXT, NULL]}], "anyOf": [TEXT]}
    document = placed(written)
    assert schema.conjuncts(document, "/s/it") == ("/s/it", "/s/Maybe", "/s/it/allOf/0")
    assert schema.alternatives(document, "/s/it") == (
        ("/s/it/anyOf/0",),
        ("/s/Maybe/anyOf/0", "/s/Maybe/anyOf/1"),
        ("/s/it/allOf/0/oneOf/0", "/s/it/allOf/0/oneOf/1"),
    )


def test_deep_nesting_overflows_no_stack():
    written = {"type": "object", "required": ["a"]}
    for _ in range(1_000):
        written = {"allOf": [written]}
    document = placed(written)
    assert schema.types(document, "/s/it") == {"object"}
    assert not schema.requires(document, "/s/it", "a")  # beyond what is looked at


def test_types_of_schemas_in_a_circle_are_those_that_none_of_them_refuses():
    circle = {f"S{n}": {"anyOf": [ref(f"S{(n + 1) % 50}"), TEXT]} for n in range(50)}
    document = {"s": {**circle, "Both": {"allOf": [ref("S0"), ref("Both")], "type": "string"}}}
    assert schema.types(document, "/s/S0") == ALL
    assert schema.types(document, "/s/Both") == {"string"}
