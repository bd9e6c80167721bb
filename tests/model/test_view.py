"""The views of a contract: who may send which members (PITFALLS 28)."""

import json

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.model import schema
from bffgen.proof.validate import is_valid
from tests.workspaces import contract, files, operation, reader

TEXT = {"type": "string"}


def asked(components):
    """Give the two views of a contract with some components, and the pointer of `Thing`."""
    thing = {"$ref": "#/components/schemas/Thing"}
    body = {"content": {"application/json": {"schema": thing}}}
    post = operation(thing, parameters=(), requestBody=body)
    tree = files(contract({"/things": {"post": post}}, components), {}, {"getThing": "a.b"})
    (client,) = read_workspace(reader(tree))[0].clients
    return client.requests, client.api, "/components/schemas/Thing"


OWN = {
    "type": "object",
    "required": ["id", "name", "password"],
    "properties": {
        "id": {**TEXT, "readOnly": True},
        "name": TEXT,
        "password": {**TEXT, "writeOnly": True},
    },
}


def test_a_member_is_declared_and_required_of_the_side_that_sends_it():
    requests, answers, thing = asked({"Thing": OWN})
    assert list(schema.declared(requests.meaning, thing)) == ["name", "password"]
    assert list(schema.declared(answers.meaning, thing)) == ["id", "name"]
    assert is_valid(requests.meaning, thing, {"name": "a", "password": "b"})
    assert not is_valid(requests.meaning, thing, {"name": "a"})
    assert is_valid(answers.meaning, thing, {"id": "1", "name": "a"})
    assert not is_valid(answers.meaning, thing, {"name": "a", "password": "b"})


@pytest.mark.parametrize(
    "components",
    [
        {"Thing": {"allOf": [{"properties": {"id": {**TEXT, "readOnly": True}}},
                             {"required": ["id"]}, {"properties": {"name": TEXT}}]}},
        {"Thing": {"allOf": [{"$ref": "#/components/schemas/Own"}, {"required": ["id"]}]},
         "Own": {"type": "object", "properties": {"id": {"$ref": "#/components/schemas/Id"},
                                                  "name": TEXT}},
         "Id": {**TEXT, "readOnly": True}},
        {"Thing": {"properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT},
                   "anyOf": [{"required": ["id"]}, {"required": ["name"]}]}},
        {"Thing": {"properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT},
                   "minProperties": 1, "dependentRequired": {"name": ["id"], "id": ["name"]}}},
    ],
)  # fmt: skip
def test_a_member_leaves_every_schema_that_acts_at_its_place(components):
    requests, answers, thing = asked(components)
    assert list(schema.declared(requests.meaning, thing)) == ["name"]
    assert is_valid(requests.meaning, thing, {"name": "a"})
    assert is_valid(requests.meaning, thing, {})
    assert set(schema.declared(answers.meaning, thing)) == {"id", "name"}


def test_members_below_members_leave_too():
    inner = {"type": "object", "properties": {"at": {**TEXT, "readOnly": True}, "by": TEXT}}
    outer = {"type": "object", "properties": {"inner": inner, "id": {**TEXT, "readOnly": True}}}
    requests, _, thing = asked({"Thing": {**outer, "items": {"type": "array", "items": outer}}})
    below = f"{thing}/properties/inner"
    assert list(schema.declared(requests.meaning, below)) == ["by"]
    assert list(schema.declared(requests.meaning, thing)) == ["inner"]
    assert list(schema.declared(requests.meaning, f"{thing}/items/items/properties/inner")) == [
        "by"
    ]


def test_a_contract_without_such_members_is_its_own_view():
    requests, answers, _ = asked({"Thing": {"type": "object", "properties": {"readOnly": TEXT}}})
    assert requests is answers or requests.meaning is answers.meaning


def test_the_words_of_the_author_are_not_changed():
    requests, answers, _ = asked({"Thing": OWN})
    assert requests.document is answers.document
    assert "readOnly" in json.dumps(requests.document)
