"""What a comparison asks of a contract and a build does not: servers, callbacks, webhooks, parts.

A page names each in its own words: OpenAPI 3.1.1 4.8, and 3.2.0 for what is marked so.
"""

import json

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.api import Api, Link
from bffgen.model.finding import Effect
from bffgen.model.pool import Pool
from bffgen.model.security import credential

TEXT = {"type": "string"}
JSON = "application/json"


def lowered(paths=None, *, strict=True, version="3.1.0", **members):
    head = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {} if paths is None else paths,
    }
    written = json.dumps(head | members).encode()
    found = bundle("api.json", lambda path: written)
    assert not isinstance(found, tuple), found
    return lower(found, Pool(), strict=strict)


def api(paths=None, **members):
    found = lowered(paths, **members)
    assert isinstance(found, Api), found
    return found


def one(operation, **members):
    (only,) = api({"/a": {"post": operation}}, **members).operations
    return only


# Servers.


@pytest.mark.parametrize(
    ("document", "item", "operation", "urls", "pointer"),
    [
        ({}, {}, {}, ["/"], ""),
        ({"servers": []}, {}, {}, ["/"], ""),
        ({"servers": [{"url": "https://a/v1"}, {"url": "/b"}]}, {}, {},
         ["https://a/v1", "/b"], "/servers/0"),
        ({"servers": [{"url": "/a"}]}, {"servers": [{"url": "/b"}]}, {}, ["/b"],
         "/paths/~1a/servers/0"),
        ({"servers": [{"url": "/a"}]}, {"servers": [{"url": "/b"}]},
         {"servers": [{"url": "/c"}]}, ["/c"], "/paths/~1a/post/servers/0"),
        ({"servers": [{"url": "/a"}]}, {"servers": []}, {}, ["/a"], "/servers/0"),
    ],
)  # fmt: skip
def test_the_nearest_holder_of_servers_has_its_say(document, item, operation, urls, pointer):
    (found,) = api({"/a": {**item, "post": operation}}, **document).operations
    assert [each.url for each in found.servers] == urls
    assert found.servers[0].pointer == pointer


def test_a_server_says_what_its_variables_may_be():
    variables = {"region": {"default": "eu", "enum": ["eu", "us"]}, "tenant": {"default": "x"}}
    found = api(servers=[{"url": "https://{region}.a/{tenant}", "variables": variables}]).servers
    assert [(each.name, each.enum, each.default, each.pointer) for each in found[0].variables] == [
        ("region", ("eu", "us"), "eu", "/servers/0/variables/region"),
        ("tenant", (), "x", "/servers/0/variables/tenant"),
    ]


# What the BFF calls.

BODY = {"required": True, "content": {JSON: {"schema": TEXT}}}


def test_a_webhook_is_lowered_as_an_operation_is():
    shipped = {
        "parameters": [{"name": "q", "in": "query", "schema": TEXT}],
        "post": {"requestBody": BODY, "responses": {"2XX": {"description": ""}}},
    }
    (found,) = api(webhooks={"order.shipped": shipped}, security=[{"key": []}]).webhooks
    assert (found.key, found.method, found.path) == (
        "webhook POST order.shipped",
        "POST",
        "order.shipped",
    )
    assert [each.name for each in found.parameters] == ["q"]
    assert found.body is not None
    assert found.body.content[0].schema_pointer == (
        "/webhooks/order.shipped/post/requestBody/content/application~1json/schema"
    )
    assert [each.status for each in found.responses] == ["2XX"]
    # The document's requirement is about who calls the BFF.
    assert found.security is None


def test_a_callback_has_the_operations_under_each_of_its_expressions():
    urls = {"{$request.body#/url}": {"post": {"requestBody": BODY}},
            "{$request.query.other}": {"put": {}, "get": {}}, "x-note": {}}  # fmt: skip
    found = one({"callbacks": {"on": {"$ref": "#/components/callbacks/On"}}},
                components={"callbacks": {"On": urls}}).callbacks  # fmt: skip
    assert [(each.name, each.expression) for each in found] == [
        ("on", "{$request.body#/url}"),
        ("on", "{$request.query.other}"),
    ]
    assert [each.key for each in found[1].operations] == [
        "POST /a callback on PUT {$request.query.other}",
        "POST /a callback on GET {$request.query.other}",
    ]
    assert found[0].operations[0].body.required
    assert found[0].pointer == "/components/callbacks/On/{$request.body#~1url}"


