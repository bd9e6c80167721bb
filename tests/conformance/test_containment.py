"""The gate of COMPATIBILITY.md 12 over labelled pairs of schemas.

Nothing wrong, every witness real, 99.9 % decided, 90 % of what has `unevaluated*`.
"""

from tests.conformance import containment
from tests.conformance.corpora import cases


def test_the_excerpt_is_right_in_every_case():
    found = containment.score_of(cases(containment.EXCERPT))
    assert sum(row.cases for row in found) == 198
    assert [(row.wrong, row.unvalidated, row.unknown) for row in found] == [({}, [], {})] * 2


def test_the_corpus_is_answered_as_its_labels_say(scored):
    found = scored(containment)
    assert sum(row.cases for row in found) > 6_000
    assert list(containment.faults(found)) == []
