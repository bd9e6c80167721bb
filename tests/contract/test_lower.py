"""A bundled document becomes operations and schemas, or every fault with its author's place."""

import json

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.api import Api
from bffgen.model.pool import Pool
from bffgen.model.schema import at
from bffgen.report.wording import words

TEXT = {"type": "string"}
JSON = "application/json"


def document(paths=None, **members):
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths or {}} | (
        members
    )


def lowered(written, **files):
    """Lower a document that lies at `api.json`, beside the other files."""
    texts = {"api.json": written} | {f"{name}.json": each for name, each in files.items()}

    def read(path):
        if path not in texts:
            raise FileNotFoundError(path)
        return json.dumps(texts[path]).encode()

    found = bundle("api.json", read)
    assert not isinstance(found, tuple), found
    return lower(found, Pool())


def operation(written, **files):
    api = lowered(written, **files)
    assert isinstance(api, Api), api
    (only,) = api.operations
    return only


def one(operation_object, path="/a", method="get", **members):
    return document({path: {method: operation_object}}, **members)


def faults(written, **files):
    """Give rule, facts and places of every finding."""
    found = lowered(written, **files)
    assert isinstance(found, tuple)
    for each in found:
        assert words(each).head
    return [
        (each.rule, dict(each.facts), [mark.place.pointer for mark in each.marks]) for each in found
    ]


def param(name="id", location="path", **members):
    return {"name": name, "in": location, "schema": TEXT} | members


def test_head_and_operations_follow_the_document():
    api = lowered(
        document(
            {
                "/b": {"post": {"operationId": "addB"}, "get": {}},
                "/a": {"x-note": 1, "delete": {"deprecated": True, "tags": ["t"]}},
                "x-paths": {"get": {}},
            },
            info={"title": "Shop", "version": "2.1", "description": "Sells."},
        )
    )
    assert (api.title, api.version, api.description) == ("Shop", "2.1", "Sells.")
    assert [each.key for each in api.operations] == ["POST /b", "GET /b", "DELETE /a"]
    assert [each.name for each in api.operations] == ["addB", "GET /b", "DELETE /a"]
    assert api.operations[2].deprecated
    assert api.operations[2].tags == ("t",)
    assert api.operations[2].pointer == "/paths/~1a/delete"


def test_an_operation_is_found_by_either_name():
    api = lowered(document({"/b": {"get": {"operationId": "getB"}, "put": {}}}))
    assert api.operation("getB") is api.operation("GET /b") is api.operations[0]
    assert api.operation("PUT /b") is api.operations[1]
    assert api.operation("getC") is None


def test_parameters_of_the_path_item_are_merged_and_the_operation_wins():
    path = {
        "parameters": [param(), param("q", "query"), param("X-One", "header")],
        "get": {"parameters": [param("Q", "query"), param("x-one", "header", required=True)]},
    }
    got = operation(document({"/a/{id}": path})).parameters
    assert [(each.location, each.name, each.required) for each in got] == [
        ("path", "id", True),
        ("query", "q", False),
        ("header", "x-one", True),
        ("query", "Q", False),
    ]


@pytest.mark.parametrize(
    ("location", "written", "style", "explode"),
    [
        ("path", {}, "simple", False),
        ("query", {}, "form", True),
        ("header", {}, "simple", False),
        ("cookie", {}, "form", True),
        ("query", {"style": "pipeDelimited"}, "pipeDelimited", False),
        ("query", {"explode": False}, "form", False),
        ("path", {"style": "label", "explode": True}, "label", True),
    ],
)
def test_style_and_explode_are_filled_in(location, written, style, explode):
    got = operation(one({"parameters": [param("id", location, **written)]}, "/{id}" if
        location == "path" else "/a")).parameters  # fmt: skip
    assert [(each.style, each.explode) for each in got] == [(style, explode)]


def test_header_parameters_that_openapi_ignores_are_left_out():
    names = ("Accept", "content-type", "Authorization", "X-Kept")
    got = operation(one({"parameters": [param(name, "header") for name in names]}))
    assert [each.name for each in got.parameters] == ["X-Kept"]
    assert got.parameter("header", "x-KEPT") is got.parameters[0]
    assert got.parameter("query", "X-Kept") is None


def test_a_parameter_may_travel_as_content():
    written = {"name": "f", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}}
    (got,) = operation(one({"parameters": [written]})).parameters
    assert got.media_type == JSON
    assert got.schema_pointer == "/paths/~1a/get/parameters/0/content/application~1json/schema"


