"""What the tests of the corpora ask for: the scores of a corpus, or to be skipped without it."""

import pytest

from tests.conformance.corpora import folder, missing, scores


@pytest.fixture
def scored():
    """Give what came out of a corpus; the one permitted skip is that it is not there."""

    def ask(corpus):
        if absent := missing(corpus, folder()):
            pytest.skip(absent)
        return scores(corpus, folder())

    return ask
