"""Edits of a document beside its schemas: what each is told as, there and back.

How: a row is an edit; told are effect, rule and the operations that meet it, of everything that is
     found. What is one fault is one finding, however many operations share the place of it.
"""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from bffgen.model.comparison import NoWitness
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
THING = {"type": "object", "properties": {"a": TEXT}}
TAKEN = {"204": {"description": "Taken."}}


def document(paths=None, **top):
    head = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}}
    return {**head, "paths": paths or {}, **top}


def operation(method="get", **said):
    return {method: {"responses": TAKEN, **said}}


def served(*servers, **top):
    listed = [each if isinstance(each, dict) else {"url": each} for each in servers]
    return document({"/x": operation()}, **({"servers": listed} if listed else {}), **top)


def by_variable(url, *values):
    variable = {"enum": [*values], "default": values[-1]}
    return served({"url": url, "variables": {"v": variable}})


def asked(*parameters, path="/x"):
    return document({path: operation(parameters=[*parameters])})


def parameter(name="q", where="query", schema=TEXT, **said):
    must = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": schema, **must, **said}


def shared(section, told, *, where):
    """Write a contract of two operations that refer to one component."""
    ref = {"$ref": f"#/components/{section}/R"}
    both = {path: operation("post", **where(ref)) for path in ("/x", "/y")}
    return document(both, components={section: {"R": told}})


def in_parameters(ref):
    return {"parameters": [ref]}


def in_body(ref):
    return {"requestBody": ref}


def in_responses(ref):
    return {"responses": {"200": ref}}


def answered(content, **said):
    return {"description": "It.", "content": content, **said}


def typed(*types):
    return {each: {"schema": THING} for each in types}


def guarded(security, schemes):
    paths = {path: operation(security=security) for path in ("/x", "/y")}
    return document(paths, components={"securitySchemes": schemes})


def sent(content, **top):
    body = {"required": True, "content": content}
    return document({"/x": operation("post", requestBody=body)}, **top)


def form(encoding, schema=THING, kind="application/x-www-form-urlencoded"):
    return sent({kind: {"schema": schema, "encoding": encoding}})


def headed(header):
    return document({"/x": operation(responses={"200": answered({}, headers={"X-A": header})})})


LIST = {"type": "object", "properties": {"a": {"type": "array", "items": TEXT}}}
MANY = "multipart/form-data"
ENCODED = "request-content-encoding-changed"
HEADED = "response-content-encoding-changed"
WRITTEN = "request-parameter-serialisation-changed"


def called_back(method, **said):
    there = {"{$request.query.url}": {method: {"responses": TAKEN, **said}}}
    return document(
        {"/x": operation("post", parameters=[parameter("url")], callbacks={"done": there})}
    )


A, B = "https://a.example", "https://b.example"
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
BOTH = ("GET /x", "GET /y")
POSTS = ("POST /x", "POST /y")
CALLBACK = "callback done of POST /x"


def safe(rule, *operations):
    return f"safe {rule}: {', '.join(operations)}"


def risky(rule, *operations):
    return f"risky {rule}: {', '.join(operations)}"


def breaks(rule, *operations):
    return f"breaks {rule}: {', '.join(operations)}"


