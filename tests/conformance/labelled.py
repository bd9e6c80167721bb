"""Labelled pairs of documents: the corpora `semantic` and `matrix`, made for bffgen.

In:  cases, each a pair of documents with its truth: does the change break?
Out: a Score; a witness is judged again by the documents as they are written (witnesses.py).
How: breaking is a finding with effect `breaks`; risky and safe are not; what is not proved counts
     as left open, never as right.
"""

import json
import time
from functools import partial

from bffgen.model.finding import Effect
from tests.conformance.compared import compared
from tests.conformance.corpora import Corpus, cases
from tests.conformance.score import Score
from tests.conformance.witnesses import unconfirmed

UNPROVEN = "-schema-unproven"
# Corpus -> case -> why it is answered otherwise than its truth says.
DISAGREEMENTS: dict[str, dict[str, str]] = {"semantic": {}, "matrix": {}}


def documents(case):
    """Give both documents of a case, how they are written, and whether the change breaks."""
    if "base_yaml" in case:
        pair = case["base_yaml"].encode(), case["revision_yaml"].encode(), "yaml"
        return *pair, case["truth"]["breaking"]
    pair = (json.dumps(case[side]).encode() for side in ("base", "revision"))
    return *pair, "json", case["breaking"]


def score_of(name, pairs):
    """Compare the documents of every case, and the baseline of every case with itself."""
    row, same = Score(name), Score(f"{name} itself")
    for case in pairs:
        baseline, revision, suffix, breaks = documents(case)
        begin = time.process_time()
        found = compared(baseline, revision, suffix)
        row.cpu_s += time.process_time() - begin
        told = "breaking" if any(f.effect is Effect.BREAKS for f in found.findings) else "safe"
        reasons = [f.witness.why for f in found.findings if f.rule.endswith(UNPROVEN)]
        if told == "safe" and reasons:
            row.unknown[case["id"]] = reasons[0]
        else:
            row.note(case["id"], told, "breaking" if breaks else "safe")
        if unconfirmed(found.findings, baseline, revision):
            row.unvalidated.append(case["id"])
        begin = time.process_time()
        none = compared(baseline, baseline, suffix).findings
        same.cpu_s += time.process_time() - begin
        same.note(case["id"], [each.rule for each in none], [])
    return [row, same]


def faults_of(scores, disagreements):
    """Say what of the gate does not hold.

    Args:
        disagreements: case -> why it is answered otherwise; at most 2 % of a corpus.
    """
    for row in scores:
        unlisted = {key: row.wrong[key] for key in row.wrong.keys() - disagreements.keys()}
        if unlisted:
            yield f"{row.name}: {unlisted}"
        if row.unknown:
            yield f"{row.name}: left open: {row.unknown}"
        if row.unvalidated:
            yield f"{row.name}: no witness: {row.unvalidated}"
    met = {key for row in scores for key in row.wrong} & disagreements.keys()
    if met != disagreements.keys():
        yield f"a disagreement that is none any more: {disagreements.keys() - met}"
    if len(met) > 0.02 * scores[0].cases:
        yield f"{len(met)} disagreements of {scores[0].cases} cases are too many"


def _corpus(name, disagreements):
    return Corpus(
        name=name,
        file=f"{name}.jsonl.gz",
        ask=lambda path: score_of(name, cases(path)),
        faults=partial(faults_of, disagreements=disagreements),
    )


CORPORA = tuple(_corpus(*each) for each in DISAGREEMENTS.items())
SEMANTIC, MATRIX = CORPORA
