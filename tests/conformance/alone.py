"""Real documents compared with themselves, written otherwise: the corpora `zoo` and `big`.

In:  a folder of documents with its index.json.
Out: a Score of each document against itself with its keys in another order, and one of each 3.0
     document against its 3.1 twin (twins.py), both ways: no finding at all.
How: against itself by the way of `bffgen diff`, where equal parts are not lowered, and with all of
     both sides lowered. The second way cannot see that what nobody can look up (lost references),
     or hangs on who refers to it (dynamic ones), is equal on both sides; nor can the twins' way.
"""

import json
import time
from functools import partial

from bffgen.contract.refs import bundle
from bffgen.model.bundle import Bundle
from tests.conformance.compared import (
    Unread,
    compared_as_diff_does,
    compared_in_full,
    of_bytes,
    of_file,
)
from tests.conformance.corpora import Corpus
from tests.conformance.score import Score
from tests.conformance.twins import twin

# What counts as linear: documents differ in more than their size.
LINEAR = 1.2
# Corpus -> document -> the rule that says why it is not compared: what it refers to is not there.
NOT_WHOLE = {
    "zoo": {"mermade-multifile/3.0/pass/externalPathItemRef.yaml": "input-reference-remote"},
    "big": {},
}
_DYNAMIC = ("$dynamicRef", "$recursiveRef")


def score_of(name, folder):
    """Compare every document of a folder with what says the same."""
    itself, twins = Score(f"{name} itself"), Score(f"{name} twin")
    for entry in json.loads((folder / "index.json").read_text("utf-8")):
        path = folder / entry["file"]
        begin = time.process_time()
        try:
            _note(itself, entry["file"], _of_itself(path))
        except Unread as fault:
            itself.unknown[entry["file"]] = str(fault)
            continue
        itself.cpu_s += time.process_time() - begin
        document, is_whole = _document(path)
        itself.sizes.append(_cost(path, document))
        begin = time.process_time()
        if is_whole and str(document["openapi"]).startswith("3.0"):
            _note(twins, entry["file"], _of_twin(path, document))
            twins.cpu_s += time.process_time() - begin
    return [itself, twins]


def _note(row, name, findings):
    row.note(name, sorted({f"{each.rule} {each.coordinate}" for each in findings}), [])


def _cost(path, document):
    """Say how many nodes a document has, and what it costs to compare it with itself in full."""
    nodes, work = 0, [document]
    while work:
        here = work.pop()
        nodes += 1
        if isinstance(here, list | dict):
            work += here.values() if isinstance(here, dict) else here
    begin = time.process_time()
    compared_in_full(of_file(path), of_file(path))
    return nodes, time.process_time() - begin


def _of_itself(path):
    source = of_file(path)
    document, is_whole = _document(path)
    turned = of_bytes(_written(_turned(document)), "turned.json")
    yield from compared_as_diff_does(source, turned).findings
    if is_whole and not any(each in path.read_text("utf-8") for each in _DYNAMIC):
        yield from compared_in_full(source, turned).findings


def _of_twin(path, document):
    source, other = of_file(path), of_bytes(_written(twin(document)), "twin.json")
    yield from compared_as_diff_does(source, other).findings
    for each in compared_as_diff_does(other, source).findings:
        # `nullable` without `type` is void by the letter, and risky where it comes (PITFALLS 10).
        if each.rests_on != ("nullable without type",):
            yield each


def _document(path):
    """Read a document with what it refers to, and say whether all of that is there."""
    doubts = []
    found = bundle(path.name, lambda file: (path.parent / file).read_bytes(), doubts)
    if not isinstance(found, Bundle):
        raise Unread(found[0].rule)
    return found.document, not doubts


def _turned(value):
    """Copy a value with the keys of its objects in reverse order."""
    if isinstance(value, list):
        return [_turned(each) for each in value]
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return value


def _written(document):
    return json.dumps(document).encode()


def faults_of(scores, not_whole):
    """Say what of the gate does not hold: no crash, no finding.

    Args:
        not_whole: document -> rule that says why it cannot be compared.
    """
    for row in scores:
        if row.growth is not None and row.growth > LINEAR:
            yield f"{row.name}: costs grow as nodes to the power of {row.growth:.2f}"
        if row.wrong:
            yield f"{row.name}: {row.wrong}"
        if row.unknown.items() - not_whole.items():
            yield f"{row.name}: not read: {row.unknown}"


CORPORA = tuple(
    Corpus(
        name=name,
        file=name,
        ask=partial(score_of, name),
        faults=partial(faults_of, not_whole=not_whole),
    )
    for name, not_whole in NOT_WHOLE.items()
)