# Name -> (baseline, revision, told of it, told of the way back).
EDITS = {
    "a server of two goes": (
        served(A, B),
        served(A),
        [breaks("server-url-removed", "GET /x")],
        [safe("server-url-added", "GET /x")],
    ),
    "a base path under the same host": (
        by_variable(f"{A}/{{v}}", "v1", "v2"),
        by_variable(f"{A}/{{v}}", "v2"),
        [breaks("server-url-removed", "GET /x")],
        [safe("server-url-added", "GET /x")],
    ),
    "http becomes https": (
        served("http://a.example"),
        served(A),
        [breaks("server-url-removed", "GET /x"), safe("server-url-added", "GET /x")],
        [breaks("server-url-removed", "GET /x"), safe("server-url-added", "GET /x")],
    ),
    "a base path moves into the paths": (
        served(f"{A}/v1"),
        document({"/v1/x": operation()}, servers=[{"url": A}]),
        [],
        [],
    ),
    "a host is named that was not": (served("/v1"), served(f"{A}/v1"), [], []),
    "servers are named for the first time": (
        served(),
        served(f"{A}/api"),
        [safe("server-url-added", "GET /x")],
        [breaks("server-url-removed", "GET /x")],
    ),
    "one operation of two moves to another server": (
        document({"/x": operation(), "/y": operation()}, servers=[{"url": A}]),
        document(
            {"/x": operation(), "/y": {**operation(), "servers": [{"url": B}]}},
            servers=[{"url": A}],
        ),
        [breaks("server-url-removed", "GET /y"), safe("server-url-added", "GET /y")],
        [breaks("server-url-removed", "GET /y"), safe("server-url-added", "GET /y")],
    ),
    "a text in a path has a character anyway": (
        asked(parameter("id", "path"), path="/x/{id}"),
        asked(parameter("id", "path", {"type": "string", "minLength": 1}), path="/x/{id}"),
        [safe("request-schema-widened", "GET /x/{id}")],
        [safe("request-schema-widened", "GET /x/{id}")],
    ),
    "a text in a path has two characters": (
        asked(parameter("id", "path"), path="/x/{id}"),
        asked(parameter("id", "path", {"type": "string", "minLength": 2}), path="/x/{id}"),
        [breaks("request-length-narrowed", "GET /x/{id}")],
        [safe("request-schema-widened", "GET /x/{id}")],
    ),
    "a parameter of two operations": (
        shared("parameters", parameter(), where=in_parameters),
        shared("parameters", parameter(required=True), where=in_parameters),
        [breaks("request-parameter-became-required", *POSTS)],
        [safe("request-parameter-became-optional", *POSTS)],
    ),
    "a parameter of a path item": (
        document({"/x": {"parameters": [parameter()], **operation(), **operation("put")}}),
        document(
            {"/x": {"parameters": [parameter(required=True)], **operation(), **operation("put")}}
        ),
        [breaks("request-parameter-became-required", "GET /x", "PUT /x")],
        [safe("request-parameter-became-optional", "GET /x", "PUT /x")],
    ),
    "a body of two operations": (
        shared("requestBodies", {"content": typed("application/json")}, where=in_body),
        shared("requestBodies", {"content": typed("text/csv")}, where=in_body),
        [
            breaks("request-media-type-removed", *POSTS),
            safe("request-media-type-added", *POSTS),
        ],
        [
            breaks("request-media-type-removed", *POSTS),
            safe("request-media-type-added", *POSTS),
        ],
    ),
    "an answer of two operations loses two types": (
        shared("responses", answered(typed("text/csv", "a/b", "a/c")), where=in_responses),
        shared("responses", answered(typed("text/csv")), where=in_responses),
        [breaks("response-media-type-removed", *POSTS)] * 2,
        [safe("response-media-type-added", *POSTS)] * 2,
    ),
    "a header of a shared answer": (
        shared(
            "responses",
            answered(typed("text/csv"), headers={"X-A": {"required": True, "schema": TEXT}}),
            where=in_responses,
        ),
        shared("responses", answered(typed("text/csv")), where=in_responses),
        [breaks("response-header-removed", *POSTS)],
        [safe("response-header-added", *POSTS)],
    ),
    "any of a family of types is taken": (
        document({"/x": operation("post", requestBody={"content": typed("application/json")})}),
        document({"/x": operation("post", requestBody={"content": typed("application/*")})}),
        [safe("request-media-type-added", "POST /x")],
        [breaks("request-media-type-removed", "POST /x")],
    ),
    "a scheme of two operations": (
        guarded([{"key": []}], {"key": KEY}),
        guarded([{"key": []}], {"key": {**KEY, "in": "query"}}),
        [breaks("security-scheme-changed", *BOTH)],
        [breaks("security-scheme-changed", *BOTH)],
    ),
    "a scheme has another name": (
        guarded([{"key": []}], {"key": KEY}),
        guarded([{"token": []}], {"token": KEY}),
        [],
        [],
    ),
    "two ways to be let in go": (
        guarded([{"key": []}, {"one": []}, {"two": []}], {"key": KEY, **{
            each: {**KEY, "name": each} for each in ("one", "two")
        }}),
        guarded([{"key": []}], {"key": KEY}),
        sorted(breaks("security-alternative-removed", path) for path in BOTH * 2),
        [safe("security-relaxed", path) for path in BOTH],
    ),
    "a callback is made by another method": (
        called_back("post"),
        called_back("put"),
        [breaks("callback-removed", "POST /x"), safe("callback-added", "POST /x")],
        [breaks("callback-removed", "POST /x"), safe("callback-added", "POST /x")],
    ),
    "a field of a form is a list with other marks": (
        form({}, LIST),
        form({"a": {"style": "pipeDelimited", "explode": False}}, LIST),
        [breaks(ENCODED, "POST /x")],
        [breaks(ENCODED, "POST /x")],
    ),
    "a scalar of a form is written alike": (
        form({}),
        form({"a": {"style": "form", "explode": False}}),
        [],
        [],
    ),
    "a part is of one type of two": (
        form({"a": {"contentType": "image/png, image/jpeg"}}, kind=MANY),
        form({"a": {"contentType": "image/png"}}, kind=MANY),
        [breaks(ENCODED, "POST /x")],
        [],
    ),
    "a part of any image": (
        form({"a": {"contentType": "image/png"}}, kind=MANY),
        form({"a": {"contentType": "image/*"}}, kind=MANY),
        [],
        [breaks(ENCODED, "POST /x")],
    ),
    "a part must have a header": (
        form({"a": {"headers": {}}}, kind=MANY),
        form({"a": {"headers": {"X-Sum": {"required": True, "schema": TEXT}}}}, kind=MANY),
        [breaks(ENCODED, "POST /x")],
        [],
    ),
    "an attribute of XML": (
        sent({"application/xml": {"schema": THING}}),
        sent(
            {
                "application/xml": {
                    "schema": {
                        "type": "object",
                        "properties": {"a": {**TEXT, "xml": {"attribute": True}}},
                    }
                }
            }
        ),
        [breaks(ENCODED, "POST /x")],
        [breaks(ENCODED, "POST /x")],
    ),
    "an attribute of XML that only JSON is": (
        sent({"application/json": {"schema": THING}}),
        sent(
            {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {"a": {**TEXT, "xml": {"attribute": True}}},
                    }
                }
            }
        ),
        [],
        [],
    ),
    "each item of a stream": (
        sent({"application/jsonl": {"itemSchema": THING}}, openapi="3.2.0"),
        sent(
            {"application/jsonl": {"itemSchema": {"type": "object", "properties": {"a": WHOLE}}}},
            openapi="3.2.0",
        ),
        [breaks("request-type-narrowed", "POST /x")],
        [breaks("request-type-narrowed", "POST /x")],
    ),
    "a header says nothing of its text": (
        headed({"schema": WHOLE}),
        headed({}),
        [breaks("response-type-widened", "GET /x")],
        [safe("response-schema-narrowed", "GET /x")],
    ),
    "a header is JSON": (
        headed({"schema": TEXT}),
        headed({"content": {"application/json": {"schema": TEXT}}}),
        [breaks(HEADED, "GET /x")],
        [breaks(HEADED, "GET /x")],
    ),
    "an object in a header": (
        headed({"schema": THING}),
        headed({"schema": THING, "explode": True}),
        [breaks(HEADED, "GET /x")],
        [breaks(HEADED, "GET /x")],
    ),
    "reserved characters travel escaped": (
        asked(parameter(allowReserved=True)),
        asked(parameter()),
        [breaks(WRITTEN, "GET /x")],
        [],
    ),
    "reserved characters of a text that has none": (
        asked(parameter(schema={"enum": ["a", "b"]}, allowReserved=True)),
        asked(parameter(schema={"enum": ["a", "b"]})),
        [],
        [],
    ),
    "a name without a value, for a number": (
        asked(parameter(schema=WHOLE, allowEmptyValue=True)),
        asked(parameter(schema=WHOLE)),
        [breaks(WRITTEN, "GET /x")],
        [],
    ),
    "a name without a value, for any text": (
        asked(parameter(allowEmptyValue=True)),
        asked(parameter()),
        [],
        [],
    ),
    "a callback has a header": (
        called_back("post"),
        called_back("post", parameters=[parameter("X-S", "header", required=True)]),
        [safe("response-header-added", CALLBACK)],
        [breaks("response-header-removed", CALLBACK)],
    ),
}  # fmt: skip


def told(found):
    """Say what was found; names of variables, which nothing on the wire shows, are left out."""
    return sorted(
        f"{each.effect} {each.rule}: {', '.join(name for name, _ in each.operations)}"
        for each in found
        if each.breaks == "wire"
    )


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("way", ["there", "back"])
def test_an_edit_is_told_once_with_the_operations_that_meet_it(edit, way):
    was, now, there, back = EDITS[edit]
    sides = [json.dumps(each, indent=1) for each in ((was, now) if way == "there" else (now, was))]
    found = findings(ANY, *sides)
    assert told(found) == sorted(there if way == "there" else back)
    for each in found:
        rule = rule_by_id()[each.rule]
        if each.effect == "breaks" and rule.shows != "none":
            assert not isinstance(each.witness, NoWitness), each.rule


def test_what_lets_callers_in_is_named_on_both_sides():
    schemes = {"key": KEY, "token": {"type": "http", "scheme": "bearer"}}
    sides = guarded([{}, {"key": []}], schemes), guarded([{"key": [], "token": []}], schemes)
    found = findings(ANY, *(json.dumps(each) for each in sides))
    facts = {(dict(each.facts)["was"], dict(each.facts)["now"]) for each in found}
    assert facts == {("key or no credentials", "key and token")}
