"""Every version's spelling of one meaning becomes one spelling, and nothing else is touched."""

import copy

import pytest
from hypothesis import given

from bffgen.contract.dialect import modern
from bffgen.model.pool import Pool
from bffgen.model.schema import at
from tests.strategies import documents

SCHEMA = "/components/schemas/It"
TEXT = {"type": "string"}


def document(version, schema, **others):
    return {"openapi": version, "components": {"schemas": {"It": schema, **others}}}


def respelled(version, schema, **others):
    return at(modern(document(version, schema, **others)), SCHEMA)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, TEXT),
        ({"type": "string", "nullable": True, "enum": ["a"]},
         {"type": ["string", "null"], "enum": ["a"]}),
        # PITFALLS 10: void by the letter, kept as a fact
        ({"nullable": True, "allOf": [TEXT]}, {"allOf": [TEXT], "x-bffgen-nullable": True}),
        ({"nullable": True, "$ref": "#/x", "title": "t"},
         {"$ref": "#/x", "x-bffgen-nullable": True}),
        ({"$ref": "#/x", "minLength": 1, "description": "d"}, {"$ref": "#/x"}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"maximum": 9.5, "exclusiveMaximum": True}, {"exclusiveMaximum": 9.5}),
        ({"exclusiveMaximum": True}, {}),
        ({"type": "string", "format": "byte"}, {**TEXT, "contentEncoding": "base64"}),
        ({"type": "string", "format": "binary"},
         {**TEXT, "contentMediaType": "application/octet-stream"}),
        ({"type": "string", "format": "date"}, {"type": "string", "format": "date"}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"example": None}, {"examples": [None]}),
    ],
)  # fmt: skip
def test_openapi_30_is_said_in_2020_12(written, becomes):
    assert respelled("3.0.3", written) == becomes


@pytest.mark.parametrize("version", ["3.1.0", "3.1.1", "3.2.0"])
@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ({"$ref": "#/x", "minLength": 1}, {"$ref": "#/x", "minLength": 1}),
        ({"type": "string", "nullable": True}, TEXT),
        ({"minimum": 1, "exclusiveMinimum": 2}, {"minimum": 1, "exclusiveMinimum": 2}),
        ({"type": "string", "format": "byte"}, {"type": "string", "format": "byte"}),
        ({"example": 1, "examples": [2]}, {"examples": [2]}),
        ({"dependencies": {"a": ["b"]}}, {"dependencies": {"a": ["b"]}}),
        ({"items": [TEXT], "additionalItems": False}, {"prefixItems": [TEXT], "items": False}),
        ({"items": TEXT, "additionalItems": False}, {"items": TEXT}),
    ],
)
def test_openapi_31_and_later_are_2020_12_but_for_older_words(version, written, becomes):
    assert respelled(version, written) == becomes


DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_4 = "http://json-schema.org/draft-04/schema#"


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ({"$schema": DRAFT_7, "dependencies": {"a": ["b"], "c": {"required": ["d"]}}},
         {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}}),
        ({"$schema": DRAFT_7, "items": {"$ref": "#/x", "minLength": 1}},
         {"items": {"$ref": "#/x"}}),
        ({"$schema": DRAFT_4, "properties": {"a": {"minimum": 1, "exclusiveMinimum": True}}},
         {"properties": {"a": {"exclusiveMinimum": 1}}}),
        ({"$schema": DRAFT_7, "$ref": "#/x", "definitions": {"a": {"items": [TEXT]}}},
         {"$ref": "#/x", "definitions": {"a": {"prefixItems": [TEXT]}}}),
    ],
)  # fmt: skip
def test_an_older_draft_is_known_by_its_dollar_schema(written, becomes):
    assert respelled("3.1.0", written) == becomes


def test_an_older_draft_may_be_the_dialect_of_the_document():
    written = document("3.1.0", {"dependencies": {"a": ["b"]}}) | {"jsonSchemaDialect": DRAFT_7}
    assert at(modern(written), SCHEMA) == {"dependentRequired": {"a": ["b"]}}


NULLABLE = {"type": "string", "nullable": True}
TOLD = {"type": ["string", "null"]}


