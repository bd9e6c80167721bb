"""Numbers within bounds, judged by jsonschema-rs."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.proof.validate import is_valid
from bffgen.verify.number import Bounds, NoNumber, draw_number, exact

EDGES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63),
    st.integers(-20, 20),
    st.sampled_from((0.5, 0.1, -2.25, 1e-6, 99.99)),
)
STEPS = st.sampled_from(((), (), (1,), (5,), (0.5,), (0.25, 3), (10, 4)))
NAMES = st.sampled_from((("price",), ("rating",), ("latitude",), ("page", "size"), ("x",), ()))


def schema_of(least, most, above, below, steps, whole):
    named = {"minimum": least, "maximum": most, "exclusiveMinimum": above}
    held = {k: v for k, v in {**named, "exclusiveMaximum": below}.items() if v is not None}
    stepped = [{"multipleOf": each} for each in steps]
    return {"type": "integer" if whole else "number", **held, "allOf": [{}, *stepped]}


@given(EDGES, EDGES, EDGES, EDGES, STEPS, NAMES, st.booleans(), st.integers(0, 2**32))
def test_a_drawn_number_is_within_its_bounds(least, most, above, below, steps, words, whole, seed):
    bounds = Bounds(
        least=exact(least),
        most=exact(most),
        above=exact(above),
        below=exact(below),
        steps=tuple(map(exact, steps)),
        whole=whole,
    )
    schema = schema_of(least, most, above, below, steps, whole)
    try:
        number = draw_number(words, bounds, Random(seed))
    except NoNumber:
        # Whatever is easy to try, no value fits.
        tried = [*range(-40, 41), *(n / 4 for n in range(-40, 41)), least, most]
        fitting = [n for n in tried if n is not None and is_valid(schema, "", n)]
        assert fitting == []
        return
    # Beyond 2**53 a float is not what its digits say, and neither bound nor judge can be asked.
    if abs(number) < 2**53:
        assert is_valid(schema, "", number), number


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        (("rating",), 1, 5),
        (("average", "rating"), 1, 5),
        (("price", "amount"), 5, 900),
        (("latitude",), -60, 70),
        (("discount", "percent"), 0, 100),
        (("item", "count"), 0, 140),
        (("width",), 120, 1600),
    ],
)
def test_a_number_is_what_its_name_counts(words, low, high):
    drawn = [draw_number(words, Bounds(), Random(seed)) for seed in range(200)]
    assert all(low <= each <= high for each in drawn)
    assert len(set(drawn)) > 1


def test_edges_are_drawn_now_and_then():
    bounds = Bounds(least=exact(1), most=exact(50), whole=True)
    drawn = {draw_number(("x",), bounds, Random(seed)) for seed in range(200)}
    assert {1, 50} <= drawn


def test_a_whole_number_is_an_integer_and_another_keeps_few_digits():
    assert isinstance(draw_number(("x",), Bounds(whole=True), Random(1)), int)
    prices = [draw_number(("price",), Bounds(), Random(seed)) for seed in range(50)]
    assert all(round(each, 2) == each for each in prices)
