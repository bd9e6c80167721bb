"""oasdiff's own cases: we agree on what breaks, or a row of disagreements.yaml says why not."""

import pytest

from tests.conformance.oasdiff import Disagreements, Rows, ids_told, runs, untold

READINGS = {"proof", "openapi", "judgement", "releases", "extension"}


@pytest.fixture(scope="module")
def every(corpora):
    return {each.name: each for each in runs(corpora)}


@pytest.fixture(scope="module")
def disagreements():
    return Disagreements()


@pytest.fixture(scope="module")
def rows():
    return Rows()


def test_every_case_is_compared_both_ways(every):
    assert len(every) > 1_600
    assert {name: each.fault for name, each in every.items() if each.ours is None} == {}


def test_where_the_verdicts_part_a_row_says_why(every, disagreements):
    listed = disagreements.cases()
    parted = {(each.name, each.told) for each in every.values() if each.told}
    assert sorted(parted - listed.keys()) == []


def test_what_is_listed_parts_still(every, disagreements):
    known = {key: cause for key, cause in disagreements.cases().items() if key[0] in every}
    stale = {key: cause for key, cause in known.items() if every[key[0]].told != key[1]}
    assert stale == {}


def test_what_is_shown_by_a_payload_has_one(every, disagreements):
    """A break that oasdiff does not see is not claimed without a value that a validator judged."""
    shown = [row for row in disagreements.verdicts if row["told"] == "alone"]
    without = {
        name: row["cause"]
        for row in shown
        if row["reading"] == "proof"
        for name in row["cases"]
        if name in every and not every[name].has_payload
    }
    assert without == {}


def test_each_id_of_its_findings_is_told_by_a_rule_of_its_row_or_of_a_class(
    every, disagreements, rows
):
    told, other = ids_told(every.values(), disagreements, rows)
    assert told > 2_000
    unlisted = {
        (each.name, name)
        for each in every.values()
        for name in untold(each, rows)
        if disagreements.cause_of(name, each.rules) is None
    }
    assert sorted(unlisted) == []
    assert {row["cause"] for row in disagreements.ids} == other.keys()


def test_a_row_says_its_cause_and_whose_reading_it_is(disagreements):
    causes = [row["cause"] for row in (*disagreements.verdicts, *disagreements.ids)]
    assert len(causes) == len(set(causes))
    cases = [name for row in disagreements.verdicts for name in row["cases"]]
    assert len(cases) == len(set(cases))
    for row in disagreements.verdicts:
        assert row.keys() == {"cause", "told", "reading", "why", "cases"}
        assert row["reading"] in READINGS
        assert len(row["why"].split()) >= 6
    for row in disagreements.ids:
        assert row.keys() == {"cause", "ids", "rules", "why"}
