"""One case for each lesson of COMPATIBILITY.md 5, and the keywords in turn."""

import pytest

from bffgen.model.pool import Pool
from bffgen.proof import prove
from bffgen.proof.prover import Prover
from bffgen.proof.side import Side

TEXT, WHOLE, OBJECT = {"type": "string"}, {"type": "integer"}, {"type": "object"}


def tree(size, longest):
    """Give a schema of `size` kinds of nodes that refer to each other in many ways."""
    definitions = {
        f"N{n}": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["x"],
                    "properties": {
                        "x": {"$ref": f"#/$defs/N{(n * 7 + 1) % size}"},
                        "y": {"$ref": f"#/$defs/N{(n * 3 + 2) % size}"},
                    },
                },
                {"type": "array", "items": {"$ref": f"#/$defs/N{(n + 5) % size}"}},
                {"type": "string", "maxLength": longest if n == size - 2 else n},
            ]
        }
        for n in range(size)
    }
    return {"$ref": "#/$defs/N0", "$defs": definitions}


def variants(count):
    return {
        "oneOf": [
            {"type": "object", "required": ["k"], "properties": {"k": {"const": str(n)}}}
            for n in range(count)
        ]
    }


OVERLAPPING = [{"type": "object", "properties": {f"p{n}": TEXT}} for n in range(12)]
LIST = {"$ref": "#/$defs/L", "$defs": {"L": {
    "type": ["object", "null"], "required": ["next"], "properties": {"next": {"$ref": "#/$defs/L"}},
}}}  # fmt: skip
ENDLESS = {"$ref": "#/$defs/L", "$defs": {"L": {
    "type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/$defs/L"}},
}}}  # fmt: skip

# Below G, H is empty as long as G is; G is not, by its other branch, and then H is not either.
HANGING = {
    "type": "object",
    "required": ["a", "b"],
    "properties": {"a": {"$ref": "#/$defs/G"}, "b": {"$ref": "#/$defs/H"}},
    "$defs": {
        "G": {
            "type": "object",
            "if": {"required": ["z"]},
            "then": {"required": ["h"], "properties": {"h": {"$ref": "#/$defs/H"}}},
            "else": {"required": ["k"]},
        },
        "H": {"type": "object", "required": ["g"], "properties": {"g": {"$ref": "#/$defs/G"}}},
    },
}

