"""A document that needs nothing but itself is seen quickly, and no fault is overlooked by that."""

import json

import pytest

from bffgen.contract.alone import is_alone
from bffgen.contract.refs import bundle

TEXT = {"type": "string"}


def ref(text):
    return {"$ref": text}


def document(schema, paths=None, **components):
    schemas = {"Thing": schema, "Text": TEXT, **components.pop("schemas", {})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas, **components},
    }


@pytest.mark.parametrize(
    "schema",
    [
        TEXT,
        ref("#/components/schemas/Text"),
        {"properties": {"$ref": TEXT, "next": ref("#/components/schemas/Thing")}},
        {"items": ref("#/components/schemas/Thing/items")},
        {"default": ref("nowhere"), "enum": [ref("http://nowhere")], "x-a": ref("#/lost")},
        {"discriminator": {"propertyName": "k", "mapping": {"a": "Text", "b": "Lost"}}},
        {"discriminator": {"propertyName": "k", "mapping": {"a": "#/components/schemas/Text"}}},
    ],
)
def test_most_documents_are_alone(schema):
    written = document(schema)
    if schema.get("items") is None:
        assert is_alone(written)
    found = bundle("api.json", lambda path: json.dumps(written).encode())
    if not isinstance(found, tuple):
        assert found.document == written
        assert [(pointer, place.document) for pointer, place in found.places] == [("", "api.json")]


@pytest.mark.parametrize(
    ("schema", "rules"),
    [
        (ref("#/components/schemas/Thing"), ["input-reference-cycle"]),
        (ref("#/components/schemas/Lost"), ["input-reference-unresolved"]),
        (ref("#/components/responses/Gone"), ["input-openapi-structure"]),
        (ref("#/info/title"), ["input-openapi-structure"]),
        (ref("https://nowhere"), ["input-reference-remote"]),
        (ref("other.json"), ["input-file-missing"]),
        (ref(5), ["input-openapi-structure"]),
        ({"discriminator": {"propertyName": "k", "mapping": {"a": "#/lost"}}},
         ["input-reference-unresolved"]),
    ],
)  # fmt: skip
def test_what_is_at_fault_is_never_alone(schema, rules):
    written = document(schema, responses={"Gone": {"description": ""}})
    assert not is_alone(written)

    def read(path):
        if path != "api.json":
            raise FileNotFoundError(path)
        return json.dumps(written).encode()

    assert [each.rule for each in bundle("api.json", read)] == rules


@pytest.mark.parametrize("written", [None, 5, [], {}, {"swagger": "2.0"}, {"paths": []}])
def test_what_is_no_document_is_not_looked_into(written):
    assert not is_alone(written)


@pytest.mark.parametrize(
    "reference",
    ["#/components/pathItems/P", "#/paths/~1b"],
)
def test_a_path_item_is_put_where_it_is_referred_to(reference):
    written = document(
        TEXT, {"/a": ref(reference), "/b": {"get": {}}}, pathItems={"P": {"get": {}}}
    )
    assert not is_alone(written)
    found = bundle("api.json", lambda path: json.dumps(written).encode())
    assert found.document["paths"]["/a"] == {"get": {}}
