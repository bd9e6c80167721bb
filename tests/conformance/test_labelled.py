"""Labelled pairs of documents that lie in git; the whole corpora have theirs in test_gates.py."""

import pytest

from tests.conformance.corpora import cases, folder, missing
from tests.conformance.excerpt import aspects, excerpt
from tests.conformance.labelled import CORPORA, faults_of, score_of

EACH = [pytest.param(each, id=each.name) for each in CORPORA]


@pytest.mark.parametrize("corpus", EACH)
def test_the_excerpt_is_answered_as_its_truth_says(corpus):
    found = score_of(corpus.name, cases(corpus.excerpt))
    assert [row.cases for row in found] == [200, 200]
    assert list(faults_of(found, {})) == []


@pytest.mark.parametrize("corpus", EACH)
def test_the_excerpt_shows_every_aspect_of_its_corpus(corpus):
    if absent := missing(corpus, folder()):
        pytest.skip(absent)
    whole = cases(folder() / corpus.file)
    shown = {each for case in cases(corpus.excerpt) for each in aspects(case)}
    assert {each for case in whole for each in aspects(case)} == shown
    assert cases(corpus.excerpt) == excerpt(whole)