LESSONS = [
    # coinduction: emptiness that hangs on itself, and what only seems to
    (HANGING, False, "no"),
    (ENDLESS, False, "yes"),
    (LIST, False, "no"),
    (LIST, ENDLESS, "no"),
    (tree(40, 40), tree(40, 40), "yes"),
    (tree(40, 40), tree(40, 39), "no"),
    (tree(40, 39), tree(40, 40), "yes"),
    # a negation is entailed only by what is fully absorbed
    ({"type": "object", "required": ["a"]},
     {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "yes"),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}], **OBJECT},
     {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "yes"),
    # model-guided branching, and unions told apart by a tag
    ({"oneOf": OVERLAPPING}, {"oneOf": OVERLAPPING[:-1]}, "no"),
    (variants(60), variants(59), "no"),
    (variants(59), variants(60), "yes"),
    # exact numbers
    ({"multipleOf": 0.01, "type": "number"}, {"multipleOf": 0.001}, "yes"),
    ({"multipleOf": 0.01, "type": "number"}, {"multipleOf": 0.1}, "no"),
    ({"const": 1.0}, WHOLE, "yes"),
    ({"const": 1}, {"const": True}, "no"),
    ({"type": "number", "minimum": 0.1, "maximum": 0.1}, {"const": 0.1}, "yes"),
    ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, WHOLE, "no"),
    ({"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, False, "yes"),
    (WHOLE, {"anyOf": [{"multipleOf": n} for n in (2, 3, 5, 7)]}, "no"),
    ({"type": "integer", "minimum": 2, "maximum": 10},
     {"anyOf": [{"multipleOf": n} for n in (2, 3, 5, 7)]}, "yes"),
    # contains of one schema is counted together
    ({"contains": WHOLE, "minContains": 2, "type": "array"}, {"contains": WHOLE}, "yes"),
    ({"allOf": [{"contains": WHOLE, "minContains": 3}, {"contains": WHOLE, "maxContains": 2}],
      "type": "array"}, False, "yes"),
    ({"type": "array", "contains": WHOLE}, {"minItems": 1}, "yes"),
    ({"type": "array", "items": TEXT, "contains": WHOLE}, False, "yes"),
    # unique items are matched, not guessed
    ({"type": "array", "uniqueItems": True, "minItems": 3, "items": {"type": "boolean"}}, False,
     "yes"),
    ({"type": "array", "uniqueItems": True, "minItems": 2,
      "prefixItems": [{"enum": [1, 2]}, {"enum": [1]}]}, {"prefixItems": [{"const": 2}]}, "yes"),
    ({"type": "array", "minItems": 2, "items": {"const": 1}}, {"uniqueItems": True}, "no"),
    # names and their patterns
    ({**OBJECT, "patternProperties": {"^a": TEXT}}, {"properties": {"ab": TEXT}}, "yes"),
    ({**OBJECT, "patternProperties": {"^a": TEXT}}, {"properties": {"b": TEXT}}, "no"),
    ({**OBJECT, "additionalProperties": TEXT}, {"patternProperties": {"x": TEXT}}, "yes"),
    ({**OBJECT, "propertyNames": {"enum": ["a"]}}, {"maxProperties": 1}, "yes"),
    ({**OBJECT, "propertyNames": {"maxLength": 1}, "minProperties": 1}, {"maxProperties": 2}, "no"),
    ({**OBJECT, "dependentRequired": {"a": ["b"]}, "required": ["a"]}, {"required": ["b"]}, "yes"),
    ({**OBJECT, "dependentSchemas": {"a": {"required": ["b"]}}}, {"required": ["b"]}, "no"),
    # what is unevaluated is known in each case
    ({**OBJECT, "anyOf": [{"properties": {"a": True}, "required": ["a"]}, {"required": ["b"]}],
      "unevaluatedProperties": False}, {"propertyNames": {"const": "a"}}, "yes"),
    ({**OBJECT, "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
      "then": {"properties": {"b": True}}, "unevaluatedProperties": False},
     {"propertyNames": {"const": "a"}}, "no"),
    ({"type": "array", "contains": TEXT, "unevaluatedItems": WHOLE},
     {"items": {"type": ["string", "integer"]}}, "yes"),
    # listed values, arrays and objects among them
    ({"enum": [{"a": 1}, [1]]}, {"not": {"enum": [{"a": 1.0}]}}, "no"),
    (OBJECT, {"not": {"enum": [{}]}}, "no"),
    ({**OBJECT, "minProperties": 1}, {"not": {"enum": [{}]}}, "yes"),
    ({"type": "array", "maxItems": 1, "items": {"enum": [1, 2]}}, {"enum": [[], [1], [2]]}, "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("sub", "sup", "answer"), LESSONS)
def test_a_lesson(sub, sup, answer):
    assert prove(sub, sup).answer == answer


@pytest.mark.parametrize(
    ("sub", "sup", "answer"),
    [
        ({"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 1,
          "exclusiveMinimum": True, "type": "integer"}, {"minimum": 2}, "yes"),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "const": 1}, WHOLE, "no"),
        ({"$schema": "http://json-schema.org/draft-07/schema#",
          "items": [WHOLE, {"$ref": "#/items/0"}]}, {"prefixItems": [WHOLE, WHOLE]}, "yes"),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
          "dependencies": {"a": ["b"]}, "required": ["a"]}, {"required": ["b"]}, "yes"),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a",
          "minimum": 5, "definitions": {"a": WHOLE}}, {"minimum": 5}, "no"),
        ({"$schema": "http://json-schema.org/draft-06/schema#", "if": True, "then": WHOLE}, WHOLE,
         "no"),
        ({"$schema": "https://json-schema.org/draft/2019-09/schema", "prefixItems": [WHOLE],
          "type": "array"}, {"prefixItems": [WHOLE]}, "no"),
    ],
)  # fmt: skip
def test_a_schema_means_what_its_own_draft_says(sub, sup, answer):
    assert prove(sub, sup).answer == answer


def test_what_one_question_has_shown_the_next_knows_and_answers_stay_the_same():
    document = {"a": tree(20, 20), "b": tree(20, 19)}
    # The references of a schema that stands alone lead to its own root.
    sides = [Side(each, "") for each in document.values()]
    prover = Prover(Pool())
    shared = [prover.prove(one, two) for one in sides for two in sides]
    alone = [Prover(Pool()).prove(one, two) for one in sides for two in sides]
    assert [each.answer for each in shared] == [each.answer for each in alone]
    assert [each.answer for each in shared] == ["yes", "no", "yes", "yes"]
