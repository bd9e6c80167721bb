"""Whether whoever was let in is let in still, and by which rule it is told if not."""

import json
from itertools import product

import pytest

from bffgen.compat.compare import compare
from bffgen.compat.rule import rule_by_id
from bffgen.compat.rule import rules as all_rules
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.peers import Peers
from bffgen.model.pool import Pool
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "token": {"type": "http", "scheme": "bearer"},
    "login": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://login.example", "scopes": {}}},
    },
}
# One way each to be let in: nobody in particular, one credential, two together.
WAYS = ({}, {"key": []}, {"token": []}, {"key": [], "token": []})
OPTIONS = [[one] for one in WAYS] + [
    [one, other] for at, one in enumerate(WAYS) for other in WAYS[at + 1 :]
]


def document(security, schemes=None):
    operation = {"security": security, "responses": {"204": {"description": "Answered."}}}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/x": {"get": operation}},
            "components": {"securitySchemes": schemes or SCHEMES},
        }
    )


def told(was, now, schemes=None):
    found = findings(ANY, document(was), document(now, schemes))
    return [each.rule for each in found]


@pytest.mark.parametrize(
    ("was", "now", "rules"),
    [
        ([{}], [{"key": []}], ["security-requirement-added"]),
        ([{"key": []}], [{"key": [], "token": []}], ["security-requirement-added"]),
        ([{"key": []}, {"token": []}], [{"token": []}], ["security-alternative-removed"]),
        ([{"key": []}], [{"token": []}], ["security-alternative-removed"]),
        ([{"login": ["a"]}], [{"login": ["a", "b"]}], ["security-scope-added"]),
        ([{"login": ["a", "b"]}], [{"login": ["a"]}], ["security-relaxed"]),
        ([{"key": []}], [{"key": []}, {"token": []}], ["security-relaxed"]),
        ([{"key": []}, {}], [{}, {"key": []}], []),
        ([{"key": [], "token": []}], [{"key": []}], ["security-relaxed"]),
    ],
)
def test_a_change_of_who_is_let_in_is_told_by_its_rule(was, now, rules):
    assert told(was, now) == rules


def test_a_scheme_that_is_renamed_is_no_change():
    renamed = {**SCHEMES, "other": SCHEMES["key"]}
    assert told([{"key": []}], [{"other": []}], renamed) == []


def test_a_credential_that_is_looked_for_elsewhere_breaks():
    moved = {**SCHEMES, "key": {**SCHEMES["key"], "in": "query"}}
    assert told([{"key": []}], [{"key": []}], moved) == ["security-scheme-changed"]


@pytest.mark.parametrize(("was", "now"), [*product(OPTIONS, OPTIONS)], ids=str)
def test_it_breaks_exactly_where_somebody_who_was_let_in_is_not(was, now):
    """Of every holder of credentials: let in before, and by nothing of what they hold now."""

    def lets_in(options, held):
        return any({*one} <= held for one in options)

    holders = [{*held} for held in ((), ("key",), ("token",), ("key", "token"))]
    is_hurt = any(lets_in(was, held) and not lets_in(now, held) for held in holders)
    effects = {rule_by_id()[each].effect.value for each in told(was, now)}
    assert ("breaks" in effects) is is_hurt


@pytest.mark.parametrize(
    ("was", "now", "rules"),
    [
        ([{"lost": []}], [{"lost": []}], []),
        ([{"lost": []}], [{"key": []}], ["security-alternative-removed"]),
        ([{"key": []}], [{"key": [], "lost": []}], ["security-requirement-added"]),
    ],
)
def test_a_scheme_that_nobody_declares_is_known_by_its_name(was, now, rules):
    pool = Pool()
    sides = []
    for security in (was, now):
        text = document(security).encode()
        bundled = bundle("api.json", lambda path, text=text: text)
        sides.append(lower(bundled, pool, strict=False))
    assert any("lost" in str(each.doubts) for each in sides)
    found = compare(*sides, Peers(), all_rules()).findings
    assert [each.rule for each in found] == rules
