"""What proofs cost: linear in the schemas, little for many, bounded for the hostile."""

import time

from bffgen.proof import prove
from tests.conformance.containment import CORPUS, score_of
from tests.conformance.corpora import cases
from tests.proof.nested import WRAPS, nested

DEPTH = 10_000


def cpu_seconds(sub, sup):
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        prove(sub, sup)
        best = min(best, time.process_time() - begin)
    return best


def wide(count, inmost):
    return {
        "type": "object",
        "required": ["p0"],
        "properties": {f"p{n}": {"type": "string", "maxLength": n + inmost} for n in range(count)},
    }


def union(count):
    return {
        "oneOf": [
            {"type": "object", "required": ["k"], "properties": {"k": {"const": str(n)}}}
            for n in range(count)
        ]
    }


def test_four_times_the_members_cost_at_most_eight_times_the_cpu():
    small, large = (cpu_seconds(wide(n, 1), wide(n, 2)) for n in (200, 800))
    assert large <= 8 * small


def test_three_times_the_variants_cost_at_most_twelve_times_the_cpu():
    small, large = (cpu_seconds(union(n), union(n + 1)) for n in (50, 150))
    assert large <= 12 * small


def test_ten_thousand_levels_are_no_crash():
    for wrap in WRAPS:
        one, other = (nested(wrap, {"type": name}, DEPTH) for name in ("integer", "string"))
        assert prove(one, other).answer == "unknown"


def test_a_pair_of_the_excerpt_takes_a_few_milliseconds():
    scores = score_of(cases(CORPUS.excerpt))
    amount, cpu_s = sum(each.cases for each in scores), sum(each.cpu_s for each in scores)
    print(f"\n{amount} pairs: {1000 * cpu_s / amount:.2f} ms CPU each")
