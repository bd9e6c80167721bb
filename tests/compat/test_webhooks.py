"""Everything around a body swaps with it: an operation, a webhook and a callback, edit by edit."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings

# Any rule of no direction: the two sides are documents.
ANY = rule_by_id()["operation-added"]
OBJECT = {"type": "object", "properties": {"state": {"enum": ["a", "b"]}}}
WIDER = {"type": "object", "properties": {"state": {"enum": ["a", "b", "c"]}}}
TAKEN = {"204": {"description": "Taken."}}


def body(*types, required=True, schema=OBJECT):
    content = {each: {"schema": schema} for each in types or ("application/json",)}
    return {"requestBody": {"required": required, "content": content}}


def header(*, required):
    written = {"name": "X-Id", "in": "header", "required": required, "schema": {"type": "string"}}
    return {"parameters": [written]}


def answers(*statuses, headers=None, schema=None):
    written = {"description": "Answered."}
    if headers is not None:
        written["headers"] = headers
    if schema is not None:
        written["content"] = {"application/json": {"schema": schema}}
    return {"responses": {each: written for each in statuses}}


def mark(*, required):
    return {"X-Mark": {"required": required, "schema": {"type": "string"}}}


def document(flow, operation):
    told = {"responses": TAKEN, **operation}
    written = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}}
    match flow:
        case "operation":
            written["paths"] = {"/x": {"post": told}}
        case "webhook":
            written["webhooks"] = {"x": {"post": told}}
        case "callback":
            url = {"name": "url", "in": "query", "required": True, "schema": {"type": "string"}}
            asked = {"parameters": [url], "responses": TAKEN}
            asked["callbacks"] = {"x": {"{$request.query.url}": {"post": told}}}
            written["paths"] = {"/x": {"post": asked}}
    return json.dumps(written, indent=1)


# What is edited: in the baseline, in the revision; told of an operation, of what the BFF calls.
EDITS = {
    "the body goes": (body(), {}, "request-body-removed", "response-body-removed"),
    "a body comes": ({}, body(required=False), "request-body-added", "response-body-added"),
    "a body comes and must be there": (
        {},
        body(),
        "request-body-became-required",
        "response-body-added",
    ),
    "the body may be absent": (
        body(),
        body(required=False),
        "request-body-became-optional",
        "response-body-became-optional",
    ),
    "the body must be there": (
        body(required=False),
        body(),
        "request-body-became-required",
        "response-body-became-required",
    ),
    "a type comes": (
        body("application/json"),
        body("application/json", "application/xml"),
        "request-media-type-added",
        "response-media-type-widened",
    ),
    "a type goes": (
        body("application/json", "application/xml"),
        body("application/json"),
        "request-media-type-removed",
        None,
    ),
    "a value comes": (
        body(),
        body(schema=WIDER),
        "request-enum-value-added",
        "response-enum-value-added",
    ),
    "a value goes": (
        body(schema=WIDER),
        body(),
        "request-enum-value-removed",
        "response-enum-value-removed",
    ),
    "a header of the request goes": (
        header(required=True),
        {},
        "request-parameter-removed",
        "response-header-removed",
    ),
    "a header of the request may be absent": (
        header(required=True),
        header(required=False),
        "request-parameter-became-optional",
        "response-header-became-optional",
    ),
    "a header of the request must be there": (
        header(required=False),
        header(required=True),
        "request-parameter-became-required",
        "response-schema-narrowed",
    ),
    "a header of the request comes": (
        {},
        header(required=True),
        "request-required-parameter-added",
        "response-header-added",
    ),
    "a success comes": (
        answers("200"),
        answers("200", "202"),
        "response-success-status-added",
        "request-status-added",
    ),
    "a refusal comes": (
        answers("200"),
        answers("200", "410"),
        "response-error-status-added",
        "request-status-added",
    ),
    "a refusal goes": (
        answers("200", "410"),
        answers("200"),
        "response-status-removed",
        "request-status-removed",
    ),
    "a value of the answer comes": (
        answers("200", schema=OBJECT),
        answers("200", schema=WIDER),
        "response-enum-value-added",
        "request-enum-value-added",
    ),
    "a value of the answer goes": (
        answers("200", schema=WIDER),
        answers("200", schema=OBJECT),
        "response-enum-value-removed",
        "request-enum-value-removed",
    ),
    "a header of the answer goes": (
        answers("200", headers=mark(required=True)),
        answers("200"),
        "response-header-removed",
        "request-parameter-removed",
    ),
    "a header of the answer must be there": (
        answers("200", headers=mark(required=False)),
        answers("200", headers=mark(required=True)),
        "response-schema-narrowed",
        "request-parameter-became-required",
    ),
    "a header of the answer may be absent": (
        answers("200", headers=mark(required=True)),
        answers("200", headers=mark(required=False)),
        "response-header-became-optional",
        "request-parameter-became-optional",
    ),
    "a header of the answer comes": (
        answers("200"),
        answers("200", headers=mark(required=True)),
        "response-header-added",
        "request-required-parameter-added",
    ),
}


@pytest.mark.parametrize("flow", ["operation", "webhook", "callback"])
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told_by_who_sends_what_it_is_about(edit, flow):
    baseline, revision, asked, called = EDITS[edit]
    expected = asked if flow == "operation" else called
    found = findings(ANY, document(flow, baseline), document(flow, revision))
    assert [each.rule for each in found] == ([] if expected is None else [expected])
    for each in found:
        assert each.direction == expected.split("-")[0]
        assert each.effect is rule_by_id()[expected].effect
        assert flow == "operation" or each.operations[0][0].startswith(flow)
