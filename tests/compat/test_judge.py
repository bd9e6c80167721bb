"""One finding a cause, whichever of its operations is met first."""

from itertools import permutations, product

from bffgen.compat.change import Occurrence, change
from bffgen.compat.judge import judge, pages_of
from bffgen.compat.rule import rules
from bffgen.model.comparison import NoWitness
from bffgen.model.finding import Effect, Mark
from bffgen.model.place import Place

ANSWERS = ("yes", "unknown", "no")
CHANGE = change(
    "property-removed",
    direction="response",
    where="response 200 body",
    coordinate="#/components/schemas/Product/properties/badge",
    before={"type": "string"},
    was=Mark(place=Place(document="baseline.yaml")),
    now=Mark(place=Place(document="revision.yaml")),
    name="badge",
)


def judged(answers):
    """Judge one change that operations meet with these answers."""
    met = [
        Occurrence(change=CHANGE, operation=operation, answer=answer, witness=NoWitness(why=answer))
        for operation, answer in answers
    ]
    (found,) = judge(met, pages_of(rules()))
    return found


def test_an_operation_that_meets_a_change_twice_has_the_worse_answer():
    for answers in product(ANSWERS, repeat=2):
        found = judged([("GET /products", each) for each in answers])
        worst = max(answers, key=ANSWERS.index)
        assert found.operations == (("GET /products", worst),), answers


def test_what_is_met_first_decides_nothing():
    met = [
        ("GET /products", "yes"),
        ("GET /products", "unknown"),
        ("POST /orders", "unknown"),
        ("POST /orders", "no"),
    ]
    for some in (met, met[:3]):
        told = {(each.effect, each.operations) for each in map(judged, permutations(some))}
        assert len(told) == 1, told


def test_what_nobody_decided_is_shown_before_what_is_harmless():
    found = judged([("GET /products", "yes"), ("POST /orders", "unknown")])
    assert found.effect is Effect.RISKY
    assert found.witness == NoWitness(why="unknown")
