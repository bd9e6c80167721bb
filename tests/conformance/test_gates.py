"""The gate of each corpus (COMPATIBILITY.md 12), and the scores that are kept in scores.json.

Nothing is sampled: all cases, pairs and documents are asked, at some 100 CPU s together, of which
the real pairs are half. What is found lies in .cache/conformance by a digest of code and corpus, so
that `make conformance` after `make test` only prints.
"""

import pytest

from tests.conformance.corpora import all_corpora, fallen_rows, folder, keep, missing, scores


@pytest.mark.parametrize("corpus", [pytest.param(each, id=each.name) for each in all_corpora()])
def test_the_corpus_passes_its_gate_and_no_score_of_it_falls(corpus, bless):
    """The one permitted skip is that the corpus is not there."""
    if absent := missing(corpus, folder()):
        pytest.skip(absent)
    found = scores(corpus, folder())
    if bless:
        keep(found)
    assert list(corpus.faults(found)) == []
    assert fallen_rows(found) == []
