"""The cut of a schema is never smaller than what is read of its values (PITFALLS 18).

Random object schemas and random uses, drawn by seeds: each valid value, projected to what is read,
is a value of the cut. `BFFGEN_CUTS=5000` draws more of them.
"""

import json
import os
import random

import pytest

from bffgen.compose.cut import Recursive, cut
from bffgen.compose.uses import UseTree
from bffgen.contract.workspace import read_workspace
from bffgen.proof.validate import first_fault, is_valid
from tests.workspaces import files, one, reader

COUNT = int(os.environ.get("BFFGEN_CUTS", "150"))
NAMES = ("a", "b", "c")
SCALARS = (None, True, 0, 1, 1.5, -3, "", "a", "b", "abc")
LEAVES = (
    {"type": "string"},
    {"type": "string", "maxLength": 1},
    {"type": "string", "minLength": 1, "pattern": "^a"},
    {"type": "integer", "minimum": 0},
    {"type": "number", "maximum": 1},
    {"type": ["string", "null"]},
    {"type": ["integer", "string"]},
    {"type": "boolean"},
    {"enum": ["a", 1]},
    {"enum": ["a", None]},
    {"const": "b"},
    {"type": "null"},
    {"$ref": "#/components/schemas/Part"},
    {},
)
PART = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}


class Drawing:
    def __init__(self, seed):
        self.rng = random.Random(f"cut {seed}")

    def schema(self, depth):
        rng = self.rng
        roll = rng.random()
        if depth == 0 or roll < 0.45:
            return rng.choice(LEAVES)
        if roll < 0.75:
            return self.object(depth)
        if roll < 0.87:
            return {"type": "array", "items": self.schema(depth - 1), **self.maybe("maxItems", 1)}
        if roll < 0.92:
            return {"type": "object", "additionalProperties": self.schema(depth - 1)}
        if roll < 0.96:
            return {"allOf": [self.schema(depth - 1), rng.choice(LEAVES)]}
        return {rng.choice(("anyOf", "oneOf")): rng.sample(LEAVES, 2)}

    def maybe(self, keyword, value):
        return {keyword: value} if self.rng.random() < 0.3 else {}

    def object(self, depth):
        rng = self.rng
        names = rng.sample(NAMES, rng.randint(1, 3))
        made = {
            "type": rng.choice(("object", "object", ["object", "null"])),
            "properties": {name: self.schema(depth - 1) for name in names},
            **self.maybe("required", rng.sample(NAMES, 1)),
            **self.maybe("minProperties", 2),
            **self.maybe("additionalProperties", rng.choice((False, {"type": "string"}))),
        }
        for word in ("oneOf", "anyOf", "allOf"):
            if rng.random() < 0.25:
                made[word] = self.branches(depth)
        if rng.random() < 0.15:
            made["not"] = {"required": rng.sample(NAMES, 2)}
        if rng.random() < 0.15:
            then, other = self.branches(depth)
            made |= {"if": {"required": ["a"]}, "then": then, "else": other}
        return made

    def branches(self, depth):
        """Draw two branches; a name that one declares the other does too.

        Where it does not, the cut counts on the sender: it sends no name of a branch that it has
        not taken, though the letter of the schema lets it (PITFALLS 2).
        """
        rng = self.rng
        names = [name for name in NAMES if rng.random() < 0.2]
        return [
            {
                **self.maybe("required", [rng.choice(NAMES)]),
                "properties": {name: self.schema(depth - 1) for name in names},
            }
            for _ in range(2)
        ]

    def use(self, depth=3):
        rng = self.rng
        if depth == 0 or rng.random() < 0.3:
            return UseTree(whole=True)
        members = {name: self.use(depth - 1) for name in NAMES if rng.random() < 0.6}
        return UseTree(members=members, element=self.use(depth - 1))

    def value(self, depth):
        rng = self.rng
        roll = rng.random()
        if depth == 0 or roll < 0.4:
            return rng.choice(SCALARS)
        if roll < 0.85:
            names = [name for name in NAMES if rng.random() < 0.6]
            return {name: self.value(depth - 1) for name in names}
        return [self.value(depth - 1) for _ in range(rng.randint(0, 2))]


