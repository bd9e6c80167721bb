"""The header of incomplete answers, read back by a parser of structured fields."""

import re

import pytest
from bff_package.runtime.missing import Missing, incomplete
from hypothesis import given
from hypothesis import strategies as st

TOKEN = r"[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*"
STRING = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
ITEM = re.compile(rf"({TOKEN}|{STRING});reason=({TOKEN})", re.ASCII)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["reviews"], "reviews;reason=timeout"),
        (["reviews", "stock"], "reviews;reason=timeout, stock;reason=timeout"),
        (["getProduct.recs"], "getProduct.recs;reason=timeout"),
        (["2nd"], '"2nd";reason=timeout'),
        (['a "b" \\'], '"a \\"b\\" \\\\";reason=timeout'),
        ([], ""),
    ],
)
def test_a_name_is_a_token_where_it_can_be_and_else_a_string(names, text):
    assert incomplete([Missing(name, "timeout") for name in names]) == text


@given(
    st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1), max_size=4)
)
def test_every_printable_name_is_read_back_by_the_grammar(names):
    text = incomplete([Missing(name, "bad-body") for name in names])
    read = []
    while text:
        item = ITEM.match(text)
        name, reason = item.groups()
        read.append(re.sub(r"\\(.)", r"\1", name[1:-1]) if name[0] == '"' else name)
        assert reason == "bad-body"
        text = text[item.end() :].removeprefix(", ")
    assert read == names
