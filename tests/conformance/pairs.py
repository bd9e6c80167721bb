"""The corpus `pairs`: successive versions of contracts that are in use.

In:  folders with base, revision and meta.json.
Out: a Score of the pairs, each compared without a crash; one of the distinct questions that they
     put to the engine, and one of the payloads that their findings show (witnesses.py).
"""

import json
import time

from tests.conformance.compared import Unread, compared_as_diff_does, of_file
from tests.conformance.corpora import Corpus
from tests.conformance.score import Score
from tests.conformance.witnesses import payloads, unconfirmed

NAME = "pairs"
QUESTIONS, PAYLOADS = f"{NAME} questions", f"{NAME} payloads"
DECIDED = 0.995
# Pairs whose files refer to files that the corpus has not.
NOT_WHOLE = {"train-travel/02": "input-file-missing"}


def pairs(folder):
    """Give name, baseline and revision of each pair."""
    for meta in sorted(folder.rglob("meta.json")):
        sides = []
        for side in ("base", "revision"):
            (found,) = meta.parent.glob(f"{side}*")
            sides.append(_main(found, meta) if found.is_dir() else found)
        yield meta.parent.relative_to(folder).as_posix(), *sides


def _main(tree, meta):
    """Give the document that a tree of files starts from."""
    known = tree / json.loads(meta.read_text("utf-8")).get("path", "")
    return known if known.is_file() else next(iter(sorted(tree.glob("openapi.*"))))


def score_of(folder):
    """Compare every pair."""
    whole, questions, shown = Score(NAME), Score(QUESTIONS), Score(PAYLOADS)
    for name, baseline, revision in pairs(folder):
        begin = time.process_time()
        try:
            found = compared_as_diff_does(of_file(baseline), of_file(revision))
        except Unread as fault:
            whole.unknown[name] = str(fault)
            continue
        whole.cpu_s += time.process_time() - begin
        whole.right += 1
        questions.right += found.asked - found.undecided
        for number, reason in enumerate(found.reasons):
            questions.unknown[f"{name} {number}"] = reason
        begin = time.process_time()
        refused = unconfirmed(found.findings, baseline, revision)
        shown.right += len(payloads(found.findings)) - len(refused)
        for each in refused:
            shown.wrong[f"{name} {each.rule} {each.coordinate}"] = "not confirmed"
        shown.cpu_s += time.process_time() - begin
    return [whole, questions, shown]


def faults(scores):
    """Say what of the gate does not hold: no crash, nearly all decided, every payload real."""
    whole, questions, shown = scores
    if whole.unknown.items() - NOT_WHOLE.items():
        yield f"{NAME}: not read: {whole.unknown}"
    if questions.decided < DECIDED:
        yield f"{QUESTIONS}: {questions.decided:.2%} decided, and {DECIDED:.1%} is the least"
    if "check-failed" in questions.unknown.values():
        yield f"{QUESTIONS}: a witness failed its check"
    if shown.wrong:
        yield f"{PAYLOADS}: {shown.wrong}"


CORPORA = (Corpus(name=NAME, file=NAME, ask=score_of, faults=faults),)
