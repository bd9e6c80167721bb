"""Headers with the types of a contract: in and out by one set of readers."""

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.header import Unwritable, header, optional_header, required_header
from bff_package.runtime.scalar import boolean_of, choice_of, integer_of, number_of, text_of
from bff_package.runtime.transport import UpstreamResponse
from hypothesis import given
from hypothesis import strategies as st

VALUES = (
    st.tuples(st.just(integer_of), st.integers(-(10**18), 10**18), st.just(({},)))
    | st.tuples(
        st.just(number_of), st.floats(allow_nan=False, allow_infinity=False), st.just(({},))
    )
    | st.tuples(st.just(boolean_of), st.booleans(), st.just(()))
    | st.tuples(
        st.just(text_of),
        st.text(st.characters(min_codepoint=33, max_codepoint=126)),
        st.just(({},)),
    )
)


def answered(**headers):
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return UpstreamResponse(status=200, headers=named, body=b"")


@given(VALUES)
def test_what_is_written_is_read_as_the_same_value(drawn):
    read, value, bounds = drawn
    ((name, text),) = header("X-Value", value, read, *bounds)
    assert name == b"x-value"
    again = required_header(answered(X_Value=text.decode()), "X-Value", read, *bounds)
    assert (again, type(again)) == (value, type(value))


def test_what_is_missing_is_no_header():
    assert header("X-Value", MISSING, text_of, {}) == ()
    assert optional_header(answered(), "X-Value", text_of, {}) is MISSING


@pytest.mark.parametrize(
    ("value", "read", "bounds"),
    [
        ("line\r\nX-Evil: 1", text_of, {}),
        ("Größe", text_of, {}),
        ("toolong", text_of, {"max_length": 3}),
        (-1, integer_of, {"minimum": 0}),
        (float("inf"), number_of, {}),
        ("neither", choice_of, ("a", "b")),
    ],
)
def test_a_value_outside_the_contract_is_not_written_and_not_told(value, read, bounds):
    with pytest.raises(Unwritable) as refused:
        header("X-Value", value, read, bounds)
    assert "X-Value" in str(refused.value)
    assert str(value) not in str(refused.value)


@pytest.mark.parametrize("text", ["x", "-1", "", "1 2"])
def test_an_upstreams_header_outside_its_contract_is_a_bad_answer(text):
    for read in (required_header, optional_header):
        with pytest.raises(UpstreamFailed) as failed:
            read(answered(X_Value=text), "X-Value", integer_of, {"minimum": 0})
        assert failed.value.reason == "bad-body"


def test_an_upstreams_header_that_is_promised_and_absent_is_a_bad_answer():
    with pytest.raises(UpstreamFailed) as failed:
        required_header(answered(), "X-Value", text_of, {})
    assert failed.value.reason == "bad-body"
