"""Hostile schemas cost fuel, and no more of it than one comparison has.

What is asked here would take minutes or gigabytes by the letter; each answer is a proof that was
found another way, or `unknown` with its reason.
"""

import gc
import time

import pytest

from bffgen.model.pool import Pool
from bffgen.proof.answer import Undecidable
from bffgen.proof.fuel import Fuel
from bffgen.proof.prove import prove, side_of
from bffgen.proof.prover import CHECKER_REFUSED, Prover
from bffgen.proof.search import FUEL, Search

# Seconds of the processor, of which each question takes a tenth; no figure of a promise.
PATIENCE = 10


def objects(first, last):
    return {"enum": [{"a": [n]} for n in range(first, last)]}


def constants(first, last):
    return {"oneOf": [{"const": n} for n in range(first, last)]}


@pytest.mark.parametrize(
    ("sub", "sup", "answer"),
    [
        (objects(0, 4_000), objects(1, 4_001), "no"),
        (objects(1, 4_000), objects(0, 4_001), "yes"),
        (constants(0, 2_000), constants(1, 2_001), "no"),
        (constants(1, 1_000), constants(0, 1_001), "yes"),
        ({"enum": list(range(10_000))}, {"enum": list(range(1, 10_001))}, "no"),
        ({"type": "string"}, {"enum": ["x" * 1_000_000]}, "unknown"),
        ({"enum": ["a" * 20_000]}, {"pattern": "^(a{1,1000}){1,1000}$"}, "unknown"),
        (
            {"type": "array", "contains": {"type": "string"}, "minContains": 10**9},
            {"type": "array", "contains": {"type": "string"}, "minContains": 10**9 + 1},
            "unknown",
        ),
        (
            {"type": "array", "uniqueItems": True, "items": {"maxLength": 2}, "minItems": 5_000},
            {"type": "array", "items": {"maxLength": 1}},
            "unknown",
        ),
        ({"type": "array", "minItems": 10**9}, {"type": "array", "minItems": 10**9 + 1}, "unknown"),
        ({"type": "string", "minLength": 10**9}, {"minLength": 10**9 + 1}, "unknown"),
        (
            {"oneOf": [{"minimum": n, "maximum": n + 300} for n in range(300)]},
            {"oneOf": [{"minimum": n, "maximum": n + 301} for n in range(300)]},
            "unknown",
        ),
    ],
)
def test_what_is_huge_is_decided_or_given_up_in_little_time(sub, sup, answer):
    begun = time.process_time()
    assert prove(sub, sup).answer == answer
    assert time.process_time() - begun < PATIENCE


def test_an_enum_of_objects_is_refuted_at_the_one_that_is_not_in_the_other():
    assert prove(objects(0, 3), objects(1, 4)).witness == {"a": [0]}
    assert prove({"type": "object"}, {"enum": [{}, {"a": 1}]}).answer == "no"
    assert prove({"enum": [[1], [2, 3]]}, {"enum": [[2, 3], [1], [4]]}).answer == "yes"


def test_constants_of_a_union_are_apart_and_others_are_not():
    twice = {"oneOf": [{"const": 1}, {"enum": [1, 2]}, {"const": 3}]}
    assert prove({"const": 1}, twice).answer == "no"
    assert prove({"enum": [2, 3]}, twice).answer == "yes"
    mixed = {"oneOf": [{"const": 1}, {"type": "integer"}]}
    assert prove({"const": 1}, mixed).witness == 1
    assert prove({"const": 2}, mixed).answer == "yes"


def test_what_would_overflow_the_judge_is_not_asked_of_it():
    def chain(count, kind):
        links = {
            f"S{n}": {"allOf": [{"$ref": f"#/$defs/S{n + 1}"}], "unevaluatedProperties": False}
            for n in range(count)
        }
        return {"$ref": "#/$defs/S0", "$defs": {**links, f"S{count}": {"type": kind}}}

    assert prove(chain(20, "string"), chain(20, "integer")).answer == "no"
    assert prove(chain(1_000, "string"), chain(1_000, "integer")).answer == "unknown"


def test_hard_questions_share_one_store_of_fuel():
    fuel = Fuel(1_000)
    taken = 0
    for _ in range(100):
        taken += fuel.of_next()
        fuel.take(fuel.of_next())
    assert fuel.of_next() == 10
    assert 30_000 <= taken <= 30_000 + 100 * 10
    easy = Fuel(1_000)
    for _ in range(10_000):
        easy.take(10)
    assert easy.of_next() == 1_000


def hopeless(number):
    """Two schemas that no search tells apart within its fuel, told from others by a number."""
    return (
        {"type": "array", "minItems": 10**9 + number},
        {"type": "array", "minItems": 10**9 + number + 1},
    )


def test_a_question_that_is_asked_when_the_store_is_empty_may_still_be_easy():
    prover = Prover(Pool())
    for number in range(40):
        sub, sup = map(side_of, hopeless(number))
        assert prover.ask(sub, sup).reason == "fuel"
    easy = prover.ask(side_of({"type": "string"}), side_of({"type": "integer"}))
    assert easy.answer == "no"
    assert prover._fuel.of_next() < FUEL


def ladder(count, steps, leaf):
    """Schemas that each refer twice to the next one, in its place or at a member of it."""
    links = {
        f"S{n}": {"allOf": [steps({"$ref": f"#/$defs/S{n + 1}"}) for _ in range(2)]}
        for n in range(count)
    }
    return {"$ref": "#/$defs/S0", "$defs": {**links, f"S{count}": leaf}}


@pytest.mark.parametrize(
    "steps",
    [
        lambda each: each,
        lambda each: {"anyOf": [each, {"type": "null"}]},
        lambda each: {"type": "object", "required": ["p"], "properties": {"p": each}},
        lambda each: {"type": "array", "minItems": 1, "items": each},
    ],
)
def test_what_the_judge_would_be_asked_a_billion_times_is_not_asked_of_it(steps):
    few, many = (
        prove(ladder(count, steps, {"type": "string"}), ladder(count, steps, {"type": "integer"}))
        for count in (8, 40)
    )
    assert few.answer == "no"
    assert (many.answer, many.reason) == ("unknown", CHECKER_REFUSED)


def test_what_is_not_decided_leaves_nothing_behind():
    """A fault that a frame of its own traceback holds is freed by the collector alone."""
    pool = Pool()
    evaluator = Search(pool).evaluator
    lost = [{"pattern": "(?=a)b"}, {"pattern": "(?=b)c"}]
    schema = pool.intern({"anyOf": [{"oneOf": lost}, {"allOf": lost}]}, "")
    gc.disable()
    try:
        asked = 0
        for _ in range(10):
            try:
                evaluator.is_of(schema, "x")
            except Undecidable:
                asked += 1
        kept = [each for each in gc.get_objects() if isinstance(each, Undecidable)]
    finally:
        gc.enable()
    assert (asked, kept) == (10, [])
