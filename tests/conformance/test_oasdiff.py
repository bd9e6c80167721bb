"""The rows of disagreements.yaml: each says its cause; test_gates.py asks whether each holds."""

from tests.conformance.oasdiff import Disagreements

READINGS = {"proof", "openapi", "judgement", "releases", "extension"}


def test_a_row_says_its_cause_and_whose_reading_it_is():
    disagreements = Disagreements()
    causes = [row["cause"] for row in (*disagreements.verdicts, *disagreements.ids)]
    assert len(causes) == len(set(causes))
    cases = [name for row in disagreements.verdicts for name in row["cases"]]
    assert len(cases) == len(set(cases))
    for row in disagreements.verdicts:
        assert row.keys() == {"cause", "told", "reading", "why", "cases"}
        assert row["told"] in {"alone", "missed"}
        assert row["reading"] in READINGS
        assert len(row["why"].split()) >= 6
    for row in disagreements.ids:
        assert row.keys() == {"cause", "ids", "rules", "why"}
