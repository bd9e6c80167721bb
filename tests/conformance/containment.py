"""The corpus of containment: labelled pairs of schemas, and what `prove` says of them.

In:  lines of the corpus; `sup` and `sub` are `s2` and `s1` there.
Out: a Score per set; `make conformance` prints them.
"""

import gzip
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from jsonschema_rs import Draft4Validator, Draft7Validator, Draft202012Validator

from bffgen.proof import prove

EXCERPT = Path(__file__).parent / "excerpts" / "containment.jsonl.gz"
DRAFTS = {
    4: ("http://json-schema.org/draft-04/schema#", Draft4Validator),
    7: ("http://json-schema.org/draft-07/schema#", Draft7Validator),
    20: ("https://json-schema.org/draft/2020-12/schema", Draft202012Validator),
}


@dataclass
class Score:
    """What came out for one set of pairs.

    Attributes:
        wrong: ids of pairs whose answer is not their label.
        unknown: id -> reason.
        unvalidated: ids of pairs whose witness is none by the corpus' own draft.
        cpu_s: of all its pairs, checks included.
    """

    right: int = 0
    wrong: list = field(default_factory=list)
    unknown: dict = field(default_factory=dict)
    unvalidated: list = field(default_factory=list)
    cpu_s: float = 0.0

    @property
    def cases(self):
        return self.right + len(self.wrong) + len(self.unknown)

    @property
    def decided(self):
        return 1 - len(self.unknown) / self.cases


def read_corpus(path):
    """Read the pairs of a corpus, or of an excerpt of it."""
    with gzip.open(path, "rt") as lines:
        return [json.loads(line) for line in lines]


def of_draft(schema, draft):
    return {"$schema": DRAFTS[draft][0], **schema} if isinstance(schema, dict) else schema


def set_of(pair):
    return f"{pair['set']}{' exotic' if pair['exotic'] else ''}"


def score(pairs):
    """Ask every pair; (set -> Score), sorted by set."""
    scores = {name: Score() for name in sorted({set_of(pair) for pair in pairs})}
    for pair in pairs:
        found = scores[set_of(pair)]
        begin = time.process_time()
        proof = prove(of_draft(pair["s1"], pair["draft"]), of_draft(pair["s2"], pair["draft"]))
        found.cpu_s += time.process_time() - begin
        if proof.answer == "unknown":
            found.unknown[pair["id"]] = proof.reason
        elif (proof.answer == "yes") != pair["contained"]:
            found.wrong.append(pair["id"])
        else:
            found.right += 1
        if proof.answer == "no" and not is_witness(pair, proof.witness):
            found.unvalidated.append(pair["id"])
    return scores


def is_witness(pair, value):
    """Judge a witness by the pair as it is written, without anything of ours in between."""
    judge = DRAFTS[pair["draft"]][1]
    return judge(pair["s1"]).is_valid(value) and not judge(pair["s2"]).is_valid(value)


def main(corpora):
    """Print one line a set."""
    print("set                      cases  right wrong unknown unvalidated  CPU s")
    scores = score(read_corpus(corpora / "containment.jsonl.gz"))
    for name, each in scores.items():
        counts = f"{each.cases:6}{each.right:7}{len(each.wrong):6}{len(each.unknown):8}"
        print(f"{name:24}{counts}{len(each.unvalidated):12}{each.cpu_s:7.2f}")
    reasons = Counter(reason for each in scores.values() for reason in each.unknown.values())
    for reason, count in sorted(reasons.items()):
        print(f"unknown: {reason}: {count}")
    return 1 if any(each.wrong or each.unvalidated for each in scores.values()) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
