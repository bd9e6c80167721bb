"""Each id of oasdiff is told by rules of ours, by a promise of time, or by nobody for a reason."""

import gzip
import json
import re

import pytest
import yaml

from bffgen.compat.rule import rule_by_id
from bffgen.model.finding import Effect

SIDE = "(?P<side>request|response)"
PLACE = "(?:body|property|parameter|parameter-property|header|header-property|mediatype)"
# The rules of a promise of time that ids of oasdiff speak of.
LIFECYCLE = frozenset(
    (
        "deprecated-without-sunset",
        "deprecation-withdrawn",
        "element-deprecated",
        "sunset-moved-earlier",
        "sunset-too-near",
        "version-bump-too-small",
    )
)


@pytest.fixture(scope="module")
def rows(root):
    listed = yaml.safe_load((root / "tests" / "conformance" / "oasdiff_ids.yaml").read_text())
    return [(re.compile(row["ids"].format(side=SIDE, place=PLACE)), row) for row in listed]


@pytest.fixture(scope="module")
def levels(corpora):
    """Give the ids that oasdiff's own tests saw, with the loudest level of each."""
    found = {}
    with gzip.open(corpora / "oasdiff.jsonl.gz", "rt") as lines:
        for line in lines:
            case = json.loads(line)
            for part in ("expected", "expected_reverse"):
                for change in (case.get(part) or {}).get("changes") or ():
                    found.setdefault(change["id"], set()).add(change["level"])
    return found


def matching(rows, name):
    return [(found, row) for form, row in rows if (found := form.fullmatch(name))]


def told(found, row):
    """Give the rules that a row names for an id."""
    if "rules" in row:
        return row["rules"]
    return row.get(found.groupdict().get("side") or "", [])


def test_a_row_has_one_kind_of_answer_and_names_rules_that_there_are(rows):
    for _, row in rows:
        kinds = {*row} - {"ids"}
        assert kinds in ({"rules"}, {"request", "response"}, {"lifecycle"}, {"none"}), row["ids"]
        for key in ("rules", "request", "response"):
            assert {*row.get(key, ())} <= rule_by_id().keys(), row["ids"]
        assert {*row.get("lifecycle", ())} <= LIFECYCLE, row["ids"]
        for side in kinds & {"request", "response"}:
            assert all(each.startswith(side) for each in row[side]), row["ids"]
        if "none" in row:
            assert len(row["none"].split()) >= 5


def test_each_id_is_matched_by_exactly_one_row(rows, levels):
    assert len(levels) > 450
    several = {
        name: [row["ids"] for _, row in found]
        for name in levels
        if len(found := matching(rows, name)) != 1
    }
    assert several == {}


def test_each_row_is_needed(rows, levels):
    unused = [row["ids"] for form, row in rows if not any(map(form.fullmatch, levels))]
    assert unused == []


def test_an_id_that_has_a_side_gets_rules_of_it(rows, levels):
    for name in sorted(levels):
        (found, row) = matching(rows, name)[0]
        if "request" in row:
            assert told(found, row), name


def test_what_is_an_error_there_is_not_only_safe_here(rows, levels):
    """A break that became safe by a slip of this table would hide a missed break."""
    quiet = set()
    for name in sorted(each for each, seen in levels.items() if "ERR" in seen):
        rules = told(*matching(rows, name)[0])
        if rules and all(rule_by_id()[each].effect is Effect.SAFE for each in rules):
            quiet.add(name)
    assert quiet == set()


@pytest.mark.parametrize("name", ["response-body-thing-changed", "endpoint-removed", ""])
def test_an_id_that_nobody_knows_is_matched_by_no_row(rows, name):
    assert matching(rows, name) == []