@pytest.mark.parametrize(
    "path",
    [
        ("paths", "/a", "parameters", 0, "schema"),
        ("paths", "/a", "get", "parameters", 0, "content", "application/json", "schema"),
        ("paths", "/a", "post", "requestBody", "content", "application/json", "schema"),
        ("paths", "/a", "get", "responses", "200", "content", "application/json", "schema"),
        ("paths", "/a", "get", "responses", "200", "headers", "X-A", "schema"),
        ("paths", "/a", "post", "requestBody", "content", "multipart/form-data", "encoding", "f",
         "headers", "X-A", "schema"),
        ("paths", "/a", "get", "callbacks", "on", "{$request.body#/url}", "post", "requestBody",
         "content", "application/json", "schema"),
        ("paths", "/a", "additionalOperations", "COPY", "responses", "default", "content",
         "application/jsonl", "itemSchema"),
        ("webhooks", "x-shipped", "post", "requestBody", "content", "application/json", "schema"),
        ("components", "parameters", "P", "schema"),
        ("components", "headers", "H", "schema"),
        ("components", "pathItems", "I", "query", "responses", "2XX", "content", "a/b", "schema"),
        *(("components", "schemas", "It", *rest) for rest in (
            (), ("items",), ("allOf", 0), ("oneOf", 0), ("anyOf", 0), ("not",), ("contains",),
            ("properties", "nullable"), ("properties", "$ref"), ("properties", "example"),
            ("additionalProperties",), ("patternProperties", "^x"), ("if",), ("then",), ("else",),
            ("propertyNames",), ("dependentSchemas", "a"), ("$defs", "d"), ("prefixItems", 0),
            ("unevaluatedProperties",), ("unevaluatedItems",), ("definitions", "description"),
        )),
    ],
)  # fmt: skip
def test_every_schema_is_found_by_grammar_position_and_keeps_its_pointer(path):
    written = {"openapi": "3.0.3", **grown(path, NULLABLE)}
    pristine = copy.deepcopy(written)
    assert modern(written) == {"openapi": "3.0.3", **grown(path, TOLD)}
    assert written == pristine


def grown(path, leaf):
    """Build what holds a leaf at a path; a number is a place in a list of one."""
    for token in reversed(path):
        leaf = [leaf] if isinstance(token, int) else {token: leaf}
    return leaf


@pytest.mark.parametrize(
    "path",
    [
        # PITFALLS 27: data that looks like a schema
        ("components", "schemas", "It", "default"),
        ("components", "schemas", "It", "const"),
        ("components", "schemas", "It", "enum", 0),
        ("components", "schemas", "It", "examples", 0),
        ("components", "schemas", "It", "x-schema"),
        ("components", "examples", "E", "value"),
        ("components", "schemas", "It", "properties", "a", "default", "properties", "b"),
        ("paths", "/a", "get", "responses", "200", "content", "a/b", "example"),
        ("paths", "/a", "get", "x-responses", "200", "content", "a/b", "schema"),
        ("info", "schema"),
    ],
)
def test_what_is_data_is_never_respelled(path):
    written = {"openapi": "3.0.3", **grown(path, NULLABLE)}
    assert modern(written) == written


@pytest.mark.parametrize(
    ("in_30", "in_31"),
    [
        (NULLABLE, {"type": ["null", "string"]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1.0}),
        ({"$ref": "#/components/schemas/Other", "maxLength": 1}, TEXT),
        ({"type": "string", "format": "byte"}, {**TEXT, "contentEncoding": "base64"}),
        # Void by the letter; what its author may mean is told beside the proof (PITFALLS 10).
        ({"nullable": True, "allOf": [TEXT]}, {"allOf": [TEXT]}),
        ({"nullable": True, "$ref": "#/components/schemas/Other"}, TEXT),
        ({"type": "object", "not": {}}, {"type": "object", "not": True}),
        (
            {"type": "object", "nullable": True, "properties": {
                "next": {"$ref": f"#{SCHEMA}", "description": "ignored"}}},
            {"type": ["object", "null"], "properties": {"next": {"$ref": f"#{SCHEMA}"}}},
        ),
    ],
)  # fmt: skip
def test_twins_of_all_versions_are_one_node(in_30, in_31):
    pool = Pool()
    ids = {
        pool.intern(modern(document(version, schema, Other=TEXT)), SCHEMA)
        for version, schema in (("3.0.3", in_30), ("3.1.0", in_31), ("3.2.0", in_31))
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("in_30", "in_31"),
    [
        ({"$ref": "#/components/schemas/Other", "maxLength": 1},
         {"$ref": "#/components/schemas/Other", "maxLength": 1}),
        (NULLABLE, NULLABLE),
    ],
)  # fmt: skip
def test_one_spelling_with_two_meanings_is_two_nodes(in_30, in_31):
    pool = Pool()
    first = pool.intern(modern(document("3.0.3", in_30, Other=TEXT)), SCHEMA)
    assert first != pool.intern(modern(document("3.1.0", in_31, Other=TEXT)), SCHEMA)


@given(documents())
def test_a_document_in_2020_12_is_copied_as_it_is(drawn):
    written = {"openapi": "3.1.0", **drawn}
    assert modern(written) == written


