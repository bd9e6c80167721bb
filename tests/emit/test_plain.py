"""Annotations of plain values, and patterns in the words of pydantic's engine."""

import re
import warnings
from typing import Annotated, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from bffgen.emit.plain import (
    annotation,
    bare,
    held_pattern,
    refused_pattern,
    rust_pattern,
    text,
    whole_bound,
)
from bffgen.proof.validate import is_valid

NAMES = {"Annotated": Annotated, "Field": Field, "Literal": Literal}


@pytest.mark.parametrize(
    ("schema", "expected", "plain"),
    [
        ({"type": "string"}, "str", "str"),
        ({"type": ["integer", "string"]}, "int | str", "int | str"),
        ({"type": "string", "format": "uuid"}, "Uuid", "str"),
        ({"type": "integer", "format": "uuid"}, "int", "int"),
        ({"type": "string", "minLength": 1.0}, "Annotated[str, Field(min_length=1)]", "str"),
        ({"type": "integer", "minimum": 0.5, "exclusiveMaximum": 2.5},
         "Annotated[int, Field(ge=1, lt=3)]", "int"),
        ({"type": "integer", "multipleOf": 2.5}, "Annotated[int, Field(multiple_of=5)]", "int"),
        ({"type": "integer", "format": "int32", "minimum": -(10**12), "maximum": 5},
         "Annotated[int, Field(ge=-2147483648, le=5)]", "int"),
        ({"type": "number", "multipleOf": 0.01}, "Annotated[float, Field(multiple_of=0.01)]",
         "float"),
        ({"type": "number", "format": "int32"}, "float", "float"),
        ({"enum": ["a", "b"]}, 'Literal["a", "b"]', 'Literal["a", "b"]'),
        ({"enum": [True, False]}, "bool", "bool"),
        ({"enum": [1, 1.0]}, "Annotated[Literal[1], Exact]", "Literal[1]"),
        ({"enum": [2, 3]}, "Literal[2, 3]", "Literal[2, 3]"),
        ({"enum": [True]}, "Annotated[Literal[True], Exact]", "Literal[True]"),
        ({"enum": []}, "NoValue", "Never"),
        ({}, "Any", "object"),
    ],
)  # fmt: skip
def test_a_plain_schema_as_an_annotation(schema, expected, plain):
    assert annotation(schema) == expected
    assert bare(schema) == plain


BOUNDS = st.one_of(
    st.integers(-5, 5), st.integers(-40, 40).map(lambda n: n / 8), st.just(1e3), st.just(0.1)
)
INTEGERS = st.fixed_dictionaries(
    {"type": st.sampled_from(("integer", "number"))},
    optional={
        "minimum": BOUNDS,
        "maximum": BOUNDS,
        "exclusiveMinimum": BOUNDS,
        "exclusiveMaximum": BOUNDS,
        "multipleOf": BOUNDS.filter(lambda n: n > 0),
    },
)


@given(INTEGERS, st.integers(-50, 50))
def test_a_whole_number_is_taken_where_its_schema_takes_it(schema, number):
    adapter = TypeAdapter(eval(annotation(schema), dict(NAMES)), config=ConfigDict(strict=True))

    assert accepts(adapter, str(number)) == is_valid(schema, "", number)


def accepts(adapter, raw):
    try:
        adapter.validate_json(raw)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("keyword", "bound", "expected"),
    [
        ("minimum", 0.5, 1), ("minimum", -0.5, 0), ("minimum", 2.0, 2),
        ("maximum", 0.5, 0), ("maximum", -0.5, -1),
        ("exclusiveMinimum", 0.5, 0), ("exclusiveMaximum", 0.5, 1), ("exclusiveMaximum", 1, 1),
        ("multipleOf", 0.1, 1), ("multipleOf", 7.5, 15), ("multipleOf", 3, 3),
    ],
)  # fmt: skip
def test_a_bound_of_whole_numbers_is_whole(keyword, bound, expected):
    assert whole_bound(keyword, bound) == expected


@given(st.text(max_size=12))
def test_a_text_is_written_as_python_reads_it(value):
    assert eval(text(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a", '"a"'),
        ("it's", '"it\'s"'),
        ('a"b', "'a\"b'"),
        ("^\\.$", 'r"^\\.$"'),
        ("a\nb", '"a\\nb"'),
        (True, "True"),
        (7, "7"),
    ],
)
def test_a_literal_is_written_as_the_formatter_would(value, written):
    assert text(value) == written


# --- patterns


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^\d+$", "^[0-9]+$"),
        (r"^[\d,]+$", "^[0-9,]+$"),
        (r"^[^\d]$", "^[^0-9]$"),
        (r"\w\W\D", "[A-Za-z0-9_][^A-Za-z0-9_][^0-9]"),
        (r"[\W\s]", r"[[^A-Za-z0-9_]\s]"),
        (r"\\d", r"\\d"),
        (r"\[\d\]", r"\[[0-9]\]"),
        (r"[[\d]", r"[\[0-9]"),
        (r"[[a]\d]", r"[\[a][0-9]]"),
        (r"[a&&b]", r"[a&\&b]"),
        (r"[+--]", r"[+-\-]"),
        (r"a&&b--", "a&&b--"),
        (r"[\]\d]", r"[\]0-9]"),
    ],
)
def test_a_pattern_in_the_words_of_the_engine(pattern, expected):
    assert rust_pattern(pattern) == expected


PIECES = st.sampled_from(
    (*r"ab1[]^-&~.+?*()|$", r"\d", r"\w", r"\D", r"\W", r"\[", r"\]", r"\\", "&&", "--", "~~")
)


@given(
    st.lists(PIECES, max_size=8).map("".join),
    st.text(alphabet="ab1[]-&~\\٣é", max_size=5),
)
def test_a_pattern_that_is_taken_means_what_ecma_262_means(pattern, value):
    # Python's ASCII expressions are those of ECMA-262 here, but for `$` and for empty classes.
    assume("[]" not in pattern and "[^]" not in pattern)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            own = re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern), re.ASCII)
        except re.error:
            assume(False)
    # Possessive and lazy repeats of repeats are written alike and mean something else.
    assume(not re.search(r"[*+?][*+?]", pattern))
    assume("$" not in "".join(re.findall(r"\[[^\]]*\]", pattern)))
    made = rust_pattern(pattern)
    assume(not refused_pattern(made))
    adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=made)])

    try:
        adapter.validate_python(value)
        found = True
    except ValidationError:
        found = False
    assert found == (own.search(value) is not None), made


@pytest.mark.parametrize("pattern", ["(?=a)", "(?<!a)b", r"(a)\1", "[", "a{3,1}", "(?<name"])
def test_a_pattern_that_no_engine_runs_is_known(pattern):
    assert refused_pattern(rust_pattern(pattern))
    assert held_pattern({"pattern": pattern}) is None


def test_the_end_of_a_pattern_is_the_end_of_the_text():
    adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=rust_pattern(r"^\d\d$"))])

    assert adapter.validate_python("12") == "12"
    with pytest.raises(ValidationError):
        adapter.validate_python("12\n")