def api(schema, parts=None):
    tree = files(one(schema, {"Part": PART, **(parts or {})}), {}, {"getThing": "x.y"})
    (client,) = read_workspace(reader(tree))[0].clients
    pointer = client.api.operations[0].response("200").content[0].schema_pointer
    return client.api, pointer


def projected(value, use):
    """Keep what is read of a value."""
    if use.whole:
        return value
    if isinstance(value, dict):
        return {name: projected(each, use.members[name]) for name, each in value.items()
                if name in use.members}  # fmt: skip
    if isinstance(value, list):
        return [projected(each, use.element or UseTree(whole=True)) for each in value]
    return value


@pytest.mark.parametrize("first", range(0, COUNT, 25))
def test_what_is_read_of_a_valid_value_is_a_value_of_the_cut(first):
    valid = 0
    for seed in range(first, first + 25):
        drawing = Drawing(seed)
        schema, use = drawing.object(3), drawing.use()
        upstream, pointer = api(schema)
        made = cut(upstream, pointer, use, upstream)
        for _ in range(60):
            value = drawing.value(4)
            if not is_valid(upstream.meaning, pointer, value):
                continue
            valid += 1
            fault = first_fault(made, "", projected(value, use))
            assert fault is None, f"seed {seed}: {schema} read {use}: {value} gives {fault}"
    assert valid > 15


@pytest.mark.parametrize("first", range(0, COUNT, 50))
def test_a_value_that_both_sides_have_survives_the_clients_bounds(first):
    both = refused = 0
    for seed in range(first, first + 50):
        drawing = Drawing(seed)
        rng = drawing.rng
        sent, taken = (
            {"type": "object", "properties": {"a": rng.choice(LEAVES[:-1])}} for _ in range(2)
        )
        upstream, at = api(sent)
        client, target = api(taken)
        place = f"{target}/properties/a"
        use = UseTree(members={"a": UseTree(narrowed_by={(place, False)})})
        made = cut(upstream, at, use, client)
        for value in (*SCALARS, {"a": "b"}, {"a": 1}):
            own = is_valid(upstream.meaning, at, {"a": value})
            asked = is_valid(client.meaning, target, {"a": value})
            kept = first_fault(made, "", {"a": value}) is None
            assert kept or not (own and asked), f"{sent} to {taken}: {value} is refused"
            both += own and asked
            refused += own and not asked and not kept
    assert both > 20
    assert refused > 5


# --- PITFALLS 18 and its neighbours, by name

A_OR_B = {
    "type": "object",
    "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
}
ONLY_A = UseTree(members={"a": UseTree()})


@pytest.mark.parametrize(
    "beside",
    [
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"not": {"required": ["b"]}},
        {"minProperties": 2},
        {"if": {"required": ["b"]}, "then": {"required": ["a"]}},
        {"dependentRequired": {"b": ["a"]}},
        {"additionalProperties": False},
        {"allOf": [{"required": ["b"]}]},
    ],
)
def test_what_is_said_about_a_name_that_is_not_read_is_not_asked(beside):
    upstream, pointer = api({**A_OR_B, **beside})

    made = cut(upstream, pointer, ONLY_A, upstream)

    assert made == {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "required": [],
    }


@pytest.mark.parametrize(
    ("beside", "required"),
    [
        ({"required": ["a", "b"]}, ["a"]),
        ({"allOf": [{"required": ["a"]}]}, ["a"]),
        ({"anyOf": [{"required": ["a"]}, {"required": ["a", "b"]}]}, ["a"]),
        ({"type": ["object", "null"], "required": ["a"]}, ["a"]),
    ],
)
def test_a_name_that_every_object_has_is_required_of_the_cut(beside, required):
    upstream, pointer = api({**A_OR_B, **beside})
    made = cut(upstream, pointer, ONLY_A, upstream)
    made = made["anyOf"][0] if "anyOf" in made else made

    assert made["required"] == required


def test_docs_at_the_place_of_use_go_before_those_of_the_component():
    schema = {
        "type": "object",
        "properties": {
            "a": {"$ref": "#/components/schemas/Part", "description": "Here."},
            "b": {"$ref": "#/components/schemas/Part"},
        },
    }
    upstream, pointer = api(schema, {"Part": {**PART, "description": "There."}})

    made = cut(upstream, pointer, UseTree(whole=True), upstream)

    assert made["properties"]["a"]["description"] == "Here."
    assert made["properties"]["b"]["description"] == "There."


