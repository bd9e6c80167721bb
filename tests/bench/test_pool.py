"""The pool's cost: linear in the schemas, cycles or none; pairs of sizes, never seconds."""

import gc
import time

import pytest

from bffgen.model.pool import Pool


def chain(size):
    """Components that lead to the next one, the last to none."""
    return {
        f"C{n}": {
            "type": "object",
            "properties": {f"own{n}": {"type": "string", "maxLength": n}}
            | ({"next": {"$ref": f"#/$defs/C{n + 1}"}} if n + 1 < size else {}),
        }
        for n in range(size)
    }


def ring(size):
    """The same, with the last leading to the first: one strongly connected part."""
    named = chain(size)
    named[f"C{size - 1}"]["properties"]["next"] = {"$ref": "#/$defs/C0"}
    return named


def cpu_seconds(document):
    best = float("inf")
    for _ in range(5):
        gc.collect()
        begin = time.process_time()
        Pool().intern(document, "/$defs/C0")
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("shape", [chain, ring])
def test_four_times_the_schemas_cost_at_most_eight_times_the_cpu(shape):
    small, large = ({"$defs": shape(size)} for size in (1_000, 4_000))
    assert cpu_seconds(large) <= 8 * cpu_seconds(small)


def test_a_document_known_already_costs_a_quarter_at_most():
    document = {"$defs": ring(4_000)}
    pool = Pool()
    begin = time.process_time()
    pool.intern(document, "/$defs/C0")
    first = time.process_time() - begin
    begin = time.process_time()
    for n in range(4_000):
        pool.intern(document, f"/$defs/C{n}")
    assert time.process_time() - begin <= first / 4
