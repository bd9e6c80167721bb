"""Pairs of documents, broken at random: each is compared or told, in a shape that is promised.

A valid pair is changed at one to four places: a node goes, is doubled, moved, or becomes something
else. The seed is fixed; `COUNT` is what a run of all tests affords, `BFFGEN_MUTATIONS` asks more.
"""

import copy
import json
import os
from random import Random

import jsonschema_rs
import pytest

from tests.contract.test_side import CONTRACT, STRANGE, spots

COUNT = int(os.environ.get("BFFGEN_MUTATIONS", "60"))
SEED = 20261126
ENDS = (0, 1, 2)
WORDS = (
    *("type", "properties", "required", "items", "allOf", "anyOf", "oneOf", "not", "if", "then"),
    *("enum", "const", "discriminator", "nullable", "readOnly", "writeOnly", "dependentSchemas"),
    *("pattern", "format", "multipleOf", "minimum", "minLength", "minItems", "uniqueItems"),
    *("contains", "prefixItems", "unevaluatedProperties", "unevaluatedItems", "propertyNames"),
    *("patternProperties", "additionalProperties", "minProperties", "$ref", "$dynamicRef", "$id"),
    *("parameters", "requestBody", "responses", "content", "schema", "headers", "callbacks"),
    *("security", "servers", "encoding", "links", "style", "explode", "deprecated", "webhooks"),
)
VALUES = (
    *STRANGE,
    *(-1, 0, 1e-300, 10**300, 2**70, "string", "object", "array", "integer", "a" * 5_000),
    *("(?=a)b", "^(a+)+$", "\\p{L}", "[", "^a{1,100000}$", "\u202e\n\x1b[31m", "#/components"),
    *([["string"]], {"a": {"b": [1, {"c": None}]}}, [{"key": []}, {}], {"type": ["string", 3]}),
    {"allOf": [{"type": "object"}, {"required": ["k"]}], "unevaluatedProperties": False},
    {"oneOf": [{"const": 1}, {"enum": [1, 2]}], "not": {"not": {}}},
    {"if": {"minimum": 3}, "then": False, "else": {"multipleOf": 0.1}},
)


def change(rng, document):
    paths = [each for each in spots(document) if each]
    path = rng.choice(paths)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    other = document
    for key in rng.choice(paths):
        other = other[key]
    strange = copy.deepcopy(rng.choice((*VALUES, other)))
    match rng.randrange(4):
        case 0:
            holder[path[-1]] = strange
        case 1:
            del holder[path[-1]]
        case 2 if isinstance(holder, dict):
            holder[rng.choice(WORDS)] = strange
        case 3 if isinstance(holder, dict):
            holder[rng.choice(WORDS)] = holder.pop(path[-1])
        case _ if isinstance(holder, list):
            holder.append(strange)
        case _:
            holder[path[-1]] = strange


def mutated(rng):
    document = copy.deepcopy(CONTRACT)
    document["openapi"] = rng.choice(("3.0.3", "3.1.0", "3.1.0", "3.2.0"))
    for _ in range(rng.randrange(1, 5)):
        change(rng, document)
    return json.dumps(document)


@pytest.fixture(scope="module")
def findings_schema(root):
    path = root / "generator" / "bffgen" / "schemas" / "findings-1.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text()))


@pytest.mark.parametrize("number", range(COUNT))
def test_a_broken_pair_is_compared_or_told(number, bffgen, tmp_path, findings_schema):
    rng = Random(f"{SEED} {number}")
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(mutated(rng))
    code, out, err = bffgen("diff", "a.json", "b.json", "-f", "json", "--pure")
    assert code in ENDS
    assert "\x1b" not in err
    if code == 2:
        assert (out, err != "") == ("", True)
        return
    told = json.loads(out)
    assert findings_schema.is_valid(told)
    assert code == int(told["summary"]["breaks"] > 0)
    code, out, _ = bffgen("diff", "b.json", "b.json", "-f", "json", "--fail-on", "risky")
    assert json.loads(out)["findings"] == []
