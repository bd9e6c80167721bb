"""A comparison from two files to what is told: assumptions, families, what is left open."""

from dataclasses import replace
from datetime import date

import pytest

from bffgen.compat.rule import rule_by_id
from bffgen.contract import pointer
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Peers
from bffgen.model.policy import Family
from bffgen.model.severity import Severity
from bffgen.tasks import diff as tasks_diff
from bffgen.tasks.diff import Asked, Sources, by_todays_names, diff

CONTRACT = """openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    post:
      requestBody: {required: true, content: {application/json: {schema: SCHEMA}}}
      responses: {"204": {description: Done.}}
"""


def told(tmp_path, baseline, revision, **more):
    """Compare two schemas of a request; give (rule, effect, severity) of each finding."""
    for name, schema in (("a.yaml", baseline), ("b.yaml", revision)):
        (tmp_path / name).write_text(CONTRACT.replace("SCHEMA", schema))
    peers = more.pop("peers", Peers())
    asked = Asked(peers=peers, as_of=date(2026, 11, 26), **more)
    with Sources(str(tmp_path), lambda: b"") as sources:
        diffed = diff("a.yaml", "b.yaml", sources, asked)
    assert diffed.report is not None
    (section,) = diffed.report.sections
    found = {(each.finding.rule, each.finding.effect, each.severity) for each in section.told}
    return found, section.comparison


def test_the_lines_of_findings_are_found_without_a_second_parse(tmp_path, monkeypatch):
    monkeypatch.setattr(pointer, "read_extents", None)
    for name, schema in (("a.yaml", "{type: string}"), ("b.yaml", "{type: integer}")):
        (tmp_path / name).write_text(CONTRACT.replace("SCHEMA", schema))
    with Sources(str(tmp_path), lambda: b"") as sources:
        diffed = diff("a.yaml", "b.yaml", sources, Asked(peers=Peers(), as_of=date(2026, 11, 26)))
    (section,) = diffed.report.sections
    marks = [mark for each in section.told for mark in each.finding.marks]
    assert {diffed.locate(each.place, each.on).line for each in marks} == {6}


LOOKAROUND = (
    '{type: string, pattern: "^(?=[a-z]).*$"}',
    '{type: string, pattern: "^(?![^a-z]).+$"}',
)
DEEP = "{anyOf: [{multipleOf: 2}, {multipleOf: 3}, {multipleOf: 5}, {maximum: 7}]}"


@pytest.mark.parametrize(
    ("family", "severity"),
    [(None, "warning"), (Family.APP_STORE, "warning"), (Family.INTERNAL, "warning")],
)
def test_a_regular_expression_that_is_not_read_is_told_and_never_safe(tmp_path, family, severity):
    found, comparison = told(tmp_path, *LOOKAROUND, family=family)
    assert ("request-schema-unproven", "risky", severity) in found
    assert comparison.undecided == 1


@pytest.mark.parametrize(
    ("family", "severity"),
    [
        (Family.BROWSER, "warning"),
        (Family.APP_STORE, "error"),
        (Family.THIRD_PARTY, "error"),
        (Family.INTERNAL, "warning"),
    ],
)
def test_what_is_given_up_blocks_those_who_are_hard_to_update(tmp_path, family, severity):
    """PITFALLS 48: out of steps, nobody knows; an app in the field cannot be called back."""
    found, _ = told(tmp_path, DEEP, DEEP.replace("7", "8"), peers=Peers(fuel=1), family=family)
    assert ("request-schema-unproven", "risky", severity) in found


def test_what_hurts_only_a_peer_that_sends_undeclared_names_is_told_on_demand(tmp_path):
    wide = "{type: object, properties: {a: {type: string}}}"
    closed = wide.replace("type: object", "type: object, additionalProperties: false")
    found, comparison = told(tmp_path, wide, closed)
    assert (comparison.hidden, [each for each in found if "error" in each]) == (1, [])
    found, comparison = told(tmp_path, wide, closed, is_pure=True)
    assert comparison.hidden == 0
    assert ("request-object-closed", "risky", "warning") in found
    found, _ = told(tmp_path, wide, closed, peers=Peers(producer="open"))
    assert ("request-object-closed", "breaks", "error") in found


def test_the_assumptions_are_those_that_were_made(tmp_path):
    _, comparison = told(tmp_path, *LOOKAROUND, peers=Peers(producer="open", formats="annotate"))
    assert "anybody may send names that no schema declares" in comparison.assumptions
    assert "known formats are annotations" in comparison.assumptions


def test_a_severity_of_a_retired_id_is_one_of_the_rule_that_took_its_place(monkeypatch):
    page = replace(rule_by_id()["request-type-narrowed"], replaces=("request-type-changed",))
    known = {**rule_by_id(), "request-type-changed": page}
    monkeypatch.setattr(tasks_diff, "rule_by_id", lambda: known)
    retired = Overrides(by_rule=(("request-type-changed", Severity.INFO),))
    assert by_todays_names(retired).by_rule == (("request-type-narrowed", Severity.INFO),)
    both = Overrides(
        by_rule=(*retired.by_rule, ("request-type-narrowed", Severity.OFF)),
    )
    assert by_todays_names(both).by_rule == (("request-type-narrowed", Severity.OFF),)
