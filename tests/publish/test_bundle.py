"""What a BFF serves as its contract: all that clients may know, nothing else (PITFALLS 27)."""

import json

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.model.canonical import canonical_bytes
from bffgen.publish.bundle import served_document
from tests.workspaces import contract, facts, files, operation, reader

THING = {"type": "object", "properties": {"a": {"type": "string"}}}
ANY = {"x-note": {"x-deep": 1}, "$ref": "#/none", "servers": ["a"]}


def served(schema=THING, **more):
    """Serve a contract with one operation; `responses` and the like are of the operation."""
    root = more.pop("root", {})
    document = contract({"/things": operation(schema, parameters=(), **more)}, {"Thing": THING})
    return publish({**document, **root})


def publish(document):
    tree = files(document, {}, {"getThing": "x.y"})
    workspace, faults = read_workspace(reader(tree))
    assert workspace.clients, faults
    return served_document(workspace.clients[0].api)


def read(schema=THING, **more):
    content, faults = served(schema, **more)
    assert faults == ()
    return json.loads(content)


def of(document):
    return document["paths"]["/things"]["get"]


def schema_of(document):
    return of(document)["responses"]["200"]["content"]["application/json"]["schema"]


def test_the_document_is_written_in_canonical_bytes_and_one_line_end():
    content, _ = served()

    assert content == canonical_bytes(json.loads(content)) + b"\n"


def test_a_contract_without_internals_is_served_as_it_is():
    assert read() == contract({"/things": operation(THING, parameters=())}, {"Thing": THING})


@pytest.mark.parametrize("key", ["x-note", "x-sensitive", "x-faker", "x-bffgen-anything"])
def test_extensions_are_dropped_wherever_an_object_takes_them(key):
    noted = {key: {"owner": "team"}}
    parameter = {"name": "q", "in": "query", "schema": {"type": "string", **noted}, **noted}
    document = contract(
        {
            "/things": {
                "get": {
                    **operation({**THING, **noted}, parameters=[parameter], tags=["a"]),
                    **noted,
                },
                **noted,
            }
        },
        {"Thing": {**THING, **noted}},
        tags=[{"name": "a", **noted}],
        servers=[{"url": "/", **noted}],
    )
    document["paths"][key] = {"owner": "team"}
    document["info"] |= noted
    document["components"] |= noted
    document["paths"]["/things"]["get"]["responses"] |= noted
    document |= noted

    content, faults = publish(document)

    assert faults == ()
    assert key.encode() not in content
    assert b"team" not in content


@pytest.mark.parametrize("key", ["x-sunset", "x-extensible-enum"])
def test_extensions_that_clients_may_see_stay_as_they_are(key):
    value = {"x-inside": [1]}

    assert of(read(**{key: value}))[key] == value


def test_a_name_that_people_chose_is_never_taken_for_an_extension_or_a_keyword():
    names = ("x-foo", "x-internal", "example", "default", "enum", "servers", "const", "required")
    schema = {
        "type": "object",
        "properties": {name: {"type": "string", "x-note": 1} for name in names},
        "required": ["x-foo"],
    }
    part = {"$ref": "#/components/schemas/x-part"}
    made = read(
        part,
        responses={
            "200": {
                "description": "Found.",
                "headers": {"X-Rate-Limit": {"schema": {"type": "integer"}}, "x-note": {
                    "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": part}},
            }
        },
        root={"components": {"schemas": {"x-part": schema}}},
    )  # fmt: skip

    assert made["components"]["schemas"]["x-part"] == {
        **schema,
        "properties": {name: {"type": "string"} for name in names},
    }
    assert set(of(made)["responses"]["200"]["headers"]) == {"X-Rate-Limit", "x-note"}


@pytest.mark.parametrize("keyword", ["example", "default", "const"])
def test_data_is_served_to_the_letter(keyword):
    schema = {"type": "object", "properties": {"a": {"type": "object", keyword: ANY}}}

    assert schema_of(read(schema))["properties"]["a"][keyword] == ANY


