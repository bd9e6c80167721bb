"""The corpus `big`: the largest documents that are in use."""

from tests.conformance.alone import faults_of, score_of

NAME = "big"
FILE = "big"


def score(corpora):
    """Compare every document with itself and with its twin."""
    return score_of(NAME, corpora / FILE)


def faults(scores):
    """Say what of the gate does not hold."""
    yield from faults_of(scores, {})
