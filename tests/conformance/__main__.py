"""`make conformance`: ask all corpora that are there, print one table.

In:  names of corpora, all of them if none; `--bless` keeps what came out in scores.json.
Out: the table, what of a gate does not hold, what fell below what is kept; exit 1 where anything.
"""

import sys

from tests.conformance.corpora import all_corpora, fallen_rows, folder, keep, missing, scores
from tests.conformance.score import table


def main(arguments):
    names = [each for each in arguments if each != "--bless"]
    rows, problems, found = {}, [], []
    for corpus in all_corpora():
        if names and corpus.name not in names:
            continue
        if absent := missing(corpus, folder()):
            print(f"skipped: {absent}")
            continue
        scored = scores(corpus, folder())
        rows |= {each.name: each.counts() for each in scored}
        problems += corpus.faults(scored)
        found += scored
    if "--bless" in arguments:
        keep(found)
    problems += fallen_rows(found)
    print("\n".join(table(rows)))
    for each in problems:
        print(f"error: {each}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
