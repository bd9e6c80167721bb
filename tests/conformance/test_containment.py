"""The gate of COMPATIBILITY.md 12 over labelled pairs of schemas.

Nothing wrong, every witness real, 99.9 % decided, 90 % of what has `unevaluated*`.
"""

import pytest

from tests.conformance.containment import EXCERPT, read_corpus, score


@pytest.fixture(scope="module")
def whole(corpora):
    return score(read_corpus(corpora / "containment.jsonl.gz"))


def test_the_excerpt_is_right_in_every_case():
    scores = score(read_corpus(EXCERPT))
    assert sum(each.cases for each in scores.values()) == 198
    for each in scores.values():
        assert (each.wrong, each.unvalidated, each.unknown) == ([], [], {})


def test_no_answer_is_wrong_and_every_witness_is_real(whole):
    assert sum(each.cases for each in whole.values()) > 6_000
    assert {name: each.wrong for name, each in whole.items() if each.wrong} == {}
    assert {name: each.unvalidated for name, each in whole.items() if each.unvalidated} == {}


@pytest.mark.parametrize(("is_exotic", "least"), [(False, 0.999), (True, 0.9)])
def test_nearly_every_pair_is_decided(whole, is_exotic, least):
    sets = [each for name, each in whole.items() if name.endswith(" exotic") == is_exotic]
    cases = sum(each.cases for each in sets)
    unknown = {key: why for each in sets for key, why in each.unknown.items()}
    assert len(unknown) <= (1 - least) * cases, unknown
    assert "check-failed" not in unknown.values()