def test_a_callback_that_leads_back_into_itself_ends():
    again = {"{$url}": {"post": {"callbacks": {"again": {"$ref": "#/components/callbacks/On"}}}}}
    (found,) = one({"callbacks": {"on": {"$ref": "#/components/callbacks/On"}}},
                   components={"callbacks": {"On": again}}).callbacks  # fmt: skip
    assert found.operations[0].callbacks == ()


# Parameters, parts, headers.


def test_what_a_parameter_says_beside_its_schema():
    said = {"allowReserved": True, "allowEmptyValue": True, "deprecated": True,
            "x-sunset": "2027-01-01"}  # fmt: skip
    (found, plain) = one(
        {"parameters": [{"name": n, "in": "query", "schema": TEXT, **w}
                        for n, w in (("a", said), ("b", {}))]}
    ).parameters  # fmt: skip
    assert (found.allow_reserved, found.allow_empty, found.deprecated) == (True, True, True)
    assert found.sunset == "2027-01-01"
    assert (plain.allow_reserved, plain.allow_empty, plain.deprecated) == (False, False, False)
    assert plain.sunset is None


def test_an_operation_says_when_it_ends():
    found = one({"deprecated": True, "x-sunset": "2027-01-01"})
    assert (found.deprecated, found.sunset) == (True, "2027-01-01")


@pytest.mark.parametrize(
    ("encoding", "facts"),
    [
        ({}, (None, None, True, False)),
        ({"contentType": "image/png, image/*"}, ("image/png, image/*", None, True, False)),
        ({"explode": False}, (None, "form", False, False)),
        ({"style": "deepObject"}, (None, "deepObject", False, False)),
        ({"allowReserved": True}, (None, "form", True, True)),
    ],
)
def test_a_part_of_a_body_says_how_it_travels(encoding, facts):
    media = {"schema": {"type": "object"}, "encoding": {"f": encoding}}
    (found,) = one({"requestBody": {"content": {"multipart/form-data": media}}}).body.content
    (part,) = found.encoding
    assert (part.content_type, part.style, part.explode, part.allow_reserved) == facts
    assert part.name == "f"


def test_a_part_has_headers_of_its_own():
    headers = {"X-Sum": {"schema": TEXT, "explode": True}, "content-type": {"schema": TEXT}}
    media = {"encoding": {"f": {"headers": headers}}}
    (found,) = one({"requestBody": {"content": {"multipart/form-data": media}}}).body.content
    assert [(each.name, each.explode) for each in found.encoding[0].headers] == [("X-Sum", True)]


def test_a_sequence_says_what_each_item_is():
    media = {"itemSchema": TEXT, "prefixEncoding": [{"contentType": "a/b"}],
             "itemEncoding": {"contentType": "c/d"}}  # fmt: skip
    (found,) = one({"requestBody": {"content": {"multipart/mixed": media}}}).body.content
    assert found.schema is None
    assert found.item_pointer.endswith("/itemSchema")
    assert [(each.name, each.content_type) for each in found.prefix_encoding] == [("0", "a/b")]
    assert found.item_encoding.content_type == "c/d"


def test_a_response_names_its_links_and_a_header_says_what_it_is():
    link = {"operationId": "x", "parameters": {"b": "$url", "a": {"y": 1, "x": 2}},
            "requestBody": None, "server": {"url": "https://a"}}  # fmt: skip
    response = {"description": "", "links": {"next": link, "x-note": {}, "last": {}},
                "headers": {"X-A": {"schema": TEXT, "deprecated": True}}}  # fmt: skip
    (found,) = one({"responses": {"200": response}}).responses
    assert [each.name for each in found.links] == ["next", "last"]
    assert found.links[0] == Link(
        name="next",
        operation_id="x",
        operation_ref=None,
        parameters=(("a", '{"x":2,"y":1}'), ("b", '"$url"')),
        body="null",
        server="https://a",
        pointer="/paths/~1a/post/responses/200/links/next",
    )
    assert [(each.deprecated, each.explode) for each in found.headers] == [(True, False)]


