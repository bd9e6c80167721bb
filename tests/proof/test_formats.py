"""What is said of formats is what the judge says: sure members are, what lies outside is not."""

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bffgen.proof import formats, prove
from bffgen.proof.evaluate import matches
from bffgen.proof.formats import _AROUND, TEXT_FORMATS

JUDGES = {
    name: jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
    for name in TEXT_FORMATS
}
NAMES = st.sampled_from(sorted(TEXT_FORMATS))
LETTERS = "0123456789abcfTZzt:-.+@/ _%[]{}é"


@given(
    NAMES.flatmap(
        lambda name: st.tuples(
            st.just(name), st.from_regex(f"^({_AROUND[name][0]})$", fullmatch=True)
        )
    )
)
def test_sure_members_are_members(drawn):
    name, text = drawn
    assert JUDGES[name].is_valid(text.rstrip("\n"))


@given(NAMES, st.text(LETTERS, max_size=12))
def test_what_is_outside_of_every_member_is_none(name, text):
    if not matches(f"^({_AROUND[name][1]})$", text):
        assert not JUDGES[name].is_valid(text)


@given(
    NAMES.flatmap(
        lambda name: st.tuples(
            st.just(name), st.from_regex(f"^({_AROUND[name][1]})$", fullmatch=True)
        )
    ),
    st.text(LETTERS, max_size=2),
    st.integers(0, 30),
)
def test_what_is_nearly_a_member_is_judged_as_the_judge_does(drawn, more, at):
    name, text = drawn[0], drawn[1].rstrip("\n")
    near = text[:at] + more + text[at + 1 :]
    # jsonschema-rs 0.60 takes `/000-01-01` for a date and `0+:30:06Z` for a time, as no RFC does.
    assume(name not in ("date", "date-time", "time"))
    if JUDGES[name].is_valid(near):
        assert matches(f"^({_AROUND[name][1]})$", near)


@pytest.mark.parametrize("name", sorted(TEXT_FORMATS))
def test_a_format_is_within_itself_and_not_all_text_is_of_it(name):
    written = {"type": "string", "format": name}
    assert prove(written, written, formats="assert").answer == "yes"
    assert prove(written, {**written, "title": "t"}, formats="assert").answer == "yes"
    assert prove({"type": "string"}, written, formats="assert").answer == "no"
    assert prove(written, False, formats="assert").answer == "no"


def test_a_number_knows_its_interval_exactly():
    size = formats.INTERVALS["int32"]
    bounds = {"type": "integer", "minimum": -size, "maximum": size - 1}
    written = {"type": "integer", "format": "int32"}
    assert prove(written, bounds, formats="assert").answer == "yes"
    assert prove(bounds, written, formats="assert").answer == "yes"
    assert prove({**bounds, "maximum": size}, written, formats="assert").witness == size
