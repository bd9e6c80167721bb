"""Statuses of both sides taken apart: exact, ranges, the rest; the most specific entry counts."""

import json

import pytest

from bffgen.compat.rule import rule_by_id
from tests.compat.examples import findings

ANY = rule_by_id()["operation-added"]
# What an answer may hold: `a` to `c`, and less.
WIDE, NARROW = ["a", "b", "c"], ["a", "b"]


def document(answers):
    told = {
        status: {
            "description": "Answered.",
            **({"content": {"application/json": {"schema": {"enum": values}}}} if values else {}),
        }
        for status, values in answers.items()
    }
    operation = {"get": {"responses": told}}
    head = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}}
    return json.dumps({**head, "paths": {"/x": operation}})


@pytest.mark.parametrize(
    ("baseline", "revision", "told"),
    [
        # exact against exact
        ({"200": NARROW}, {"200": WIDE}, {"response-enum-value-added"}),
        # a status that a range covers is compared with the range
        ({"2XX": NARROW}, {"200": NARROW}, {"response-status-removed"}),
        ({"2XX": NARROW}, {"200": WIDE}, {"response-enum-value-added", "response-status-removed"}),
        ({"200": NARROW}, {"2XX": NARROW}, {"response-success-status-added"}),
        ({"4XX": NARROW, "200": None}, {"404": NARROW, "4XX": NARROW, "200": None}, set()),
        ({"4XX": NARROW, "200": None}, {"404": WIDE, "4XX": NARROW, "200": None},
         {"response-enum-value-added"}),
        # what an exact status says is not what is left of its range
        ({"404": WIDE, "4XX": NARROW, "200": None}, {"4XX": NARROW, "200": None}, set()),
        ({"404": NARROW, "4XX": WIDE, "200": None}, {"4XX": WIDE, "200": None},
         {"response-enum-value-added"}),
        # the rest: `default` alone is everything, beside a success it is what went wrong
        ({"default": NARROW}, {"200": NARROW, "default": NARROW}, set()),
        ({"default": NARROW}, {"200": WIDE, "default": NARROW}, {"response-enum-value-added"}),
        ({"200": None, "default": NARROW}, {"200": None, "404": NARROW, "default": NARROW}, set()),
        ({"200": None, "default": NARROW}, {"200": None, "404": WIDE, "default": NARROW},
         {"response-enum-value-added"}),
        ({"200": None}, {"200": None, "default": NARROW}, {"response-error-status-added"}),
        # another success is none that a client expects
        ({"200": None}, {"201": None},
         {"response-success-status-added", "response-status-removed"}),
        ({"200": None}, {"200": None, "301": None}, {"response-success-status-added"}),
        ({"200": None}, {"200": None, "304": None}, {"response-error-status-added"}),
        ({"200": None}, {"200": None, "103": None}, set()),
    ],
)  # fmt: skip
def test_each_status_is_compared_with_what_covers_it(baseline, revision, told):
    found = findings(ANY, document(baseline), document(revision))
    loud = {each.rule for each in found if each.effect.value != "safe"}
    assert loud == told
