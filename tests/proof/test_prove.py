"""What is answered now is sound: yes for equal meaning, and unknown with a reason for the rest."""

import gzip
import json
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bffgen.model.pool import Pool
from bffgen.proof import prove
from bffgen.proof.prove import NOT_BUILT, Proved, Refuted, Unknown, within
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


@pytest.mark.parametrize(
    ("sub", "sup"),
    [
        ({}, TEXT),
        (TEXT, {"type": ["string", "null"]}),
        ({"type": "integer"}, {"type": "number"}),
        (TEXT, {"type": "string", "format": "date"}),
        ({}, {"additionalProperties": TEXT}),
        ({}, {"x-bffgen-nullable": True, "ourOwn": 1}),
    ],
)
def test_what_needs_the_search_is_unknown_until_it_is_built(sub, sup):
    proof = prove(sub, sup)
    assert isinstance(proof, Unknown)
    assert (proof.answer, proof.witness, proof.reason) == ("unknown", None, NOT_BUILT)


@pytest.mark.parametrize("broken", [None, 5, "text", []])
def test_what_is_no_schema_is_unknown_and_told_so(broken):
    for proof in (prove(broken, broken), prove({}, broken), prove(broken, {})):
        assert isinstance(proof, Unknown)
        assert proof.reason.startswith("unsupported: ")


def test_a_refutation_carries_its_witness():
    proof = Refuted(witness={"id": None})
    assert (proof.answer, proof.witness, proof.reason) == ("no", {"id": None}, None)
    assert hash(proof) == hash(Refuted(witness=[]))


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
            if within(pool, pool.intern(*sender), pool.intern(*receiver)).answer == "yes":
                proved += sender != receiver
                for value in drawn:
                    assert is_valid(*receiver, value) or not is_valid(*sender, value)
    assume(proved)


def test_no_yes_is_wrong_on_labelled_pairs_and_every_known_witness_is_real(corpora):
    with gzip.open(corpora / "containment.jsonl.gz", "rt") as lines:
        pairs = [pair for pair in map(json.loads, lines) if pair["draft"] == 20]
    assert pairs
    answers = Counter((prove(pair["s1"], pair["s2"]).answer, pair["contained"]) for pair in pairs)
    assert answers["yes", False] == answers["no", True] == 0
    assert answers["yes", True] > len(pairs) / 10
    for pair in pairs:
        if pair["has_witness"]:
            assert is_valid(pair["s1"], "", pair["witness"]), pair["id"]
            assert not is_valid(pair["s2"], "", pair["witness"]), pair["id"]
