"""What is internal is not in the contract that third parties have, and places stay true."""

from bffgen.contract.internal import published
from bffgen.contract.refs import bundle
from bffgen.model.canonical import canonical_bytes

HIDDEN = {"x-internal": True}
TEXT = {"type": "string"}
SECRET = {"$ref": "#/components/schemas/S"}


def of(document):
    made = bundle("a.json", lambda path: canonical_bytes(document))
    assert not isinstance(made, tuple)
    return made


def contract(**parts):
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, **parts}


def test_a_contract_without_internal_parts_is_the_very_same():
    made = of(contract(components={"schemas": {"A": {"properties": {"x-internal": TEXT}}}}))
    assert published(made) is made


def test_parts_go_and_what_refers_to_them_goes_too():
    schemas = {
        "A": {
            "type": "object",
            "required": ["id", "cost", "secret"],
            "properties": {
                "id": TEXT,
                "cost": {**TEXT, **HIDDEN},
                "secret": {"$ref": "#/components/schemas/S"},
            },
            "default": {"cost": "", "x-internal": True},
        },
        "S": {**TEXT, **HIDDEN},
    }
    operation = {"responses": {"200": {"description": "d"}, "500": {"description": "e", **HIDDEN}}}
    paths = {"/a": {"get": operation, "post": {**operation, **HIDDEN}}, "/b": {**HIDDEN}}
    document = published(of(contract(paths=paths, components={"schemas": schemas}))).document
    assert document["paths"] == {"/a": {"get": {"responses": {"200": {"description": "d"}}}}}
    assert document["components"]["schemas"] == {
        "A": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": TEXT},
            "default": {"cost": "", "x-internal": True},
        }
    }


def test_elements_of_a_list_that_move_up_keep_their_places():
    parameters = [
        {"name": "a", "in": "query", "schema": TEXT, **HIDDEN},
        {"name": "b", "in": "query", "schema": TEXT},
        {"name": "c", "in": "query", "schema": {"anyOf": [{**TEXT, **HIDDEN}, {"type": "null"}]}},
    ]
    made = published(of(contract(paths={"/a": {"get": {"parameters": parameters}}})))
    at = "/paths/~1a/get/parameters"
    assert [each["name"] for each in made.document["paths"]["/a"]["get"]["parameters"]] == [
        "b",
        "c",
    ]
    assert made.place(f"{at}/0/schema").pointer == f"{at}/1/schema"
    assert made.place(f"{at}/1/schema/anyOf/0").pointer == f"{at}/2/schema/anyOf/1"
    assert made.place("/info/title").pointer == "/info/title"


def test_places_of_other_files_are_kept():
    files = {
        "a.json": contract(
            paths={
                "/a": {
                    "get": {
                        "parameters": [
                            {"name": "a", "in": "query", "schema": TEXT, **HIDDEN},
                            {"$ref": "b.json#/b"},
                        ]
                    }
                }
            }
        ),
        "b.json": {"b": {"name": "b", "in": "query", "schema": TEXT}},
    }
    made = bundle("a.json", lambda path: canonical_bytes(files[path]))
    assert not isinstance(made, tuple)
    filtered = published(made)
    (name,) = filtered.document["components"]["parameters"]
    place = filtered.place(f"/components/parameters/{name}/schema")
    assert (place.document, place.pointer) == ("b.json", "/b/schema")
    assert filtered.place("/paths/~1a/get/parameters/0").pointer.endswith("/parameters/1")
