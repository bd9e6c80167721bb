"""Who sends and who receives: every flow of COMPATIBILITY.md 2, narrowed and widened.

How: one schema takes a value less, or one more. What breaks follows from who sends it alone: who
sends less than before hurts nobody, who takes less does.
"""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from bffgen.model.finding import Effect
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
WIDE, NARROW = {"enum": ["a", "b", "c"]}, {"enum": ["a", "b"]}
TAKEN = {"204": {"description": "Taken."}}
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def sent(schema, media_type=JSON):
    fields = {"type": "object", "required": ["p"], "properties": {"p": schema}}
    return {"requestBody": {"required": True, "content": {media_type: {"schema": fields}}}}


def asked(place, schema):
    return {"parameters": [{"name": "p", "in": place, "required": True, "schema": schema}]}


def answered(schema):
    fields = {"type": "object", "required": ["p"], "properties": {"p": schema}}
    content = {JSON: {"schema": fields}}
    return {"responses": {"200": {"description": "Answered.", "content": content}}}


def headed(schema):
    header = {"X-P": {"required": True, "schema": schema}}
    return {"responses": {"200": {"description": "Answered.", "headers": header}}}


MESSAGES = {
    "body": sent,
    "form": lambda schema: sent(schema, FORM),
    "query": lambda schema: asked("query", schema),
    "header": lambda schema: asked("header", schema),
    "cookie": lambda schema: asked("cookie", schema),
    "path": lambda schema: asked("path", schema),
    "answer": answered,
    "header of an answer": headed,
}
ANSWERS = ("answer", "header of an answer")
# The BFF calls an address as it is, and asks with no other parameter than headers.
ASKED_OF_US = ("query", "cookie", "path")
FLOWS = [
    (flow, message)
    for flow in ("operation", "webhook", "callback")
    for message in MESSAGES
    if flow == "operation" or message not in ASKED_OF_US
]


def document(flow, told):
    operation = {"post": {"responses": TAKEN, **told}}
    written = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}
    path = "/x/{p}" if "path" in json.dumps(told.get("parameters")) else "/x"
    match flow:
        case "operation":
            written["paths"] = {path: operation}
        case "webhook":
            written["webhooks"] = {"x": operation}
        case "callback":
            calls = {"x": {"{$request.body#/url}": operation}}
            written["paths"] = {"/x": {"post": {"responses": TAKEN, "callbacks": calls}}}
    return json.dumps(written)


@pytest.mark.parametrize("change", ["narrowed", "widened"])
@pytest.mark.parametrize(("flow", "message"), FLOWS)
def test_what_breaks_follows_from_who_sends(flow, message, change):
    was, now = (WIDE, NARROW) if change == "narrowed" else (NARROW, WIDE)
    make = MESSAGES[message]
    found = findings(ANY, document(flow, make(was)), document(flow, make(now)))
    is_sent_by_client = (flow == "operation") != (message in ANSWERS)
    direction = "request" if is_sent_by_client else "response"
    assert {each.direction for each in found} == {direction}
    breaks = [each for each in found if each.effect is Effect.BREAKS]
    assert bool(breaks) == (is_sent_by_client == (change == "narrowed"))
    for each in breaks:
        expected = "baseline" if is_sent_by_client else "revision"
        assert (each.witness.sender, each.witness.receiver != expected) == (expected, True)
        assert "c" in json.dumps(each.witness.value)
