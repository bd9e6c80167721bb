"""What of two documents can differ: nothing that is left out means something else."""

import copy
import json

import pytest

from bffgen.contract.dialect import modern
from bffgen.contract.differing import differing
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.api import Api
from bffgen.model.pool import Pool

TEXT = {"type": "string"}
JSON = "application/json"


def ref(name, section="schemas"):
    return {"$ref": f"#/components/{section}/{name}"}


def answering(schema):
    return {"responses": {"200": {"description": "", "content": {JSON: {"schema": schema}}}}}


# `/pets` reaches all there is of pets, `/shops` what there is of shops, `/plain` nothing.
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://a"}],
    "security": [{"key": []}],
    "paths": {
        "/pets": {"get": answering({"type": "array", "items": ref("Pet")}), "put": {}},
        "/shops": {
            "parameters": [ref("Page", "parameters")],
            "get": answering(ref("Shop")) | {"servers": [{"url": "/s"}], "security": []},
        },
        "/keys": {"get": answering(ref("Keyed")) | {"security": [{"other": []}]}},
        "/into": {"get": answering({"$ref": "#/paths/~1plain/post/x-schema"})},
        "/plain": {"get": {"responses": {}}, "post": {"x-schema": TEXT}},
        "/calls": {"post": {"servers": [{"url": "/s"}], "security": [], "callbacks": {
            "done": {"{$request.query.u}": {"post": {"security": [{"seal": []}]}}},
            "gone": ref("Gone", "callbacks")}}},
    },
    "webhooks": {"born": {"post": {"requestBody": {"content": {JSON: {"schema": ref("Pet")}}}}}},
    "components": {
        "parameters": {"Page": {"name": "page", "in": "query", "schema": ref("Count")}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "K"},
            "other": {"type": "http", "scheme": "bearer"},
            "seal": {"type": "apiKey", "in": "header", "name": "S"},
            "mark": {"type": "apiKey", "in": "header", "name": "M"},
        },
        "callbacks": {"Gone": {"https://a": {"post": {"security": [{"mark": []}]}}}},
        "schemas": {
            "Pet": {"type": "object", "discriminator": {"propertyName": "kind"}},
            "Cat": {"allOf": [ref("Pet"), {"properties": {"lives": {"type": "integer"}}}]},
            "Kitten": {"allOf": [ref("Cat")]},
            "Shop": {"properties": {"address": ref("Address")}},
            "Address": {"properties": {"next": ref("Shop"), "street": TEXT}},
            "Count": {"type": "integer"},
            "Keyed": {"oneOf": [TEXT], "discriminator": {
                "propertyName": "k", "mapping": {"a": "Named", "b": "#/components/schemas/Count"}}},
            "Named": {"type": "object"},
            "Unused": TEXT,
        },
    },
}  # fmt: skip
PETS = {"GET /pets", "webhook POST born"}


def bundled(written):
    found = bundle("api.json", lambda path: json.dumps(written).encode())
    assert not isinstance(found, tuple), found
    return found


def keys(api):
    assert isinstance(api, Api), api
    return {each.key for each in (*api.operations, *api.left_out, *api.webhooks)}


def kept(before, after):
    """Give the keys of the operations of either side that are lowered."""
    sides = bundled(before), bundled(after)
    found = differing(*sides)
    pool = Pool()
    parts = (
        lower(side, pool, modern(part), strict=False)
        for side, part in zip(sides, (found.baseline, found.revision), strict=True)
    )
    return set().union(*map(keys, parts))


def changed(*path, to):
    written = copy.deepcopy(DOCUMENT)
    here = written
    for token in path[:-1]:
        here = here[token]
    if to is None:
        del here[path[-1]]
    else:
        here[path[-1]] = to
    return written


SCHEMAS = ("components", "schemas")


@pytest.mark.parametrize(
    ("path", "to", "operations"),
    [
        (("info", "version"), "2", set()),
        (("tags",), [{"name": "t"}], set()),
        ((*SCHEMAS, "Unused"), {}, set()),
        (("paths", "/plain", "get"), {"summary": "s"}, {"GET /plain"}),
        (("paths", "/plain", "patch"), {}, {"PATCH /plain"}),
        (("paths", "/plain", "get"), None, {"GET /plain"}),
        (("paths", "/new"), {"get": {}}, {"GET /new"}),
        (("paths", "/plain", "parameters"), [], {"GET /plain", "POST /plain", "GET /into"}),
        ((*SCHEMAS, "Shop", "x-a"), 1, {"GET /shops"}),
        ((*SCHEMAS, "Address", "properties", "street"), {}, {"GET /shops"}),
        ((*SCHEMAS, "Count", "minimum"), 1, {"GET /shops", "GET /keys"}),
        # PITFALLS 8, 9: heirs at any distance, and what a mapping names by name or by reference.
        ((*SCHEMAS, "Kitten", "type"), "object", PETS),
        ((*SCHEMAS, "Kitten"), None, PETS),
        ((*SCHEMAS, "Named"), None, {"GET /keys"}),
        (("servers",), [{"url": "https://b"}],
         {"GET /pets", "PUT /pets", "GET /keys", "GET /into", "GET /plain", "POST /plain",
          "webhook POST born"}),
        (("security",), [],
         {"GET /pets", "PUT /pets", "GET /into", "GET /plain", "POST /plain"}),
        (("components", "securitySchemes", "other", "scheme"), "basic", {"GET /keys"}),
        (("components", "securitySchemes", "key", "name"), "L",
         {"GET /pets", "PUT /pets", "GET /into", "GET /plain", "POST /plain"}),
        (("components", "securitySchemes", "seal", "name"), "T", {"POST /calls"}),
        (("components", "securitySchemes", "mark", "name"), "T", {"POST /calls"}),
        # What is referred into comes along, on both sides.
        (("paths", "/into", "get", "summary"), "s", {"GET /into", "POST /plain"}),
        (("paths", "/plain", "post", "x-schema"), {}, {"GET /into", "POST /plain"}),
        ((*SCHEMAS, "Named", "enum"), [1, True], {"GET /keys"}),
    ],
)  # fmt: skip
def test_what_reaches_a_change_is_lowered_and_nothing_else(path, to, operations):
    after = changed(*path, to=to)
    assert kept(DOCUMENT, after) == operations
    assert kept(after, DOCUMENT) == operations


