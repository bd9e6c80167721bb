"""The contract that a change implies: the field of one operation, and nothing beside it."""

import pytest

from bffgen.compose.implied import Reached, implied
from bffgen.contract.workspace import read_workspace
from bffgen.model.lineage import EACH
from bffgen.model.tree import at
from tests.workspaces import contract, files, operation, reader

TEXT = {"type": "string"}


def an_object(required=(), **properties):
    return {"type": "object", "required": list(required), "properties": properties}


def refers(name):
    return {"$ref": f"#/components/schemas/{name}"}


THING = an_object(("v", "brand"), v=TEXT, brand=refers("Brand"))
SCHEMAS = {
    "Thing": THING,
    "Brand": an_object(("name",), name=TEXT),
    "Both": {"allOf": [refers("Thing"), an_object(("w",), w=TEXT), {"required": ["v"]}]},
    "Tagged": {
        "oneOf": [refers("A"), refers("B")],
        "discriminator": {"propertyName": "kind"},
    },
    "A": an_object(("kind", "v"), kind={"const": "A"}, v=TEXT),
    "B": an_object(("kind", "v"), kind={"const": "B"}, v=TEXT),
    "Tree": an_object(("v", "below"), v=TEXT, below=refers("Tree")),
}


def api(schema, responses=None, key="openapi"):
    client = contract(
        {
            "/thing": operation(schema, parameters=(), responses=responses),
            "/other": operation(schema, "getOther", parameters=(), responses=responses),
        },
        SCHEMAS,
    )
    workspace, found = read_workspace(reader(files(client, {}, {})))
    assert workspace.clients, found
    return workspace.clients[0].api


def seen(document):
    """Give the schema of the answer of `getThing`."""
    return at(document, "/paths/~1thing/get/responses/200/content/application~1json/schema")


@pytest.mark.parametrize(
    ("schema", "reached", "expected"),
    [
        (
            refers("Thing"),
            Reached(way=("v",), becomes="gone"),
            an_object(("brand",), brand=refers("Brand")),
        ),
        (
            refers("Thing"),
            Reached(way=("v",), becomes="optional"),
            {**THING, "required": ["brand"]},
        ),
        (
            refers("Thing"),
            Reached(way=("brand", "name"), becomes="null"),
            {
                **THING,
                "properties": {
                    "v": TEXT,
                    "brand": an_object(("name",), name={"anyOf": [TEXT, {"type": "null"}]}),
                },
            },
        ),
        (
            {"type": "array", "items": refers("Brand")},
            Reached(way=(EACH, "name"), becomes="values", values=("x",)),
            {
                "type": "array",
                "items": an_object(("name",), name={"anyOf": [TEXT, {"enum": ["x"]}]}),
            },
        ),
        (
            refers("Both"),
            Reached(way=("v",), becomes="gone"),
            {
                "allOf": [
                    an_object(("brand",), brand=refers("Brand")),
                    an_object(("w",), w=TEXT),
                    {"required": []},
                ]
            },
        ),
        (
            {"oneOf": [refers("A"), refers("Brand")]},
            Reached(way=("v",), becomes="other", schema={"type": "integer"}),
            {
                "oneOf": [
                    an_object(("kind", "v"), kind={"const": "A"}, v={"type": "integer"}),
                    SCHEMAS["Brand"],
                ]
            },
        ),
        (
            refers("Tree"),
            Reached(way=("below", "v"), becomes="optional"),
            {
                **SCHEMAS["Tree"],
                "properties": {
                    "v": TEXT,
                    "below": {**SCHEMAS["Tree"], "required": ["below"]},
                },
            },
        ),
    ],
)
def test_a_field_of_one_operation_becomes_another(schema, reached, expected):
    contract_of = api(schema)
    before = dict(contract_of.meaning)

    document = implied(contract_of, "GET /thing", "200", [reached])

    assert seen(document) == expected
    assert document["components"] == before["components"]
    assert document["paths"]["/other"] == before["paths"]["/other"]
    assert contract_of.meaning == before


@pytest.mark.parametrize(
    ("schema", "reached"),
    [
        # The branches of a tag are components by name: none can stand elsewhere.
        (refers("Tagged"), Reached(way=("v",), becomes="gone")),
        (refers("Thing"), Reached(way=("none",), becomes="gone")),
        (refers("Thing"), Reached(way=(), becomes="gone")),
        (refers("Thing"), Reached(way=("header X-Total",), becomes="gone")),
    ],
)
def test_what_cannot_be_told_apart_is_not_told(schema, reached):
    assert implied(api(schema), "GET /thing", "200", [reached]) is None


def test_a_header_goes_or_may_be_absent():
    headers = {"X-Total": {"required": True, "schema": TEXT}}
    responses = {
        "200": {
            "description": "x",
            "headers": headers,
            "content": {"application/json": {"schema": TEXT}},
        }
    }
    contract_of = api(TEXT, responses)
    at_answer = "/paths/~1thing/get/responses/200"

    for becomes, expected in (
        ("gone", {}),
        ("optional", {"X-Total": {"required": False, "schema": TEXT}}),
    ):
        reached = Reached(way=("header x-total",), becomes=becomes)
        document = implied(contract_of, "GET /thing", "200", [reached])
        assert at(document, at_answer)["headers"] == expected
