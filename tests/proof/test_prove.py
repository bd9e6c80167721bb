"""The public face: three answers, each with what belongs to it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bffgen.model.pool import Pool
from bffgen.proof import prove
from bffgen.proof.answer import Proved, Refuted, Unknown
from bffgen.proof.prove import within
from bffgen.proof.validate import is_valid
from tests.strategies import NAMES, documents, downward, rewritten, values

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("sub", "sup"),
    [
        ({}, True),
        (TEXT, {}),
        (TEXT, {"type": ["string"], "description": "the same"}),
        (TEXT, {"additionalProperties": True, "items": {}, "readOnly": True}),
        (False, {"type": "integer"}),
        ({"not": {}}, TEXT),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}},
            {"$ref": "#/$defs/b", "$defs": {"b": {"items": {"items": {"$ref": "#/$defs/b"}}}}},
        ),
    ],
)
def test_equal_meaning_and_receivers_of_everything_are_proved(sub, sup):
    proof = prove(sub, sup)
    assert isinstance(proof, Proved)
    assert (proof.answer, proof.witness, proof.reason) == ("yes", None, None)


@pytest.mark.parametrize("broken", [None, 5, "text", []])
def test_what_is_no_schema_is_unknown_and_told_so(broken):
    for proof in (prove(broken, broken), prove({}, broken), prove(broken, {})):
        assert isinstance(proof, Unknown)
        assert proof.reason.startswith("unsupported: ")


def test_a_refutation_carries_its_witness():
    proof = prove({"type": ["string", "null"]}, TEXT)
    assert proof == Refuted(witness=None)
    assert (proof.answer, proof.witness, proof.reason) == ("no", None, None)
    assert hash(Refuted(witness={})) == hash(Refuted(witness=[]))


def test_annotations_of_formats_refuse_nothing_unless_they_are_asserted():
    assert prove(TEXT, {"format": "date"}).answer == "yes"
    assert prove(TEXT, {"format": "date"}, formats="assert").answer == "no"


@given(documents().map(downward), st.randoms(use_true_random=False), st.lists(values()))
def test_a_yes_is_never_refuted_by_a_value(document, random, drawn):
    """Every pair of schemas of a document and its rewrite, so that many share an int."""
    revision, renamed = rewritten(document, random)
    pool = Pool()
    places = [(document, f"/components/schemas/{name}") for name in NAMES]
    places += [(revision, f"/components/schemas/{renamed[name]}") for name in NAMES]
    proved = 0
    for sender in places:
        for receiver in places:
            proof = within(pool, pool.intern(*sender), pool.intern(*receiver))
            if proof.answer == "yes":
                proved += sender != receiver
                for value in drawn:
                    assert is_valid(*receiver, value) or not is_valid(*sender, value)
            if proof.answer == "no":
                assert is_valid(*sender, proof.witness)
                assert not is_valid(*receiver, proof.witness)
    assume(proved)
