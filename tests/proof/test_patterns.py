"""Regular expressions: read as ECMA-262 has them, and searched for words that tell them apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.proof.answer import OutOfFuel
from bffgen.proof.evaluate import matches
from bffgen.proof.language import language_of
from bffgen.proof.patterns import Unhandled, read_pattern
from bffgen.proof.words import Window, shortest

ANY_LENGTH = Window(0, None)


def free(steps):
    """Count nothing."""


def word(required, refused=(), window=ANY_LENGTH, unwanted=()):
    languages = [list(map(language_of, each)) for each in (required, refused)]
    return shortest(*languages, window, frozenset(unwanted), free)


@pytest.mark.parametrize(
    ("pattern", "member", "stranger"),
    [
        ("a", "xax", "b"),
        ("^(ab|(a|b))$", "a", "ba"),  # a sequence of parts is no choice of them
        ("^((a|b)|ab)$", "ab", "ba"),
        ("^a$", "a", "ab"),
        ("^a$", "a", "a\n"),  # Python's `$` takes a last line feed
        ("^(a|b$)", "b", "bc"),
        ("(^a|b$)c?", "xb", "xa"),
        (r"^\d+$", "12", "\u0663"),  # digits are ASCII
        (r"^\w+$", "a_1", "\xe9"),
        (r"^\s$", "\ufeff", "a"),
        (r"^\S$", "a", "\u2028"),
        ("^.$", "a", "\n"),
        ("^.$", "\U0001f600", "\u2028"),  # one character, as code points count
        (r"^[\w-:]+$", "a-:", "."),
        (r"^[^\d]$", "a", "1"),
        (r"^[a-c-]$", "-", "d"),
        ("^[]$|b", "b", ""),
        ("^[^]$", "\n", ""),
        (r"^\u0041\x42\u{43}\cA\0\t$", "ABC\x01\x00\t", "ABC"),
        (r"^\ud83d\ude00$", "\U0001f600", "a"),
        (r"^\/\.\-\_$", "/.-_", "a"),
        ("^(?:a|b){2,3}?$", "aba", "a"),
        ("^(?<year>[0-9]{4})$", "2024", "24"),
        (r"\bcat\b", "a cat", "concat"),
        (r"^\Bb", None, "b"),
        ("^a{0}b$", "b", "ab"),
        ("^(a?){3}$", "aa", "aaaa"),
        ("^(^|a){2}$", "a", "aa b"),
        # one after the other is not one of both, nothing at all is not the empty word
        ("^(ab|(a|b))$", "b", "aa"),
        ("^((a|b)|ab)$", "ab", "aa"),
        ("^([]|)$", "", "a"),
    ],
)
def test_a_pattern_matches_what_ecma_says(pattern, member, stranger):
    assert member is None or matches(pattern, member)
    assert not matches(pattern, stranger)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (r"(a)\1", "a backreference"),
        (r"(?<n>a)\k<n>", "a backreference"),
        ("(?=a)b", "lookaround"),
        ("(?<!a)b", "lookaround"),
        (r"\p{L}", "a Unicode property"),
        ("(?i)a", "flags in a group"),
        ("(", "a bracket that is not closed"),
        ("a)", "a bracket that opens nothing"),
        ("[a", "it ends too early"),
        ("*a", "`*` that counts nothing"),
        ("a**", "a count of a count"),
        ("a{2,1}", "a count that runs backwards"),
        ("{a}", "`{` that counts nothing"),
        ("a{x}", "a brace that is no count"),
        ("[b-a]", "a range that runs backwards"),
        (r"\A", r"`\A`"),
        (r"\ud83d", "half of a surrogate pair"),
        (r"\u12", "an escape without its digits"),
        ("(" * 50 + ")" * 50, "groups nested more than 40 deep"),
        ("a" * 5000, "longer than 4096 characters"),
    ],
)
def test_what_is_not_understood_is_named(pattern, what):
    with pytest.raises(Unhandled, match=re.escape(f"regex: {what}")):
        read_pattern(pattern)


@pytest.mark.parametrize(
    ("required", "refused", "window", "unwanted", "found"),
    [
        (["^[a-z0-9]+$"], ["^[a-z0-9_-]+$"], ANY_LENGTH, (), None),
        (["^[a-z0-9_-]+$"], ["^[a-z0-9]+$"], ANY_LENGTH, (), "-"),
        ([r"^\d{3,6}$"], ["^[0-9]{4}$"], ANY_LENGTH, (), "000"),
        (["^[0-9]{4}$"], [r"^\d{3,6}$"], ANY_LENGTH, (), None),
        (["a+"], [], ANY_LENGTH, ("a", "aa"), "ax"),
        (["^.*$"], [], Window(5, 5), (), "aaaaa"),
        (["^a*$"], [], Window(2, None), ("aa",), "aaa"),
        (["^a?$"], [], ANY_LENGTH, ("", "a"), None),
        ([], [], Window(0, 0), ("",), None),
        (["^[a-z]+$"], [], Window(3, 2), (), None),
        (["^(a|aa)+$"], ["^a+$"], ANY_LENGTH, (), None),
        (["^.{0,300}$"], ["^.{0,200}$"], ANY_LENGTH, (), "a" * 201),
    ],
)
def test_the_shortest_text_is_found(required, refused, window, unwanted, found):
    assert word(required, refused, window, unwanted) == found


def test_a_search_that_costs_too_much_ends():
    spent = 0

    def spend(steps):
        nonlocal spent
        spent += steps
        if spent > 1_000:
            raise OutOfFuel

    with pytest.raises(OutOfFuel):
        shortest(
            [language_of(".*a.{500}")], [language_of(".*b.{500}")], ANY_LENGTH, frozenset(), spend
        )


PARTS = st.recursive(
    st.sampled_from(("a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", "^", "$", r"\b")),
    lambda below: st.one_of(
        st.tuples(below, below).map("".join),
        st.tuples(below, below).map(lambda each: f"({each[0]}|{each[1]})"),
        st.tuples(below, st.sampled_from(("*", "+", "?", "{2}", "{0,2}", "{1,}"))).map(
            lambda each: f"(?:{each[0]}){each[1]}"
        ),
    ),
    max_leaves=8,
)


@given(PARTS, st.lists(st.text("ab1-", max_size=4), max_size=8))
def test_a_pattern_matches_what_python_says_where_both_mean_the_same(pattern, texts):
    # `$` is the very end here, and all characters are ASCII without line feeds.
    judge = re.compile(pattern.replace("$", r"\Z"), re.ASCII)
    for text in texts:
        assert matches(pattern, text) == bool(judge.search(text)), (pattern, text)


@given(PARTS, PARTS)
def test_a_text_that_is_found_is_one_and_none_is_shorter(one, other):
    try:
        found = shortest([language_of(one)], [language_of(other)], Window(0, 6), frozenset(), free)
    except Unhandled:
        return
    if found is not None:
        assert matches(one, found)
        assert not matches(other, found)
