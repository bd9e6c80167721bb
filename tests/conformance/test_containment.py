"""Labelled pairs of schemas that lie in git; the whole corpus has its gate in test_gates.py."""

from tests.conformance import containment
from tests.conformance.corpora import cases


def test_the_excerpt_is_right_in_every_case():
    found = containment.score_of(cases(containment.CORPUS.excerpt))
    assert sum(row.cases for row in found) == 198
    assert [(row.wrong, row.unvalidated, row.unknown) for row in found] == [({}, [], {})] * 2
