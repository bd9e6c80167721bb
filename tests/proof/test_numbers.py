"""Numbers between bounds, multiples of some steps and of none of others: counted one by one."""

from hypothesis import given
from hypothesis import strategies as st

from bffgen.proof import prove
from bffgen.proof.validate import is_valid

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
STEPS = st.sampled_from((0.5, 1, 1.5, 2, 3, 0.1))
NUMBERS = [number / 10 for number in range(-60, 61)]


def asked():
    """Draw what is said of a number."""
    return st.fixed_dictionaries(
        {"type": st.sampled_from(("number", "integer"))},
        optional={**dict.fromkeys(BOUNDS, st.integers(-3, 3)), "multipleOf": STEPS},
    )


@given(asked(), st.lists(asked(), max_size=3), st.lists(st.integers(-3, 3), max_size=3))
def test_a_number_is_found_wherever_one_is(schema, others, listed):
    refused = {"anyOf": [*others, {"enum": [None, *listed]}]}
    proof = prove(schema, refused)
    if proof.answer == "yes":
        for number in NUMBERS:
            assert not is_valid(schema, "", number) or is_valid(refused, "", number)


def test_a_bound_that_is_not_reached_itself_is_not_the_only_one():
    """Zero, and the bound beside it, were counted as all that there is."""
    for schema in (
        {"type": "integer", "exclusiveMinimum": 0},
        {"type": "integer", "exclusiveMaximum": 0},
        {"type": "number", "exclusiveMinimum": 0, "multipleOf": 2, "exclusiveMaximum": 4},
    ):
        assert prove(schema, False).answer == "no"
