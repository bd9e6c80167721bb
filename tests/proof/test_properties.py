"""What holds of every answer: a yes is refuted by no value, and every witness is real."""

from hypothesis import given
from hypothesis import strategies as st

from bffgen.proof import prove
from bffgen.proof.prover import CHECK_FAILED
from bffgen.proof.validate import Unbuildable, is_valid
from tests.proof.drawn import recursive, schemas
from tests.strategies import values

ANY = st.one_of(schemas(), recursive())


def is_of(schema, value):
    try:
        return is_valid(schema, "", value)
    except Unbuildable:
        return None


def under(schema, keyword, *others):
    """Put a schema, which may refer to itself, into a group."""
    held = (
        {key: value for key, value in schema.items() if key != "$defs"}
        if isinstance(schema, dict)
        else schema
    )
    definitions = (
        {"$defs": schema["$defs"]} if isinstance(schema, dict) and "$defs" in schema else {}
    )
    return {keyword: [held, *others], **definitions}


@given(ANY, ANY, st.lists(values(), max_size=30))
def test_an_answer_is_never_refuted(sub, sup, drawn):
    proof = prove(sub, sup)
    assert proof.reason != CHECK_FAILED
    if proof.answer == "no":
        assert is_of(sub, proof.witness)
        assert not is_of(sup, proof.witness)
    if proof.answer == "yes":
        for value in drawn:
            assert is_of(sub, value) is not True or is_of(sup, value) is not False


@given(ANY)
def test_a_schema_is_within_itself(schema):
    assert prove(schema, schema).answer == "yes"


@given(ANY, schemas())
def test_a_schema_is_within_itself_or_another(schema, other):
    assert prove(schema, under(schema, "anyOf", other)).answer != "no"


@given(ANY, schemas())
def test_a_schema_and_another_are_within_it(schema, other):
    assert prove(under(schema, "allOf", other), schema).answer != "no"


@given(ANY, st.lists(values(), max_size=10))
def test_what_is_proved_to_be_empty_has_no_value(schema, drawn):
    if prove(schema, False).answer == "yes":
        assert not any(is_of(schema, value) for value in drawn)


@given(schemas(), schemas(), schemas())
def test_what_is_proved_of_two_steps_is_never_refuted_of_both(one, two, three):
    if prove(one, two).answer == prove(two, three).answer == "yes":
        assert prove(one, three).answer != "no"
