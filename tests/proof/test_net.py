"""The soundness net: three planted lies, each of which must be caught (COMPATIBILITY.md 6).

A search that lies `no`, a pool that merges too much, a dialect that forgets null.
"""

import jsonschema_rs
import pytest

from bffgen.model import dialect, draft, pool
from bffgen.proof import prove, prover
from bffgen.proof.answer import Empty, Found
from bffgen.proof.search import Search
from tests.conformance.containment import CORPUS, score_of
from tests.conformance.corpora import cases

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


@pytest.mark.parametrize("lie", [1, "a", None, [], {}])
def test_a_search_that_lies_no_is_caught_by_the_judge(monkeypatch, lie):
    monkeypatch.setattr(Search, "find", lambda *_, **__: Found(lie))
    proof = prove({**TEXT, "minLength": 2}, TEXT)
    assert (proof.answer, proof.reason) == ("unknown", prover.CHECK_FAILED)


def test_a_pool_that_merges_too_much_is_caught_by_the_judge_or_the_gate(monkeypatch):
    sealed = draft.seal
    # Bounds of length are lost, so that what differs in them alone is one schema.
    monkeypatch.setattr(
        pool, "seal", lambda *args: tuple(e for e in sealed(*args) if e[0] != "maxLength")
    )
    # The witness of the merged schemas is none of what is written.
    found = prove({"type": ["string", "null"], "minLength": 2}, {**WHOLE, "maxLength": 1})
    assert found.answer == "no"
    assert prove({**TEXT, "minLength": 3, "maxLength": 2}, WHOLE).reason == prover.CHECK_FAILED
    scores = score_of(cases(CORPUS.excerpt))
    assert any(each.wrong for each in scores)


def test_a_dialect_that_forgets_null_is_caught_by_the_gate(monkeypatch):
    respelled = dialect._respelled

    def forgetful(source, era):
        schema = respelled(source, era)
        types = schema.get("type")
        if isinstance(types, list):
            schema["type"] = [each for each in types if each != "null"]
        return schema

    nullable = {"type": ["string", "null"], "$schema": "http://json-schema.org/draft-07/schema#"}
    assert prove(nullable, TEXT).witness is None
    monkeypatch.setattr(dialect, "_respelled", forgetful)
    # The lie makes a wrong yes, which has no witness: labelled pairs are what catches it.
    assert prove(nullable, TEXT).answer == "yes"
    # Where it makes a no, the judge reads what its author wrote.
    proof = prove({"const": None}, nullable)
    assert proof.answer == "unknown"
    assert proof.reason == prover.CHECK_FAILED


def test_a_search_that_always_lies_yes_fails_the_gate(monkeypatch):
    monkeypatch.setattr(Search, "find", lambda *_, **__: Empty(0))
    assert any(each.wrong for each in score_of(cases(CORPUS.excerpt)))


def test_a_second_engine_never_contradicts():
    """jsonschema-rs' own containment, experimental and without witnesses, as a second opinion."""
    told = 0
    for pair in cases(CORPUS.excerpt):
        sub, sup = (jsonschema_rs.canonicalize(pair[side]) for side in ("s1", "s2"))
        opinion = str(sup.covers(sub))
        answer = prove(pair["s1"], pair["s2"]).answer
        told += "UNKNOWN" not in opinion
        assert not (opinion.endswith("YES") and answer == "no"), pair["id"]
        assert not (opinion.endswith(".NO") and answer == "yes"), pair["id"]
    assert told > 100
