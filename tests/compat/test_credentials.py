"""What the BFF shows of itself when it calls a client: security with the flow turned around."""

import json
from itertools import product

import pytest

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings
from tests.compat.test_security import ANY, OPTIONS, SCHEMES

RULE = "response-credentials-changed"
TAKEN = {"responses": {"204": {"description": "Taken."}}}


def webhook(security, document_security=None, schemes=None):
    return document({"webhooks": {"x": {"post": own(security)}}}, document_security, schemes)


def callback(security, document_security=None, schemes=None):
    called = {"x": {"https://client.example/x": {"post": own(security)}}}
    paths = {"/x": {"get": {**TAKEN, "callbacks": called, "security": []}}}
    return document({"paths": paths}, document_security, schemes)


def own(security):
    return TAKEN if security is None else {**TAKEN, "security": security}


def document(written, security, schemes):
    made = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, **written}
    if security is not None:
        made["security"] = security
    made["components"] = {"securitySchemes": schemes or SCHEMES}
    return json.dumps(made, indent=1)


FLOWS = {"webhook x": webhook, "callback x of GET /x": callback}


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize(("was", "now"), [*product(OPTIONS, OPTIONS)], ids=str)
def test_it_breaks_exactly_where_some_call_is_no_longer_taken(flow, was, now):
    """The BFF sends any one alternative of the revision, a client takes any of the baseline."""
    written = FLOWS[flow]
    found = findings(ANY, written(was), written(now))
    is_hurt = any(not any({*asked} <= {*sent} for asked in was) for sent in now)
    is_same = {frozenset(each) for each in was} == {frozenset(each) for each in now}
    assert [each.rule for each in found] == ([] if is_same else [RULE])
    for each in found:
        assert (each.effect.value == "breaks") is is_hurt
        assert (each.direction, each.operations) == (
            "response",
            ((flow, "no" if is_hurt else "yes"),),
        )


def effects(was, now):
    return [(each.rule, each.effect.value) for each in findings(ANY, was, now)]


@pytest.mark.parametrize("written", FLOWS.values(), ids=FLOWS)
def test_what_the_document_says_of_callers_says_nothing_of_calls(written):
    assert effects(written(None, [{"key": []}]), written(None, [{"token": []}])) == []
    # A call that comes with a credential which nobody has looked for is taken as before.
    assert effects(written(None, [{"key": []}]), written([{"token": []}], [{"key": []}])) == [
        (RULE, "safe")
    ]
    assert effects(written([{"key": []}], [{"key": []}]), written(None, [{"key": []}])) == [
        (RULE, "breaks")
    ]


@pytest.mark.parametrize("written", FLOWS.values(), ids=FLOWS)
def test_a_token_with_fewer_scopes_breaks_and_one_with_more_does_not(written):
    few, many = [{"login": ["a"]}], [{"login": ["a", "b"]}]
    assert effects(written(many), written(few)) == [(RULE, "breaks")]
    assert effects(written(few), written(many)) == [(RULE, "safe")]


@pytest.mark.parametrize("written", FLOWS.values(), ids=FLOWS)
def test_a_scheme_that_is_another_on_the_wire_is_told_by_its_place(written):
    moved = {**SCHEMES, "key": {**SCHEMES["key"], "name": "X-Other"}}
    renamed = {**SCHEMES, "other": SCHEMES["key"]}
    (found,) = findings(ANY, written([{"key": []}]), written([{"key": []}], None, moved))
    assert found.coordinate == "response #/components/securitySchemes/key"
    facts = dict(found.facts)
    assert (facts["was"], facts["now"]) == ("apiKey header x-key", "apiKey header x-other")
    assert found.effect is rule_by_id()[RULE].effect
    assert effects(written([{"key": []}]), written([{"other": []}], None, renamed)) == []
