"""A finding keeps its fingerprint however a contract is written, and loses it with its fact."""

import json
import random

import pytest
import yaml

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
VECTOR = (
    {"type": "object", "properties": {"sort": {"enum": ["price", "rating", "newest"]}}},
    {"type": "object", "properties": {"sort": {"enum": ["price", "rating"]}}},
)
BASELINE = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/cards": {
            "get": {
                "parameters": [{"name": "sort", "in": "query", "schema": {"enum": ["a", "b"]}}],
                "responses": {
                    "200": {
                        "description": "A card.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Card"}}
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Card": {
                "type": "object",
                "required": ["id", "badge"],
                "properties": {"id": {"type": "string"}, "badge": {"type": "string"}},
            },
            "Unused": {"type": "string"},
        }
    },
}


def revised():
    revision = json.loads(json.dumps(BASELINE))
    revision["paths"]["/cards"]["get"]["parameters"][0]["schema"]["enum"] = ["a"]
    revision["components"]["schemas"]["Card"]["required"] = ["id"]
    return revision


def shuffled(value, drawn):
    if isinstance(value, dict):
        keys = list(value)
        drawn.shuffle(keys)
        return {key: shuffled(value[key], drawn) for key in keys}
    return [shuffled(each, drawn) for each in value] if isinstance(value, list) else value


def with_an_operation(document):
    added = json.loads(json.dumps(document))
    added["paths"]["/other"] = {"get": {"responses": {"204": {"description": "Nothing."}}}}
    return added


def with_another_unused(document):
    renamed = json.loads(json.dumps(document))
    schemas = renamed["components"]["schemas"]
    schemas["Forgotten"] = schemas.pop("Unused")
    return renamed


WRITTEN = {
    "as JSON": json.dumps,
    "as JSON on many lines": lambda each: json.dumps(each, indent=4),
    "as YAML": yaml.safe_dump,
    "as YAML in one flow": lambda each: yaml.safe_dump(each, default_flow_style=True),
    "below a comment": lambda each: "# moved\n\n\n" + yaml.safe_dump(each),
    "with an operation more": lambda each: json.dumps(with_an_operation(each)),
    "with an unused component of another name": lambda each: json.dumps(with_another_unused(each)),
    **{
        f"shuffled {seed}": lambda each, seed=seed: json.dumps(
            shuffled(each, random.Random(seed)), sort_keys=False
        )
        for seed in range(5)
    },
}


def prints(baseline, revision):
    return {each.fingerprint for each in findings(ANY, baseline, revision)}


PLAIN = prints(json.dumps(BASELINE), json.dumps(revised()))


@pytest.mark.parametrize("writes", WRITTEN)
def test_it_stays_however_a_contract_is_written(writes):
    write = WRITTEN[writes]
    assert len(PLAIN) == 2
    assert prints(write(BASELINE), write(revised())) == PLAIN


def test_it_goes_with_the_fact():
    other = revised()
    other["paths"]["/cards"]["get"]["parameters"][0]["schema"]["enum"] = ["b"]
    assert len(prints(json.dumps(BASELINE), json.dumps(other)) & PLAIN) == 1


def test_the_vector_of_the_design_holds():
    rule = rule_by_id()["request-enum-value-removed"]
    (only,) = findings(rule, *(yaml.safe_dump(each) for each in VECTOR))
    assert only.fingerprint == "1ef241816db8"
