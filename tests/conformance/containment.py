"""The corpus of containment: labelled pairs of schemas, and what `prove` says of them.

In:  lines of the corpus; `s1` is the sender, `s2` the receiver.
Out: a Score of the plain pairs and one of those with `unevaluated*` and dynamic references; every
     witness is judged by the pair as it is written, by the corpus' own draft.
"""

import time

from jsonschema_rs import Draft4Validator, Draft7Validator, Draft202012Validator

from bffgen.proof import prove
from tests.conformance.corpora import Corpus, cases
from tests.conformance.score import Score

NAME = "containment"
EXOTIC = f"{NAME} exotic"
# The least share of pairs that must be decided.
DECIDED = {NAME: 0.999, EXOTIC: 0.9}
DRAFTS = {
    4: ("http://json-schema.org/draft-04/schema#", Draft4Validator),
    7: ("http://json-schema.org/draft-07/schema#", Draft7Validator),
    20: ("https://json-schema.org/draft/2020-12/schema", Draft202012Validator),
}


def score_of(pairs):
    """Ask every pair."""
    found = {name: Score(name) for name in DECIDED}
    for pair in pairs:
        row = found[EXOTIC if pair["exotic"] else NAME]
        sides = [of_draft(pair[side], pair["draft"]) for side in ("s1", "s2")]
        begin = time.process_time()
        proof = prove(*sides)
        row.cpu_s += time.process_time() - begin
        if proof.answer == "unknown":
            row.unknown[pair["id"]] = proof.reason
        else:
            row.note(pair["id"], proof.answer, "yes" if pair["contained"] else "no")
        if proof.answer == "no" and not is_witness(pair, proof.witness):
            row.unvalidated.append(pair["id"])
    return list(found.values())


def faults(scores):
    """Say what of the gate does not hold: nothing wrong, witnesses real, nearly all decided."""
    for row in scores:
        if row.wrong:
            yield f"{row.name}: {row.wrong}"
        if row.unvalidated:
            yield f"{row.name}: no witness: {row.unvalidated}"
        if row.decided < DECIDED[row.name]:
            yield f"{row.name}: {row.decided:.2%} decided, and {DECIDED[row.name]:.1%} is the least"
        if "check-failed" in row.unknown.values():
            yield f"{row.name}: a witness failed its check"


def of_draft(schema, draft):
    return {"$schema": DRAFTS[draft][0], **schema} if isinstance(schema, dict) else schema


def is_witness(pair, value):
    """Judge a witness by the pair as it is written, without anything of ours in between."""
    judge = DRAFTS[pair["draft"]][1]
    return judge(pair["s1"]).is_valid(value) and not judge(pair["s2"]).is_valid(value)


CORPUS = Corpus(
    name=NAME,
    file=f"{NAME}.jsonl.gz",
    ask=lambda path: score_of(cases(path)),
    faults=faults,
)
CORPORA = (CORPUS,)
