"""Links of an answer: whichever way an operation is named, and whatever it is handed."""

import json

import pytest

from tests.compat.examples import findings
from tests.compat.test_security import ANY

TAKEN = {"responses": {"204": {"description": "Taken."}}}
PAY = {"operationId": "pay", "parameters": {"id": "$response.body#/id"}}


def document(
    link, *, pay="/pay/{id}", behind=None, server="https://a.example", ids=("pay", "other")
):
    """Write a contract of two operations.

    Args:
        link: of what `POST /made` answers; None for an answer without one.
        pay: the path of `pay`, which is told apart from `POST /other` by its id.
        behind: where the link stands: None for the answer itself.
        ids: of `POST /pay/{id}` and `POST /other/{id}`.
    """
    answer = {"description": "Made."}
    components = {}
    if link is not None:
        there = link
        if behind is not None:
            there, components = {"$ref": "#/components/links/Pay"}, {"links": {"Pay": link}}
        answer["links"] = {"pay": there}
    item = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    made = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": server}],
        "paths": {
            "/made": {"post": {"responses": {"201": answer}}},
            pay: {"post": {"operationId": ids[0], "parameters": [item], **TAKEN}},
            "/other/{id}": {"post": {"operationId": ids[1], "parameters": [item], **TAKEN}},
        },
        "components": components,
    }
    return json.dumps(made, indent=1)


def told(was, now):
    """Give what is told of links: the rule, and the facts on both sides."""
    found = findings(ANY, was, now)
    return [(e.rule, e.before, e.after) for e in found if e.rule.startswith("response-link")]


REFERRING = {**PAY, "operationRef": "#/paths/~1pay~1%7Bid%7D/post"}
del REFERRING["operationId"]
QUALIFIED = {**PAY, "parameters": {"path.id": "$response.body#/id"}}


@pytest.mark.parametrize("other", [REFERRING, QUALIFIED, {**PAY, "description": "Pay."}])
@pytest.mark.parametrize("behind", [None, "component"])
def test_one_way_that_is_written_otherwise_is_no_change(other, behind):
    assert told(document(PAY), document(other, behind=behind)) == []
    assert told(document(other, behind=behind), document(PAY)) == []


def test_a_base_path_that_moves_leads_to_the_same_operation():
    was = document(PAY, pay="/v1/pay/{id}")
    assert told(was, document(PAY, server="https://a.example/v1")) == []


def changed(**what):
    return {key: each for key, each in {**PAY, **what}.items() if each is not None}


BODY = {"requestBody": "$request.body"}
SERVER = {"server": {"url": "https://pay.example"}}
ID = {"parameter id": '"$response.body#/id"'}
# What the link is in the baseline and in the revision -> the facts that differ.
CHANGES = {
    "another operation": (
        PAY,
        changed(operationId="other"),
        {"operation": "POST /pay/{}"},
        {"operation": "POST /other/{}"},
    ),
    "an operation that is not there": (
        PAY,
        changed(operationId="nothing"),
        {"operation": "POST /pay/{}"},
        {"operation": "nothing"},
    ),
    "another value": (
        PAY,
        changed(parameters={"id": "$response.body#/number"}),
        ID,
        {"parameter id": '"$response.body#/number"'},
    ),
    "a value less": (PAY, changed(parameters=None), ID, {}),
    "another body": (
        changed(**BODY),
        changed(requestBody="$request.body#/a"),
        {"request body": '"$request.body"'},
        {"request body": '"$request.body#/a"'},
    ),
    "no body": (changed(**BODY), PAY, {"request body": '"$request.body"'}, {}),
    "another server": (changed(**SERVER), PAY, {"server": "https://pay.example"}, {}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_link_said_and_says_no_longer_is_told(name):
    was, now, before, after = CHANGES[name]
    assert told(document(was), document(now)) == [("response-link-changed", before, after)]


@pytest.mark.parametrize("more", [BODY, SERVER, {"parameters": {**PAY["parameters"], "q": 1}}])
def test_what_a_link_says_beside_is_for_calls_to_come(more):
    assert told(document(PAY), document(changed(**more))) == []


def test_an_id_that_names_another_operation_leads_elsewhere():
    """The link itself is not touched, so that only what it means differs."""
    leads = {"operation": "POST /pay/{}"}, {"operation": "POST /other/{}"}
    now = document(PAY, ids=("other", "pay"))
    assert told(document(PAY), now) == [("response-link-changed", *leads)]


def test_a_shared_link_is_one_finding():
    was, now = (document(each, behind="component") for each in (PAY, changed(parameters=None)))
    (found,) = findings(ANY, was, now)
    assert found.coordinate == "response #/components/links/Pay"
    assert found.operations == (("POST /made", "no"),)


def test_a_link_that_goes_is_told_once():
    assert told(document(PAY), document(None)) == [("response-link-removed", "pay", None)]
    assert told(document(None), document(PAY)) == []