REFERRED = {
    "parameters": {
        "Id": param(description="which"),
        "Same": {"$ref": "#/components/parameters/Id"},
    },
    "requestBodies": {"B": {"required": True, "content": {JSON: {"schema": TEXT}}}},
    "responses": {
        "R": {
            "description": "fine",
            "headers": {"ETag": {"$ref": "#/components/headers/Tag"}, "content-type": {}},
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/S"}}, "text/plain": {}},
        }
    },
    "headers": {"Tag": {"required": True, "schema": TEXT, "description": "tag"}},
    "schemas": {"S": {"type": "object"}},
}


def test_references_to_parameters_bodies_responses_and_headers_are_followed():
    got = operation(
        one(
            {
                "parameters": [{"$ref": "#/components/parameters/Same"}],
                "requestBody": {"$ref": "#/components/requestBodies/B"},
                "responses": {"2xx": {"$ref": "#/components/responses/R"}, "default": {}},
            },
            "/{id}",
            components=REFERRED,
        )
    )
    assert got.parameters[0].pointer == "/components/parameters/Id"
    assert got.parameters[0].description == "which"
    assert got.body is not None
    assert (got.body.required, got.body.pointer) == (True, "/components/requestBodies/B")
    fine, rest = got.responses
    assert (fine.status, fine.description, rest.status) == ("2XX", "fine", "default")
    assert [(each.name, each.required) for each in fine.headers] == [("ETag", True)]
    assert fine.headers[0].pointer == "/components/headers/Tag"
    assert [each.media_type for each in fine.content] == [JSON, "text/plain"]
    where = "/components/responses/R/content/application~1json/schema"
    assert fine.content[0].schema_pointer == where
    assert (fine.content[1].schema, fine.content[1].schema_pointer) == (None, None)
    assert got.response("default") is rest
    assert got.response("200") is None


def test_a_path_item_of_another_file_gives_its_operations():
    got = operation(
        document({"/a/{id}": {"$ref": "item.json"}}),
        item={"parameters": [param()], "get": {"operationId": "getA"}},
    )
    assert (got.key, got.name) == ("GET /a/{id}", "getA")
    assert [each.name for each in got.parameters] == ["id"]


def test_operations_of_openapi_32_have_their_own_methods():
    written = document({"/a": {"query": {}, "additionalOperations": {"COPY": {}}}})
    api = lowered(written | {"openapi": "3.2.0"})
    assert [each.key for each in api.operations] == ["QUERY /a", "COPY /a"]


@pytest.mark.parametrize(
    ("top", "own", "security"),
    [
        ({}, {}, None),
        ({"security": []}, {}, ()),
        ({"security": [{"key": []}]}, {}, ((("key", ()),),)),
        ({"security": [{"key": []}]}, {"security": []}, ()),
        (
            {},
            {"security": [{"b": ["z", "a"], "a": []}, {}]},
            ((("a", ()), ("b", ("a", "z"))), ()),
        ),
    ],
)
def test_security_is_resolved_from_operation_over_document(top, own, security):
    assert operation(one(own, **top)).security == security


@pytest.mark.parametrize(
    ("urls", "base_path"),
    [
        ([], ""),
        (["https://api.shop.example"], ""),
        (["https://api.shop.example/v2/"], "/v2"),
        (["/v2"], "/v2"),
        (["/"], ""),
        (["https://{region}.shop.example/v1", "https://shop.example/v2?x#y"], "/v2"),
        (["http://[broken/v3"], "/v3"),
    ],
)
def test_the_base_path_is_that_of_the_first_server_without_variables(urls, base_path):
    assert lowered(document(servers=[{"url": url} for url in urls])).base_path == base_path


def test_document_is_as_written_and_meaning_is_in_2020_12():
    content = {JSON: {"schema": {"type": "string", "nullable": True}}}
    written = one({"responses": {"200": {"description": "", "content": content}}})
    written["openapi"] = "3.0.3"
    api = lowered(written)
    pointer = api.operations[0].responses[0].content[0].schema_pointer
    assert at(api.document, pointer) == {"type": "string", "nullable": True}
    assert at(api.meaning, pointer) == {"type": ["string", "null"]}
    assert api.pool.intern({"type": ["null", "string"]}, "") == (
        api.operations[0].responses[0].content[0].schema
    )
    assert api.place(pointer).pointer == pointer
    assert [path for path, _ in api.files] == ["api.json"]


