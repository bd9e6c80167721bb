"""Choose the cases of a corpus that lie in git, so that something runs where the corpora are not.

In:  the corpora `semantic` and `matrix`, both made for bffgen.
Out: excerpts/: of each the same cases whenever it is asked.
How: every aspect of the corpus is met: a case is taken first that shows most of what no taken case
     shows, then by the digest of its id. What peers said of a case is left out.
"""

import gzip
import json
import sys
from hashlib import sha256

from tests.conformance.corpora import cases, folder
from tests.conformance.labelled import CORPORA

AMOUNT = 200


def aspects(case):
    """Give what a case is about."""
    told = case.get("truth", case)
    words = {key: told.get(key) for key in ("keyword", "edit", "category", "position", "order")}
    sides = told["direction"], told["breaking"]
    return {
        (words["keyword"], words["edit"]),
        (words["position"], words["order"]),
        (words["keyword"], *sides),
        (words["category"], *sides),
    }


def excerpt(all_cases):
    """Choose cases; in the order of the corpus."""
    waiting = sorted(all_cases, key=lambda each: sha256(each["id"].encode()).hexdigest())
    taken, met = [], set()
    while waiting and len(taken) < AMOUNT:
        best = max(waiting, key=lambda each: len(aspects(each) - met))
        waiting.remove(best)
        taken.append(best["id"])
        met |= aspects(best)
    return [_bare(each) for each in all_cases if each["id"] in set(taken)]


def _bare(case):
    truth = {"truth": _without(case["truth"])} if "truth" in case else {}
    return {**_without(case), **truth}


def _without(members):
    return {key: value for key, value in members.items() if key != "oasdiff"}


def written(all_cases):
    """Write cases as a corpus is; the bytes hang on nothing else."""
    lines = "".join(json.dumps(each, sort_keys=True) + "\n" for each in all_cases)
    return gzip.compress(lines.encode(), mtime=0)


def main():
    for corpus in CORPORA:
        corpus.excerpt.write_bytes(written(excerpt(cases(folder() / corpus.file))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