def test_lists_of_data_and_examples_are_served_to_the_letter():
    schema = {**THING, "enum": [ANY, {"x-a": 1}], "examples": [ANY]}
    example = {"value": ANY, "summary": "One.", "x-note": 1}
    made = read(
        schema,
        responses={
            "200": {
                "description": "Found.",
                "content": {"application/json": {"schema": schema, "examples": {"x-one": example}}},
            }
        },
    )

    assert schema_of(made)["enum"] == schema["enum"]
    assert schema_of(made)["examples"] == [ANY]
    examples = of(made)["responses"]["200"]["content"]["application/json"]["examples"]
    assert examples == {"x-one": {"value": ANY, "summary": "One."}}


REGION = {"default": "eu", "enum": ["eu", "us"]}


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ({"url": "https://api.internal.example/v2"}, {"url": "/v2"}),
        ({"url": "https://api.internal.example"}, {"url": "/"}),
        ({"url": "//api.internal.example/v2/"}, {"url": "/v2/"}),
        ({"url": "/v2"}, {"url": "/v2"}),
        ({"url": "https://u:p@h.internal:8443/v2?a=b#c"}, {"url": "/v2"}),
        ({"url": "https://{region}.internal.example/v2", "variables": {"region": REGION}},
         {"url": "/v2"}),
        ({"url": "{scheme}://h.internal.example/v2", "variables": {"scheme": REGION}},
         {"url": "/v2"}),
        ({"url": "{base}/v2", "variables": {"base": {"default": "https://h.internal"}}},
         {"url": "/v2"}),
        ({"url": "https://h.internal/{region}", "variables": {"region": REGION}},
         {"url": "/{region}", "variables": {"region": REGION}}),
        ({"url": "/", "description": "Production.", "x-note": 1},
         {"url": "/", "description": "Production."}),
    ],
)  # fmt: skip
def test_servers_are_cut_to_their_path_at_every_level(server, expected):
    document = contract({"/things": {"get": operation(THING, parameters=()), "servers": [server]}})
    document["paths"]["/things"]["get"]["servers"] = [server]
    document["servers"] = [server]

    content, _ = publish(document)
    made = json.loads(content)

    assert b"internal" not in content
    for holder in (made, made["paths"]["/things"], of(made)):
        assert holder["servers"] == [expected]


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        (contract({"/things": operation(THING, parameters=(), **{"x-internal": True})}),
         ["/paths/~1things/get/x-internal"]),
        (contract({"/things": operation(
            {"type": "object", "properties": {"a": {"x-internal": True}, "b": {}}},
            parameters=())}),
         ["/paths/~1things/get/responses/200/content/application~1json/schema/properties/a"
          "/x-internal"]),
        (contract({"/things": operation(THING, parameters=(), **{"x-internal": True})},
                  {"Thing": {**THING, "x-internal": True}}),
         ["/paths/~1things/get/x-internal", "/components/schemas/Thing/x-internal"]),
    ],
)  # fmt: skip
def test_what_is_internal_is_refused_and_never_left_out_in_silence(document, pointers):
    content, faults = publish(document)

    assert content is None
    assert [each.marks[0].place.pointer for each in faults] == pointers
    assert {(each.rule, facts(each)["what"]) for each in faults} == {
        ("compose-unsupported", "`x-internal`")
    }


@pytest.mark.parametrize("value", [False, "no"])
def test_what_is_not_internal_is_served(value):
    assert "x-internal" not in of(read(**{"x-internal": value}))


def test_a_contract_of_several_files_is_served_as_one():
    tree = files(contract({"/things": operation({"$ref": "thing.yaml"}, parameters=())}), {}, {})
    tree["contracts/clients/web/thing.yaml"] = b"{type: object, properties: {a: {}}, x-note: 1}"
    (client,) = read_workspace(reader(tree))[0].clients

    content, _ = served_document(client.api)

    assert b"thing.yaml" not in content
    assert b"x-note" not in content
    assert b"clients/web" not in content
