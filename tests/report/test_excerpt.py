"""The carets stand under the characters that a mark is about."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.place import Span
from bffgen.report.excerpt import LINE_COLUMNS, excerpt, shown, underlined


def drawn(text, first, count):
    """Give the marked line as a person sees it: the characters above the carets."""
    line, blank, carets = excerpt(Span(line=1, column=1, width=1, text=text), first, count)
    return line, seen_above(line, len_in_columns(blank), len(carets))


def len_in_columns(text, at=0):
    for each in text:
        at += 8 - at % 8 if each == "\t" else columns(each)
    return at


def columns(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def seen_above(line, start, width):
    at, seen = 0, ""
    for each in line:
        after = len_in_columns(each, at)
        if start <= at and after <= start + width and after > at:
            seen += each
        at = after
    return seen


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("average: ratng.average", "ratng"),
        ("\tname:\tratng", "ratng"),
        ("名前: {値: ratng}", "ratng"),
        ("name: 値段", "値段"),
        ("cafe\u0301: ratng", "ratng"),
        ("한국어: ratng", "ratng"),
        ("x" * 5000 + "ratng" + "y" * 5000, "ratng"),
        ("値" * 500 + "ratng", "ratng"),
        ("ratng" + "値" * 500, "ratng"),
        ("x" * 116 + "ratng", "ratng"),
    ],
)
def test_carets_stand_under_the_marked_characters(text, word):
    assert drawn(text, text.index(word), len(word))[1] == word


@given(
    st.text(st.sampled_from("ab \t値é{"), max_size=400),
    st.text(st.sampled_from("xyz"), min_size=1, max_size=60),
    st.text(st.sampled_from("ab \t値é{"), max_size=400),
)
def test_a_word_of_any_line_is_found_again_above_its_carets(before, word, after):
    line, above = drawn(before + word + after, len(before), len(word))
    assert above == word
    assert sum(map(columns, line)) <= LINE_COLUMNS


@pytest.mark.parametrize(
    ("text", "first", "line"),
    [
        ("x" * 120, 0, "x" * 120),
        ("x" * 121, 0, "x" * 114 + "..."),
        ("x" * 121, 120, "..." + "x" * 114),
        ("x" * 300, 150, "..." + "x" * 114 + "..."),
    ],
)
def test_a_long_line_is_cut_where_the_carets_are_not(text, first, line):
    assert drawn(text, first, 1)[0] == line


def test_an_underlined_stretch_longer_than_the_line_is_cut_with_it():
    line, _, carets = excerpt(Span(line=1, column=1, width=500, text="x" * 500), 0, 500)
    assert (line, carets) == ("x" * 114 + "...", "^" * 114)


def test_the_end_of_a_line_is_underlined_by_one_caret_behind_it():
    assert excerpt(Span(line=1, column=1, width=3, text="a.b"), 3, 1) == ("a.b", "   ", "^")


def test_an_empty_line_is_underlined_by_one_caret():
    assert excerpt(Span(line=1, column=1, width=1, text=""), 0, 1) == ("", "", "^")


@pytest.mark.parametrize(
    ("offset", "width", "found"),
    [
        (0, None, (4, 10)),
        (0, 5, (4, 5)),
        (6, None, (10, 4)),
        (6, 99, (10, 4)),
        (10, 1, (14, 1)),  # the text ends here
        (11, 5, (4, 10)),  # on a later line of the node: its first line is underlined
    ],
)
def test_a_mark_stays_within_the_first_line_of_its_node(offset, width, found):
    span = Span(line=1, column=5, width=10, text="    0123456789 # why")
    assert underlined(span, offset, width) == found


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("a\nb\tc", "a␊b␉c"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x7f\x85", "␡\ufffd"),
        ("\u2028", "␤"),
        ("user\u202egnp.exe", "user\ufffdgnp.exe"),
        ("\ud800", "\ufffd"),
        ("値 é 👩‍💻", "値 é 👩‍💻"),
    ],
)
def test_a_text_that_would_move_the_cursor_is_made_visible(text, printed):
    assert shown(text) == printed


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_a_printed_text_is_one_line_that_can_be_encoded(text):
    printed = shown(text).encode().decode()
    assert len(printed) == len(text)
    assert len(printed.splitlines()) <= 1
