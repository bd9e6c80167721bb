"""Values of schemas: all of them valid, all branches met, the same for the same seed."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.canonical import canonical_bytes
from bffgen.proof.validate import is_valid
from bffgen.verify.hints import Echo, Hints
from bffgen.verify.sample import Sampler, Unsampled, sample
from tests.strategies import NAMES, documents

SEEDS = range(200)

# What people write, and one schema for each keyword.
SCHEMAS = {
    "anything": {},
    "true": True,
    "null": {"type": "null"},
    "enum": {"enum": ["a", 1, None, {"b": [2]}]},
    "const": {"const": {"a": 1}},
    "two enums": {"allOf": [{"enum": ["a", "b", "c"]}, {"enum": ["b", "c", "d"]}]},
    "integer": {"type": "integer", "minimum": 3, "maximum": 5},
    "int32": {"type": "integer", "format": "int32"},
    "exclusive": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.001},
    "steps": {"type": "number", "multipleOf": 0.01, "minimum": 0.3},
    "text": {"type": "string", "minLength": 40, "maxLength": 44},
    "empty text": {"type": "string", "maxLength": 0},
    "pattern": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{4,}$", "maxLength": 9},
    "pattern without anchors": {"type": "string", "pattern": "[a-z]7", "minLength": 9},
    "two patterns": {"allOf": [{"type": "string", "pattern": "^a"}, {"pattern": "[0-9]{2}$"}]},
    **{
        name: {"type": "string", "format": name}
        for name in (
            *("date", "date-time", "time", "uuid", "email", "ipv4", "ipv6", "uri", "hostname"),
            *("duration", "byte", "password", "made-up"),
        )
    },
    "short uri": {"type": "string", "format": "uri", "maxLength": 10},
    "tuple": {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "null"}],
        "items": False,
    },
    "set": {"type": "array", "items": {"enum": [1, 2, 3, 4]}, "uniqueItems": True, "minItems": 4},
    "contains": {"type": "array", "contains": {"const": "x"}, "items": {"type": "string"}},
    "many": {"type": "array", "items": {"type": "boolean"}, "minItems": 12, "maxItems": 13},
    "no elements": {"type": "array", "items": False},
    "closed": {
        "properties": {"a": {"type": "string"}, "b": False},
        "additionalProperties": False,
        "type": "object",
    },
    "map": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
    "map by pattern": {
        "type": "object",
        "patternProperties": {"^x-[a-z]+$": {"type": "string"}},
        "additionalProperties": False,
        "minProperties": 1,
    },
    "map with names": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z]{2}$"},
        "additionalProperties": {"type": "string"},
        "minProperties": 1,
    },
    "few members": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in "abcd"},
        "required": ["d"],
        "maxProperties": 2,
    },
    "required undeclared": {"type": "object", "required": ["a", "b"]},
    "dependent": {
        "type": "object",
        "properties": {"card": {"type": "string"}, "address": {"type": "string"}},
        "dependentRequired": {"card": ["address"]},
        "dependentSchemas": {"address": {"required": ["zip"]}},
    },
    "condition": {
        "type": "object",
        "required": ["kind", "size"],
        "properties": {"kind": {"enum": ["s", "n"]}, "size": {}},
        "if": {"properties": {"kind": {"const": "s"}}},
        "then": {"properties": {"size": {"type": "string"}}},
        "else": {"properties": {"size": {"type": "number"}}},
    },
    "one of two keys": {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    "not both": {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "not": {"required": ["a", "b"]},
    },
    "chain": {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer", "minimum": 5}}},
            {"properties": {"a": {"maximum": 7}, "b": {"type": "string"}}, "required": ["a"]},
        ]
    },
    "unevaluated": {
        "allOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}],
        "properties": {"b": {"type": "string"}},
        "unevaluatedProperties": False,
    },
    "union of types": {"type": ["integer", "string", "array"], "items": {"type": "null"}},
    "any of texts": {"anyOf": [{"type": "string", "format": "date"}, {"type": "string"}]},
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_value_is_valid(name):
    schema = SCHEMAS[name]
    sampler = Sampler(schema)
    for seed in SEEDS:
        value = sampler.sample("", Random(seed))
        assert is_valid(schema, "", value), value


@given(documents(), st.sampled_from(NAMES), st.integers(0, 2**32))
def test_what_is_drawn_of_a_random_document_is_valid_or_it_is_said_that_nothing_is(
    document, name, seed
):
    pointer = f"/components/schemas/{name}"
    try:
        value = sample(document, pointer, Random(seed))
    except Unsampled as fault:
        told = (fault.pointer, str(fault).split("`")[1])
    else:
        told = (pointer, pointer) if is_valid(document, pointer, value) else value
    assert told == (pointer, pointer)


@pytest.mark.parametrize("name", SCHEMAS)
def test_equal_seeds_draw_equal_values(name):
    drawn = [canonical_bytes(Sampler(SCHEMAS[name]).sample("", Random(seed))) for seed in (3, 3, 3)]
    assert len(set(drawn)) == 1


def drawn_of(schema, pointer="", *, seeds=SEEDS, hints=None):
    sampler = Sampler(schema)
    return [sampler.sample(pointer, Random(seed), hints or Hints()) for seed in seeds]


def test_a_run_meets_every_value_of_an_enum():
    assert {json.dumps(each) for each in drawn_of({"enum": ["a", "b", 3, None]})} == {
        *('"a"', '"b"', "3", "null")
    }


def test_a_run_meets_every_branch_and_every_shape():
    cat = {"type": "object", "required": ["lives"], "properties": {"lives": {"type": "integer"}}}
    dog = {"type": "object", "required": ["bark"], "properties": {"bark": {"type": "string"}}}
    schema = {
        "type": "object",
        "required": ["pet"],
        "properties": {
            "pet": {"oneOf": [cat, dog, {"type": "null"}]},
            "note": {"type": ["string", "null"]},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    }
    values = drawn_of(schema)
    shapes = {next(iter(each["pet"] or {"null": 0})) for each in values}
    assert shapes == {"lives", "bark", "null"}
    notes = {type(each["note"]) if "note" in each else "absent" for each in values}
    assert notes == {str, type(None), "absent"}
    assert {0, 1, 2, 3} <= {len(each["tags"]) for each in values if "tags" in each}


def test_a_run_meets_every_type_of_a_union():
    schema = {"type": ["integer", "string", "array", "null"], "items": {"type": "null"}}
    assert {type(each) for each in drawn_of(schema)} == {int, str, list, type(None)}


def test_keywords_tell_the_type_where_none_is_said():
    drawn = {
        name: {type(each) for each in drawn_of(schema)}
        for name, schema in {
            "object": {"properties": {"a": {"type": "string"}}},
            "array": {"items": {"type": "string"}},
            "text": {"maxLength": 5},
            "number": {"minimum": 5},
        }.items()
    }
    assert drawn == {"object": {dict}, "array": {list}, "text": {str}, "number": {float}}


def test_a_recursion_ends_and_goes_deeper_than_one_level():
    tree = {
        "type": "object",
        "required": ["value", "children"],
        "properties": {
            "value": {"type": "integer"},
            "children": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
        },
    }
    document = {"$defs": {"Tree": tree}}

    def depth(value):
        return 1 + max(map(depth, value["children"]), default=0)

    depths = {depth(each) for each in drawn_of(document, "/$defs/Tree", seeds=range(40))}
    assert 1 < max(depths) <= 8


def test_a_value_that_must_be_deep_is_as_deep_as_it_must():
    schema = {"type": "integer"}
    for _ in range(18):
        schema = {"type": "object", "required": ["a"], "properties": {"a": schema}}
    assert is_valid(schema, "", drawn_of(schema, seeds=[1])[0])


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (False, "none is nested"),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, "contradict"),
        ({"type": "string", "minLength": 3, "maxLength": 2}, "contradict"),
        ({"type": "integer", "minimum": 3, "exclusiveMaximum": 3}, "contradict"),
        ({"enum": [1, 2], "not": {"type": "integer"}}, "contradict"),
        ({"oneOf": [{"type": "string"}, {"type": "string"}]}, "more than one"),
        ({"type": "string", "pattern": "["}, "regex"),
        (
            {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}},
            "none is nested at most 30 levels",
        ),
    ],
)
def test_a_schema_without_values_is_told_with_its_pointer(schema, reason):
    document = {"schema": json.loads(json.dumps(schema).replace('"#"', '"#/schema"'))}
    with pytest.raises(Unsampled, match="`/schema`") as fault:
        sample(document, "/schema", Random(1))
    assert reason in fault.value.reason


def test_a_discriminator_tells_the_branch():
    pets = {
        "Pet": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
            },
        },
        "Cat": {
            "type": "object",
            "required": ["kind", "lives"],
            "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
        },
        "Dog": {
            "type": "object",
            "required": ["kind", "bark"],
            "properties": {"kind": {"type": "string"}, "bark": {"type": "boolean"}},
        },
    }
    values = drawn_of({"components": {"schemas": pets}}, "/components/schemas/Pet")
    told = {(each["kind"], "lives" in each, "bark" in each) for each in values}
    assert told == {("cat", True, False), ("dog", False, True)}


def test_a_discriminator_of_a_parent_tells_the_heir():
    parent = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"card": "#/components/schemas/Card", "cash": "#/components/schemas/Cash"},
        },
    }
    inherits = {"allOf": [{"$ref": "#/components/schemas/Payment"}]}
    schemas = {
        "Payment": parent,
        "Card": {**inherits, "required": ["number"], "properties": {"number": {"type": "string"}}},
        "Cash": {**inherits, "required": ["coins"], "properties": {"coins": {"type": "integer"}}},
    }
    document = {"components": {"schemas": schemas}}
    values = drawn_of(document, "/components/schemas/Payment")
    told = {(each["kind"], "number" in each, "coins" in each) for each in values}
    assert told == {("card", True, False), ("cash", False, True)}
    assert {each["kind"] for each in drawn_of(document, "/components/schemas/Card")} == {"card"}


def test_examples_are_taken_where_they_are_valid_and_never_elsewhere():
    schema = {
        "type": "object",
        "required": ["code", "size"],
        "properties": {
            "code": {"type": "string", "maxLength": 6, "examples": ["LAMP-1", "far too long"]},
            "size": {"type": "integer", "maximum": 9, "default": 7, "examples": [70]},
        },
    }
    values = drawn_of(schema)
    codes, sizes = [each["code"] for each in values], [each["size"] for each in values]
    assert 20 < codes.count("LAMP-1") < 200
    assert 20 < sizes.count(7) < 200
    assert "far too long" not in codes
    assert 70 not in sizes


def test_what_only_travels_in_requests_is_not_answered():
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "password": {"type": "string", "writeOnly": True},
        },
    }
    assert all("password" not in each for each in drawn_of(schema))


def test_an_echo_comes_back_where_it_fits_and_gives_way_where_not():
    schema = {
        "type": "object",
        "required": ["product_id", "currency", "price"],
        "properties": {
            "product_id": {"type": "string"},
            "currency": {"enum": ["EUR", "SEK"]},
            "price": {
                "type": "object",
                "required": ["currency"],
                "properties": {"currency": {"type": "string"}},
            },
        },
    }
    fitting = Hints(echoes=(Echo.of("productId", "lamp-1"), Echo.of("currency", "SEK", deep=True)))
    for each in drawn_of(schema, hints=fitting, seeds=range(20)):
        assert each["product_id"] == "lamp-1"
        assert each["currency"] == each["price"]["currency"] == "SEK"
    unfit = Hints(echoes=(Echo.of("currency", "XXX"),))
    assert {e["currency"] for e in drawn_of(schema, hints=unfit)} == {"EUR", "SEK"}


def test_an_object_looks_the_same_wherever_its_id_stands():
    item = {
        "type": "object",
        "required": ["id", "title", "size"],
        "properties": {
            "id": {"enum": ["a", "b"]},
            "title": {"type": "string"},
            "size": {"type": "integer"},
        },
    }
    schemas = {
        "Item": item,
        "Page": {
            "type": "object",
            "required": ["items"],
            "properties": {
                "items": {
                    "type": "array",
                    "minItems": 3,
                    "items": {"$ref": "#/components/schemas/Item"},
                }
            },
        },
    }
    sampler = Sampler({"components": {"schemas": schemas}})
    seen = {}
    for number in range(20):
        hints = Hints(seed="7", identity=f"page {number}")
        page = sampler.sample("/components/schemas/Page", Random(number), hints)
        for each in page["items"]:
            assert seen.setdefault(each["id"], each) == each
    alone = Hints(seed="7", identity="a", own_id="a")
    assert sampler.sample("/components/schemas/Item", Random(1), alone) == seen["a"]
    other = Hints(seed="8", identity="a", own_id="a")
    assert sampler.sample("/components/schemas/Item", Random(1), other) != seen["a"]


@pytest.mark.parametrize(
    ("name", "owner", "pattern"),
    [
        ("currency", "Price", r"[A-Z]{3}"),
        ("email", "User", r"[a-z.]+@mail\.example"),
        ("imageUrl", "Product", r"https://.*"),
        ("sku", "Product", r"[A-Z]{3}-[0-9]{4}-[A-Z]{3}"),
        ("createdAt", "Order", r"202[56]-[0-9]{2}-[0-9]{2}T.*Z"),
        ("firstName", "User", r"[A-Z][a-z]+"),
        ("descriptionHtml", "Product", r"<p>.*</p>"),
        ("countryCode", "Address", r"[A-Z]{2}"),
        ("traceId", "Problem", r"[0-9a-f]{32}"),
    ],
)
def test_a_text_is_what_its_name_says(name, owner, pattern):
    schemas = {
        owner: {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
    }
    pointer = f"/components/schemas/{owner}"
    values = [each[name] for each in drawn_of({"components": {"schemas": schemas}}, pointer)]
    held = {"type": "string", "pattern": f"^(?:{pattern})$"}
    assert [each for each in values if not is_valid(held, "", each)] == []
    assert len(set(values)) > 1