def test_what_is_shared_is_respelled_once_and_stays_shared():
    shared = {"type": "string", "nullable": True}
    written = document("3.0.3", {"properties": {"a": shared, "b": shared}})
    properties = at(modern(written), f"{SCHEMA}/properties")
    assert properties["a"] is properties["b"]
    assert properties["a"] == TOLD


def test_deep_nesting_is_no_recursion():
    schema = NULLABLE
    for _ in range(5_000):
        schema = {"items": schema}
    found = respelled("3.0.3", schema)
    for _ in range(5_000):
        found = found["items"]
    assert found == TOLD


@pytest.mark.parametrize("broken", [None, 5, "text", [], [5], {"a": 5}])
def test_what_is_no_schema_stays_what_it_is(broken):
    for keyword in ("items", "properties", "allOf", "type", "nullable", "dependencies", "$ref"):
        written = document("3.0.3", {keyword: broken, "$schema": DRAFT_4})
        modern(written)
    for key in ("paths", "components", "webhooks"):
        assert modern({"openapi": "3.0.3", key: broken}) == {"openapi": "3.0.3", key: broken}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # COMPATIBILITY.md 3, a row each: (version, schema) of two spellings of one meaning.
        (("3.0.3", {"type": "string", "format": "binary"}),
         ("3.1.0", {**TEXT, "contentMediaType": "application/octet-stream"})),
        (("3.0.3", {**TEXT, "example": "a"}), ("3.1.0", {**TEXT, "examples": ["b", "c"]})),
        (("3.0.3", {**TEXT, "nullable": True, "enum": ["a", None]}),
         ("3.1.0", {"enum": [None, "a"], "type": ["null", "string"]})),
        (("3.0.3", {"maximum": 9, "exclusiveMaximum": True, "minimum": 1}),
         ("3.1.0", {"minimum": 1.0, "exclusiveMaximum": 9})),
        (("3.1.0", {"$schema": DRAFT_7, "items": [TEXT], "additionalItems": {"type": "null"}}),
         ("3.2.0", {"prefixItems": [TEXT], "items": {"type": "null"}})),
        (("3.1.0", {"$schema": DRAFT_7, "dependencies": {"a": ["b"], "c": {"minProperties": 2}}}),
         ("3.1.0", {"dependentRequired": {"a": ["b"]},
                    "dependentSchemas": {"c": {"minProperties": 2}}})),
        (("3.1.0", {"const": "a"}), ("3.0.3", {"enum": ["a"]})),
        (("3.1.0", {"const": "a", "enum": ["a", "b"]}), ("3.1.0", {"const": "a"})),
        (("3.1.0", {"type": "integer"}), ("3.1.0", {"type": "number", "multipleOf": 1})),
        (("3.1.0", {"type": "integer", "multipleOf": 1.5}),
         ("3.1.0", {"type": "number", "multipleOf": 3})),
        (("3.1.0", {"type": ["integer", "number"]}), ("3.0.3", {"type": "number"})),
        (("3.1.0", {**TEXT, "x-extensible-enum": ["a"]}), ("3.0.3", TEXT)),
        (("3.1.0", {**TEXT, "title": "t", "deprecated": True, "xml": {}, "x-a": 1, "default": "d",
                    "description": "d", "examples": [], "$comment": "c"}), ("3.1.0", TEXT)),
        (("3.0.3", {"allOf": [{"$ref": "#/components/schemas/Other"}], "description": "d"}),
         ("3.2.0", {"$ref": "#/components/schemas/Other"})),
    ],
)  # fmt: skip
def test_two_spellings_of_one_meaning_are_one_node(one, other):
    pool = Pool()
    ids = {
        pool.intern(modern(document(version, schema, Other=TEXT)), SCHEMA)
        for version, schema in (one, other)
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # PITFALLS 27: words of annotations are data where they are names or values.
        ({"properties": {"description": TEXT}}, {"properties": {}}),
        ({"enum": [{"title": "a"}]}, {"enum": [{}]}),
        ({"const": {"x-a": 1}}, {"const": {}}),
        ({"required": ["title"]}, {}),
        ({"patternProperties": {"^default": TEXT}}, {}),
        # `format` beyond what is known is annotation with a fact, never silence.
        ({"format": "money"}, {}),
        ({"type": "number", "format": "float"}, {"type": "number", "format": "double"}),
        # An enum beside `nullable` must list null itself.
        ({"type": ["string", "null"], "enum": ["a"]}, {"enum": ["a", None]}),
        ({"unevaluatedItems": True, "contains": {}}, {"unevaluatedItems": False, "contains": {}}),
        ({"enum": [1]}, {"enum": [True]}),
    ],
)
def test_two_meanings_stay_two_nodes(one, other):
    pool = Pool()
    first = pool.intern(modern(document("3.1.0", one)), SCHEMA)
    assert first != pool.intern(modern(document("3.1.0", other)), SCHEMA)
