"""What a composition copies is what is promised, is shown not to be, or is said to be undecided.

Every schema of a list is copied to every other one, in both versions of OpenAPI, by one build; then
values are tried on both sides by the judge of witnesses. What one side has and the other refuses
must be told for that property, with a value that shows it.
"""

import json
import re
from functools import cache

import pytest

from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.finding import Effect
from bffgen.proof.validate import is_valid
from tests.workspaces import files, one, reader

SCHEMAS = [
    {"type": "string"},
    {"type": "string", "maxLength": 3},
    {"type": "string", "minLength": 1, "maxLength": 10},
    {"type": "string", "pattern": "^[a-z]*$"},
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    {"type": "string", "format": "date"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "of-our-own"},
    {"enum": ["a", "b"]},
    {"enum": ["a", "b", "abcd"]},
    {"const": "a"},
    {"type": ["string", "null"]},
    {"type": ["string", "null"], "enum": ["a", None]},
    {"type": "integer"},
    {"type": "integer", "format": "int32"},
    {"type": "integer", "minimum": 0, "maximum": 9},
    {"type": "number"},
    {"type": "number", "exclusiveMinimum": 0},
    {"type": "number", "multipleOf": 0.5},
    {"type": "boolean"},
    {"enum": [1, 2]},
    {"type": ["string", "integer"]},
    {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "integer"}]},
    {"oneOf": [{"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 3}]},
    {"allOf": [{"type": "string", "maxLength": 4}, {"pattern": "^a"}]},
    {"allOf": [{"$ref": "#/components/schemas/Short"}, {"minLength": 1}]},
    {"type": "array", "items": {"type": "string"}},
    {"type": "array", "items": {"type": "string", "maxLength": 1}, "maxItems": 2},
    {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 1},
    {"type": "array", "items": {"type": ["string", "null"]}},
    {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
    {"type": "object", "additionalProperties": {"type": "string"}},
    {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
]
TEXTS = ["", "a", "b", "A", "abcd", "2024-05-06", "2024-05-06T10:00:00Z", "x" * 11]
TEXTS += ["b0a0e7a2-4a5d-4a53-9c4e-0a8d6a3e1c11", "2024-99-99"]
PLAIN = [*TEXTS, 0, 1, 2, 3, 6, 9, 10, -1, 2**31, 0.5, 0.25, 1.0, True, False, None]
VALUES = [
    *PLAIN,
    *([each] for each in PLAIN),
    [],
    ["a", "b", "a"],
    [[]],
    [[1]],
    [["a"]],
    [[1.5]],
    {},
    *({"k": each} for each in PLAIN),
]
BOUNDS = {"minLength", "maxLength", "pattern", "minItems", "maxItems", "multipleOf"}
BOUNDS |= {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}


def loosened(schema):
    """Leave the bounds of a schema out, but under anyOf and oneOf."""
    if isinstance(schema, dict):
        kept = {k: v for k, v in schema.items() if k not in BOUNDS}
        if kept.get("format") == "int32":
            del kept["format"]
        for key in ("items", "additionalProperties"):
            if key in kept:
                kept[key] = loosened(kept[key])
        if kept == {"$ref": "#/components/schemas/Short"}:
            return loosened(SHORT)
        if "allOf" in kept:
            kept["allOf"] = [loosened(each) for each in kept["allOf"]]
        return kept
    return schema


def modern(schema):
    return schema


def old(schema):
    """Write a schema in the words of OpenAPI 3.0; None where it has none for it."""
    made = dict(schema)
    types = made.get("type")
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if isinstance(types, list):
        if types[1:] != ["null"]:
            return None
        made |= {"type": types[0], "nullable": True}
    if "exclusiveMinimum" in made:
        made |= {"minimum": made["exclusiveMinimum"], "exclusiveMinimum": True}
    for key in ("items", "additionalProperties"):
        if key in made:
            made[key] = old(made[key])
            if made[key] is None:
                return None
    return made


ROOT = "contracts/clients/admin"
SHORT = {"type": "string", "maxLength": 3}


def workspace(spelled, version):
    """Give a workspace that copies every schema to every other, and the pairs by property."""
    pairs, theirs, mine = {}, {}, {}
    for n, sent in enumerate(SCHEMAS):
        if spelled(sent) is None:
            continue
        names = {f"t{m}": taken for m, taken in enumerate(SCHEMAS)}
        theirs[f"s{n}"] = {"type": "object", "properties": dict.fromkeys(names, spelled(sent))}
        mine[f"s{n}"] = {"type": "object", "properties": names}
        pairs |= {f"s{n}.{name}": (sent, taken) for name, taken in names.items()}
    parts = {"Short": SHORT}
    upstream = one({"type": "object", "properties": theirs}, parts) | {"openapi": version}
    client = one({"type": "object", "properties": mine}, parts)
    return files(client, {"things": upstream}, {"getThing": "things.getThing"}), pairs


def told(tree):
    """Give what is found of each property, element or not."""
    read, faults = read_workspace(reader(tree))
    assert not [each for each in faults if each.effect is Effect.BREAKS], faults[:2]
    (client,) = read.clients
    _, found = plan_client(client, read)
    by_property = {}
    for each in found:
        facts = dict(each.facts)
        said = f"{facts.get('property') or facts.get('what', '')}"
        name = re.search(r"s\d+\.t\d+", said).group()
        by_property.setdefault(name, []).append(each)
    return by_property


@cache
def document(schema):
    return {"s": json.loads(schema), "components": {"schemas": {"Short": SHORT}}}


def judged(schema, value):
    return is_valid(document(json.dumps(schema)), "/s", value)


@pytest.fixture(scope="module", params=[(modern, "3.1.0"), (old, "3.0.3")], ids=["3.1", "3.0"])
def copies(request):
    """Give the pairs by property, and what one build finds of each."""
    tree, pairs = workspace(*request.param)
    return pairs, told(tree)


def test_no_copy_can_lie_about_its_type_in_silence(copies):
    pairs, found = copies
    silent, soft = [], []
    for name, (sent, taken) in pairs.items():
        loose = loosened(taken)
        effects = {each.effect for each in found.get(name, ())}
        for value in (each for each in VALUES if judged(sent, each)):
            if judged(taken, value):
                continue
            if not effects:
                silent.append((sent, taken, value))
            elif Effect.BREAKS not in effects and not judged(loose, value):
                soft.append((sent, taken, value, found[name][0].rule))
    assert silent == []
    # What is undecided may be of another kind; what is decided must not be called a bound.
    assert [each for each in soft if each[-1] != "compose-type-unknown"] == []


def test_what_is_told_of_a_copy_is_shown(copies):
    pairs, found = copies
    shown = 0
    for name, findings in found.items():
        for each in findings:
            note = dict(each.notes).get("witness", "")
            text = note.partition("   ")[0]
            if each.rule not in ("compose-type", "compose-bound") or "..." in text or not text:
                continue
            if "elements" in text or "element" in text:
                continue
            sent, taken = pairs[name]
            value = json.loads(text)
            assert judged(sent, value), (sent, taken, value)
            assert not judged(taken, value), (sent, taken, value)
            shown += 1
    assert shown > 200


def test_a_value_that_the_storefront_does_not_promise_stops_its_build(root):
    path = "contracts/clients/admin/schemas/restock.json"

    def read(name):
        content = (root / name).read_bytes()
        return (
            content.replace(b'"soon", "now"', b'"soon", "now", "later"')
            if name == path
            else content
        )

    assert read(path) != (root / path).read_bytes()
    workspace, faults = read_workspace(read, only=["admin"])
    plan, found = plan_client(next(e for e in workspace.clients if e.name == "admin"), workspace)
    assert (plan, faults) == (None, ())
    (each,) = [each for each in found if each.effect is Effect.BREAKS]
    assert each.rule == "compose-type"
    assert dict(each.notes)["witness"].startswith('"later"   valid for `restock.urgency`')
    documents = [mark.place.document for mark in each.marks]
    assert documents == [f"{ROOT}/composition.yaml", f"{ROOT}/openapi.yaml", path]
