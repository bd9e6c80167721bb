"""Texts of regular expressions, judged by jsonschema-rs."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.proof.validate import is_valid
from bffgen.verify.match import NoText, draw_match, matches
from bffgen.verify.pattern import Unreadable, parse_pattern

SEEDS = range(20)

ATOMS = st.sampled_from(
    (
        *("a", "7", "-", r"\.", ".", r"\d", r"\w", r"\s", r"\S", "[a-f]", "[^a-z]", r"[\w-]"),
        *(r"\u0041", r"\p{Lu}", r"\x41", "[A-Za-z0-9_]", "(?:ab|c)", "(x)"),
    )
)
REPEATS = st.sampled_from(("", "", "?", "*", "+", "{2}", "{1,3}", "{2,}", "+?"))
PIECES = st.tuples(ATOMS, REPEATS).map("".join)


def groups(below):
    return st.one_of(
        st.lists(below, min_size=1, max_size=3).map("".join),
        st.lists(below, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(below, st.sampled_from(("?", "{0,2}", "+"))).map(lambda d: f"({d[0]}){d[1]}"),
    )


PATTERNS = st.recursive(PIECES, groups, max_leaves=6)


@given(PATTERNS, st.integers(0, 2**32))
def test_a_drawn_text_is_one_of_the_pattern(pattern, seed):
    whole = f"^(?:{pattern})$"
    text = draw_match(whole, Random(seed))
    assert is_valid({"type": "string", "pattern": whole}, "", text), text


@given(PATTERNS, st.integers(0, 12), st.integers(0, 12), st.integers(0, 2**32))
def test_a_drawn_text_has_the_wanted_length(pattern, low, more, seed):
    try:
        text = draw_match(pattern, Random(seed), least=low, most=low + more)
    except NoText:
        return
    assert low <= len(text) <= low + more
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        ("^[a-z0-9-]+$", 30, 31),
        ("^[0-9a-f]{8}-[0-9a-f]{4}$", 0, 13),
        ("^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{8,}$", 8, 40),
        ("^(?!-)[a-z-]+$", 0, 12),
        ("^(?!.*--)[a-z0-9]+(?:-[a-z0-9]+)*$", 0, 60),
        (r"^[^\s@]+@[^\s@]+\.[^\s@]{2,}$", 0, 40),
        (r"^\p{Lu}\p{L}*$", 1, 30),
        (r"^\+[1-9]\d{1,14}$", 0, 16),
        (r"^(?<year>\d{4})-(0[1-9]|1[0-2])$", 0, 9),
        ("^$", 0, 9),
        ("^(ab)*$", 6, 6),
        ("^a{3}b{0,2}$", 5, 5),
        (r"\S", 1, 9),
        (r"^[\u4e00-\u9fa5]{2,4}$", 0, 9),
        (r"^[\]\[\-]$", 0, 9),
    ],
)
def test_patterns_that_people_write_have_texts(pattern, least, most):
    schema = {"type": "string", "pattern": pattern, "minLength": least, "maxLength": most}
    for seed in SEEDS:
        text = draw_match(pattern, Random(seed), least=least, most=most)
        assert is_valid(schema, "", text), text


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [("^a{3}$", 4, 9), ("^[a-c]{2,}$", 0, 1), ("^a(?!b)b$", 0, 9), ("[", 0, 9), ("a**", 0, 9)],
)
def test_where_there_is_no_text_it_is_said(pattern, least, most):
    with pytest.raises(NoText):
        draw_match(pattern, Random(1), least=least, most=most)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a", "`)` is expected at character 2"),
        ("a)", "`)` without `(` at character 1"),
        ("*a", "`*` with nothing to repeat at character 0"),
        ("[z-a]", "a range that ends before it begins"),
        (r"\p{Klingon}", "the Unicode property `Klingon`"),
        ("[a", "the pattern ends early"),
        (r"\2(a)", "a reference to a group that is not closed yet"),
        ("(?<n>a", "`)` is expected"),
    ],
)
def test_a_pattern_that_is_none_says_where(pattern, said):
    with pytest.raises(Unreadable, match=re.escape(said)):
        parse_pattern(pattern)


def test_equal_seeds_draw_equal_texts():
    drawn = [draw_match("^[a-z]{3,9}[0-9]*$", Random(seed)) for seed in (5, 5, 6)]
    assert drawn[0] == drawn[1] != drawn[2]