LINKS = {"next": {"operationId": "plain"}}


@pytest.mark.parametrize(
    "answer",
    [{"links": LINKS}, {"links": {"next": ref("Next", "links")}}, ref("Made", "responses")],
    ids=["written there", "behind a reference", "in a shared answer"],
)
def test_a_link_may_mean_something_else_where_its_operation_stands_elsewhere(answer):
    one = copy.deepcopy(DOCUMENT)
    one["paths"]["/made"] = {"post": {"responses": {"201": answer}}}
    one["paths"]["/plain"]["get"]["operationId"] = "plain"
    one["components"]["links"] = {"Next": LINKS["next"]}
    one["components"]["responses"] = {"Made": {"links": LINKS}}
    same, other = copy.deepcopy(one), copy.deepcopy(one)
    same["paths"]["/plain"]["get"]["summary"] = "s"
    other["paths"]["/other"] = {"get": other["paths"]["/plain"].pop("get")}
    assert kept(one, same) == {"GET /plain"}
    assert kept(one, other) == {"GET /plain", "GET /other", "POST /made"}


def test_equal_documents_have_nothing_to_lower():
    shuffled = dict(reversed(copy.deepcopy(DOCUMENT).items()))
    assert kept(DOCUMENT, shuffled) == set()


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), ("1", 1), (None, 0)])
def test_values_that_python_holds_equal_are_told_apart(one, other):
    sides = [changed(*SCHEMAS, "Named", "enum", to=[each]) for each in (one, other)]
    assert kept(*sides) == {"GET /keys"}


@pytest.mark.parametrize(
    "change",
    [{"openapi": "3.0.3"}, {"jsonSchemaDialect": "http://json-schema.org/draft-07/schema"}],
)
def test_another_dialect_makes_everything_differ(change):
    assert kept(DOCUMENT, DOCUMENT | change) == keys(lower(bundled(DOCUMENT), Pool()))
    assert kept(DOCUMENT, DOCUMENT | {"openapi": "3.1.1"}) == set()


def test_a_dynamic_reference_reaches_every_schema():
    before = changed(*SCHEMAS, "Named", to={"items": {"$dynamicRef": "#n"}})
    after = copy.deepcopy(before)
    after["components"]["schemas"]["Unused"] = {"$dynamicAnchor": "n"}
    assert kept(before, after) == {"GET /keys"}


def test_operations_that_are_not_lowered_are_known_by_name_and_servers():
    side = bundled(DOCUMENT)
    part = differing(side, bundled(changed(*SCHEMAS, "Shop", to={}))).baseline
    api = lower(side, Pool(), modern(part))
    assert keys(api) == {"GET /shops"}
    assert [each.key for each in api.same] == [
        "GET /pets", "PUT /pets", "GET /keys", "GET /into", "GET /plain", "POST /plain",
        "POST /calls",
    ]  # fmt: skip
    assert [each.servers[0].url for each in api.same] == ["https://a"] * 6 + ["/s"]
    assert [each.name for each in api.schemes] == ["key", "other", "seal", "mark"]
    # A document that is lowered whole has none.
    assert lower(side, Pool()).same == ()


def _told(operation):
    """Give what a comparison asks of an operation, schemas by their meaning."""
    body = operation.body
    return (
        [(p.name, p.location, p.required, p.style, p.schema) for p in operation.parameters],
        body and (body.required, [(m.media_type, m.schema) for m in body.content]),
        [
            (r.status, [(m.media_type, m.schema) for m in r.content],
             [(h.name, h.schema) for h in r.headers])
            for r in operation.responses
        ],
        operation.security,
        [each.url for each in operation.servers],
    )  # fmt: skip


@pytest.mark.parametrize("pair", ["discord/01", "adyen-checkout-v71/06", "xero-accounting/03"])
def test_in_real_pairs_nothing_that_means_something_else_is_left_out(corpora, pair):
    folder = corpora / "pairs" / pair
    files = sorted(each for each in folder.iterdir() if each.stem in ("base", "revision"))
    sides = [bundle(each.name, lambda path: (folder / path).read_bytes()) for each in files]
    pool = Pool()
    apis = [lower(each, pool, strict=False) for each in sides]
    told = [{each.key: _told(each) for each in (*api.operations, *api.webhooks)} for api in apis]
    differ = {
        key for key in told[0].keys() | told[1].keys() if told[0].get(key) != told[1].get(key)
    }
    found = differing(*sides)
    parts = [
        lower(side, pool, modern(part), strict=False)
        for side, part in zip(sides, (found.baseline, found.revision), strict=True)
    ]
    assert differ <= set().union(*map(keys, parts))
    assert len(parts[0].operations) + len(parts[0].same) == len(apis[0].operations)
