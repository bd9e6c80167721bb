"""The gates of the real documents: pairs of versions, each document against itself and its twin.

Nothing is sampled: all pairs and documents, at about a minute of CPU together. A run keeps what it
found in .cache/conformance, so `make conformance` after `make test` only prints.
"""

import pytest

from tests.conformance import big, pairs, zoo


@pytest.mark.parametrize("corpus", [pytest.param(each, id=each.NAME) for each in (pairs, zoo, big)])
def test_the_corpus_passes_its_gate(corpus, scored):
    assert list(corpus.faults(scored(corpus))) == []