@pytest.mark.parametrize(
    "parameter",
    [
        {"name": "q", "in": "querystring", "content": {"application/jsonpath": {"schema": TEXT}}},
        {"name": "q", "in": "cookie", "style": "cookie", "schema": TEXT},
    ],
)
def test_what_no_bff_can_keep_is_seen_and_left_out(parameter):
    found = api({"/a": {"get": {"parameters": [parameter]}, "put": {}}}, version="3.2.0")
    assert [each.key for each in found.operations] == ["PUT /a"]
    (left_out,) = found.left_out
    assert left_out.key == "GET /a"
    assert left_out.parameters[0].location == parameter["in"]


# Security.


def test_an_oauth_scheme_says_its_flows():
    flow = {"tokenUrl": "https://i/t", "refreshUrl": "https://i/r", "scopes": {"b": "", "a": ""}}
    flows = {"clientCredentials": flow, "x-note": {}}
    schemes = {"o": {"type": "oauth2", "flows": flows},
               "c": {"type": "openIdConnect", "openIdConnectUrl": "https://i/c"}}  # fmt: skip
    oauth, oidc = api(components={"securitySchemes": schemes}).schemes
    (found,) = oauth.flows
    assert found.kind == "clientCredentials"
    assert found.urls == (("refreshUrl", "https://i/r"), ("tokenUrl", "https://i/t"))
    assert found.scopes == oauth.scopes == ("a", "b")
    assert oidc.url == "https://i/c"


def test_schemes_are_one_where_one_request_satisfies_both():
    def key(location, name):
        return {"type": "apiKey", "in": location, "name": name}

    schemes = {"a": key("header", "X-Key"), "b": key("header", "x-key"), "c": key("query", "k"),
               "d": key("query", "K"), "e": {"type": "http", "scheme": "Bearer"},
               "f": {"type": "http", "scheme": "bearer"}}  # fmt: skip
    found = {each.name: credential(each) for each in
             api(components={"securitySchemes": schemes}).schemes}  # fmt: skip
    assert found["a"] == found["b"]
    assert found["c"] != found["d"]
    assert found["e"] == found["f"]


# A contract that is only compared.


@pytest.mark.parametrize(
    ("paths", "rule"),
    [
        ({"/{id}": {"get": {}}}, "input-path-parameter"),
        ({"/a": {"get": {"parameters": [{"name": "i", "in": "path", "schema": TEXT}]}}},
         "input-path-parameter"),
        ({"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}},
         "input-operation-id-twice"),
        ({"/a": {"get": {"responses": {"2OO": {}}}}}, "input-openapi-structure"),
        ({"/a": {"get": {"parameters": [
            {"name": "i", "in": "query", "style": "simple", "schema": TEXT}]}}},
         "input-openapi-structure"),
        ({"/a": {"get": {"servers": [{}]}}}, "input-openapi-structure"),
        ({"/a": {"get": {"parameters": [{"name": "q", "in": "query"}]}}},
         "input-openapi-structure"),
        ({"/a": {"get": {"responses": None}}}, "input-openapi-structure"),
    ],
)  # fmt: skip
def test_what_leaves_the_rest_its_meaning_warns_where_contracts_are_only_compared(paths, rule):
    assert [each.rule for each in lowered(paths)] == [rule]
    found = lowered(paths, strict=False)
    assert isinstance(found, Api)
    assert [(each.rule, each.effect) for each in found.doubts] == [(rule, Effect.RISKY)]
    assert found.operations


@pytest.mark.parametrize(
    "paths",
    [
        [],
        {"/a": 5},
        {"/a": {"get": {"parameters": [{"in": "query", "schema": TEXT}]}}},
        {"/a": {"get": {"responses": 5}}},
        {"/a": {"get": {"servers": {}}}},
    ],
)
def test_what_is_not_built_as_openapi_says_stops_all_the_same(paths):
    assert all(each.effect is Effect.BREAKS for each in lowered(paths, strict=False))


def test_a_requirement_of_what_nobody_declares_is_a_doubt():
    paths = {"/a": {"get": {"security": [{"key": []}]}, "put": {"security": [{"lost": []}]}}}
    schemes = {"key": {"type": "http", "scheme": "basic"}}
    found = lowered(paths, strict=False, components={"securitySchemes": schemes})
    assert [(each.rule, each.effect) for each in found.doubts] == [
        ("input-security-scheme", Effect.RISKY)
    ]
    assert found.doubts[0].marks[0].place.pointer == "/paths/~1a/put/security/0/lost"