@pytest.mark.parametrize(
    ("written", "rule", "facts", "places"),
    [
        (
            document({"/{id}": {"get": {}, "put": {}}}),
            "input-path-parameter",
            {"name": "id", "path": "/{id}"},
            ["/paths/~1{id}"],
        ),
        (
            one({"parameters": [param()]}),
            "input-path-parameter",
            {"name": "id", "path": "/a"},
            ["/paths/~1a/get/parameters/0/name"],
        ),
        (
            document({"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}}),
            "input-operation-id-twice",
            {"name": "x"},
            ["/paths/~1b/get/operationId", "/paths/~1a/get/operationId"],
        ),
        (
            one({"parameters": [param("q", "query", style="simple")]}),
            "input-openapi-structure",
            {
                "problem": "`style: simple` where `form`, `spaceDelimited`, `pipeDelimited`,"
                " `deepObject` belongs in a query"
            },
            ["/paths/~1a/get/parameters/0/style"],
        ),
        (
            one({"parameters": [{"name": "q", "in": "query"}]}),
            "input-openapi-structure",
            {"problem": "parameter `q` has neither `schema` nor `content`"},
            ["/paths/~1a/get/parameters/0"],
        ),
        (
            one({"parameters": [param("q", "body")]}),
            "input-openapi-structure",
            {"problem": "parameter `q` is in none of `path`, `query`, `header`, `cookie`"},
            ["/paths/~1a/get/parameters/0"],
        ),
        (
            one({"parameters": [{"in": "query", "schema": TEXT}]}),
            "input-openapi-structure",
            {"problem": "a parameter without `name`"},
            ["/paths/~1a/get/parameters/0"],
        ),
        (
            one({"responses": {"2OO": {"description": ""}}}),
            "input-openapi-structure",
            {"problem": "`2OO` is no status, no range such as `2XX`"},
            ["/paths/~1a/get/responses/2OO"],
        ),
        (
            one({"responses": []}),
            "input-openapi-structure",
            {"problem": "a list where a mapping belongs"},
            ["/paths/~1a/get/responses"],
        ),
        (
            document({"/a": {"get": 5}}),
            "input-openapi-structure",
            {"problem": "a number where a mapping belongs"},
            ["/paths/~1a/get"],
        ),
    ],
)
def test_a_fault_is_one_finding_at_its_authors_place(written, rule, facts, places):
    assert faults(written) == [(rule, facts, places)]


def test_all_faults_are_found_in_one_run():
    written = document(
        {
            "/{a}": {"get": {"operationId": "x", "parameters": [param("b")]}},
            "/c": {"get": {"operationId": "x", "responses": {"oops": {}}}},
        }
    )
    assert [rule for rule, _, _ in faults(written)] == [
        "input-path-parameter",
        "input-path-parameter",
        "input-operation-id-twice",
        "input-openapi-structure",
    ]


def test_a_fault_in_a_shared_parameter_is_one_finding_in_its_own_file():
    shared = {"$ref": "shared.json#/p"}
    written = document({path: {"get": {"parameters": [shared]}} for path in ("/a", "/b", "/c")})
    found = lowered(written, shared={"p": param("q", "query", style="matrix")})
    assert [each.rule for each in found] == ["input-openapi-structure"]
    assert found[0].marks[0].place.document == "shared.json"
    assert found[0].marks[0].place.pointer == "/p/style"


def test_the_name_in_the_braces_is_underlined():
    (found,) = lowered(document({"/a/{id}/b": {"get": {}}}))
    (mark,) = found.marks
    assert (mark.on, mark.offset, mark.width) == ("key", 3, 4)


def test_every_document_of_the_zoo_lowers_or_is_refused_with_reasons(corpora):
    zoo = corpora / "zoo"
    entries = json.loads((zoo / "index.json").read_text())
    refused = []
    for entry in entries:
        found = bundle(entry["file"], lambda path: (zoo / path).read_bytes())
        api = found if isinstance(found, tuple) else lower(found, Pool())
        if isinstance(api, tuple):
            refused.append(entry["file"])
            # What other tools call valid is not refused; what is refused is told.
            assert not entry["valid"], (entry["file"], api)
            assert all(words(each).head for each in api)
    assert len(refused) < len(entries) / 20, refused
