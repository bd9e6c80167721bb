"""The gates of `semantic` and `matrix`: each verdict is the truth, each witness real.

The excerpts run wherever the tests do; the whole corpora where they are.
"""

import pytest

from tests.conformance import matrix, semantic
from tests.conformance.corpora import cases
from tests.conformance.labelled import faults_of, score_of

CORPORA = [pytest.param(each, id=each.NAME) for each in (semantic, matrix)]


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_excerpt_is_answered_as_its_truth_says(corpus):
    found = score_of(corpus.NAME, cases(corpus.EXCERPT))
    assert [row.cases for row in found] == [200, 200]
    assert list(faults_of(found, {})) == []


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_corpus_is_answered_as_its_truth_says(corpus, scored):
    found = scored(corpus)
    assert list(corpus.faults(found)) == []