NODE = {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Node"}}}
TREE = {
    "type": "object",
    "properties": {
        "a": {"type": "string"},
        "b": {"type": "string"},
        "in": {"$ref": "#/components/schemas/Node"},
    },
}


def test_a_value_that_contains_itself_is_cut_as_far_as_it_is_read():
    upstream, pointer = api({"$ref": "#/components/schemas/Node"}, {"Node": NODE})
    part = UseTree(members={"a": UseTree(members={"a": UseTree()})})

    made = cut(upstream, pointer, part, upstream)

    assert made["properties"]["a"]["properties"]["a"] == {
        "type": "object",
        "properties": {},
        "required": [],
    }
    assert "$ref" not in json.dumps(made)


def test_a_value_that_contains_itself_and_is_read_whole_refers_to_itself():
    upstream, pointer = api({"$ref": "#/components/schemas/Node"}, {"Node": NODE})

    made = cut(upstream, pointer, UseTree(whole=True), upstream)

    assert made["$defs"]["0"]["properties"]["a"] == {"$ref": "#/$defs/0"}
    assert first_fault(made, "", {"a": {"a": {}}}) is None
    assert first_fault(made, "", {"a": {"a": 1}}) is not None


def test_a_value_that_is_read_like_one_around_it_is_the_same_and_else_another():
    upstream, pointer = api({"$ref": "#/components/schemas/Node"}, {"Node": TREE})
    whole = UseTree(members={"a": UseTree()})
    inner = UseTree(again=[whole])
    whole.members["in"] = inner

    alike = cut(upstream, pointer, whole, upstream)
    assert list(alike["$defs"]) == ["0"]

    inner.members["b"] = UseTree()
    unlike = cut(upstream, pointer, whole, upstream)
    assert "b" not in unlike["properties"]
    (again,) = unlike["$defs"].values()
    assert {"a", "b", "in"} == set(again["properties"])


def test_a_list_of_nothing_but_itself_cannot_be_read_whole():
    upstream, pointer = api(
        {"$ref": "#/components/schemas/Rows"},
        {"Rows": {"type": "array", "items": {"$ref": "#/components/schemas/Rows"}}},
    )
    with pytest.raises(Recursive):
        cut(upstream, pointer, UseTree(whole=True), upstream)


def test_bounds_of_an_array_and_of_its_elements_are_the_stricter_of_both_sides():
    def array(items, **bounds):
        return {
            "type": "object",
            "properties": {"a": {"type": "array", "items": items, **bounds}},
        }

    upstream, at = api(array({"type": "string", "maxLength": 9}, minItems=1))
    client, target = api(array({"type": "string", "minLength": 2}, maxItems=3))
    place = f"{target}/properties/a"
    use = UseTree(members={"a": UseTree(whole=True, narrowed_by={(place, False)})})

    assert cut(upstream, at, use, client)["properties"]["a"] == {
        "type": "array",
        "items": {"type": "string", "minLength": 2, "maxLength": 9},
        "minItems": 1,
        "maxItems": 3,
    }


@pytest.mark.parametrize(
    ("places", "may_be_null"),
    [([], True), (["text"], False), (["maybe"], True), (["text", "else"], True)],
)
def test_null_is_let_in_unless_every_place_refuses_it(places, may_be_null):
    upstream, at = api({"type": "object", "properties": {"a": {"type": ["string", "null"]}}})
    client, target = api(
        {
            "type": "object",
            "properties": {"text": {"type": "string"}, "maybe": {"type": ["string", "null"]}},
        }
    )
    targets = {"text": ("text", False), "maybe": ("maybe", False), "else": ("text", True)}
    narrowed = {(f"{target}/properties/{targets[p][0]}", targets[p][1]) for p in places}
    use = UseTree(members={"a": UseTree(narrowed_by=narrowed)})

    made = cut(upstream, at, use, client)

    assert (first_fault(made, "", {"a": None}) is None) == may_be_null
