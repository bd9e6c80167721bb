"""What a comparison costs where k components lead to each other: prints a table, asserts no time.

Every component refers to the next three of a ring, so that all of them are one circle. One change
is made in every tenth, in one alone, or in none; the operations are as many as the components.
"""

import json
import time
from collections import Counter

import pytest

from bffgen.model.finding import Effect
from tests.conformance.compared import compared_as_diff_does, of_bytes

COUNTS = (10, 30, 100, 300, 1000)
REACH = (1, 2, 7)
# Name -> of k components, those that change; the largest k. Where each tenth changes, ten
# components are all there are, up to names; where one does, no two are alike.
CHANGES = {
    "nothing changes": (lambda k: (), 1000),
    "one changes": (lambda k: (k // 2,), 300),
    "each tenth changes": (lambda k: range(0, k, 10), 1000),
}


def component(number, count, values):
    below = {
        f"to{step}": {"$ref": f"#/components/schemas/C{(number + step) % count}"} for step in REACH
    }
    properties = {
        "state": {"enum": values},
        **below,
        "all": {"type": "array", "items": below["to1"]},
    }
    return {"type": "object", "required": ["state"], "properties": properties}


def contract(count, changed=()):
    schemas = {
        f"C{n}": component(n, count, ["a", "b", "c"] if n in changed else ["a", "b"])
        for n in range(count)
    }
    paths = {
        f"/c{n}": {
            "get": {
                "responses": {
                    "200": {
                        "description": "Found.",
                        "content": {
                            "application/json": {"schema": {"$ref": f"#/components/schemas/C{n}"}}
                        },
                    }
                }
            }
        }
        for n in range(count)
    }
    head = {"openapi": "3.1.0", "info": {"title": "Ring", "version": "1"}}
    return json.dumps({**head, "paths": paths, "components": {"schemas": schemas}}).encode()


def compared(count, changed):
    """Compare a ring with its edition; give the findings, and the seconds of CPU."""
    sides = contract(count), contract(count, changed).replace(b'"1"', b'"2"', 1)
    begin = time.process_time()
    found = compared_as_diff_does(*(of_bytes(each, f"{n}.json") for n, each in enumerate(sides)))
    return found, time.process_time() - begin


@pytest.mark.parametrize("name", CHANGES)
def test_k_components_that_lead_to_each_other(name):
    changing, most = CHANGES[name]
    print(
        f"\n{name}: components, CPU s, ms a component, questions, left open, breaks, told as what"
    )
    for count in (each for each in COUNTS if each <= most):
        changed = frozenset(changing(count))
        found, cpu_s = compared(count, changed)
        broken = [each for each in found.findings if each.effect is Effect.BREAKS]
        told = dict(Counter(each.rule for each in broken))
        each_ms = 1000 * cpu_s / count
        questions = f"{found.asked:6} {found.undecided:6}"
        print(f"{count:6} {cpu_s:8.3f} {each_ms:8.2f} {questions} {len(broken):6} {told}")
        # How many findings there are is shown, not asserted; that something breaks is never lost.
        assert bool(broken) is bool(changed)
