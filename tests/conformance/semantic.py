"""The corpus `semantic`: whole documents at the hard spots of compatibility."""

from pathlib import Path

from tests.conformance.corpora import cases
from tests.conformance.labelled import faults_of, score_of

NAME = "semantic"
FILE = "semantic.jsonl.gz"
EXCERPT = Path(__file__).parent / "excerpts" / FILE
# Case -> why it is answered otherwise than its truth says.
DISAGREEMENTS: dict[str, str] = {}


def score(corpora):
    """Compare the documents of every case."""
    return score_of(NAME, cases(corpora / FILE))


def faults(scores):
    """Say what of the gate does not hold: every verdict is the truth, every witness real."""
    yield from faults_of(scores, DISAGREEMENTS)
