"""The corpus `matrix`: one keyword edited at one position, narrower and wider."""

from pathlib import Path

from tests.conformance.corpora import cases
from tests.conformance.labelled import faults_of, score_of

NAME = "matrix"
FILE = "matrix.jsonl.gz"
EXCERPT = Path(__file__).parent / "excerpts" / FILE
# Case -> why it is answered otherwise than its truth says.
DISAGREEMENTS: dict[str, str] = {}


def score(corpora):
    """Compare the documents of every case."""
    return score_of(NAME, cases(corpora / FILE))


def faults(scores):
    """Say what of the gate does not hold: every verdict is the truth, every witness real."""
    yield from faults_of(scores, DISAGREEMENTS)
