"""The corpus `zoo`: documents of all kinds, small to medium, of OpenAPI 3.0 and 3.1."""

from tests.conformance.alone import faults_of, score_of

NAME = "zoo"
FILE = "zoo"
# Its references lead out of the corpus.
NOT_WHOLE = {"mermade-multifile/3.0/pass/externalPathItemRef.yaml": "input-reference-remote"}


def score(corpora):
    """Compare every document with itself and with its twin."""
    return score_of(NAME, corpora / FILE)


def faults(scores):
    """Say what of the gate does not hold."""
    yield from faults_of(scores, NOT_WHOLE)
