"""The labelled document pairs of the corpora: each verdict is the truth, or has a reason written.

Corpora `semantic` (whole documents at the hard spots) and `matrix` (one keyword edited at one
position), made for bffgen; see their README.
"""

import gzip
import json
from pathlib import Path

import pytest

from tests.conformance.compared import compared, verdict

# Case -> why it is answered otherwise; no more than 2 % of a corpus.
DISAGREEMENTS = {"semantic": {}, "matrix": {}}


def cases(corpora: Path, name: str):
    with gzip.open(corpora / f"{name}.jsonl.gz") as lines:
        yield from map(json.loads, lines)


def documents(case):
    if "base_yaml" in case:
        pair = case["base_yaml"].encode(), case["revision_yaml"].encode(), "yaml"
        return *pair, case["truth"]["breaking"]
    pair = (json.dumps(case[side]).encode() for side in ("base", "revision"))
    return *pair, "json", case["breaking"]


@pytest.mark.parametrize("corpus", ["semantic", "matrix"])
def test_each_verdict_is_the_truth(corpora, corpus):
    wrong, met, amount = {}, set(), 0
    for case in cases(corpora, corpus):
        baseline, revision, suffix, is_breaking = documents(case)
        told = verdict(compared(baseline, revision, suffix))
        amount += 1
        if told == ("breaking" if is_breaking else "safe"):
            continue
        if case["id"] in DISAGREEMENTS[corpus]:
            met.add(case["id"])
        else:
            wrong[case["id"]] = f"{told}, and the truth is {'breaking' if is_breaking else 'safe'}"

    assert wrong == {}
    assert met == set(DISAGREEMENTS[corpus]), "a disagreement that is none any more"
    assert len(met) <= amount * 0.02


@pytest.mark.parametrize("corpus", ["semantic", "matrix"])
def test_no_document_differs_from_itself(corpora, corpus):
    for case in cases(corpora, corpus):
        baseline, _, suffix, _ = documents(case)
        assert compared(baseline, baseline, suffix).findings == (), case["id"]
