"""Styles of parameters: what is written is read back, and what cannot be told apart is refused."""

from typing import Annotated, Literal
from urllib.parse import unquote

import pytest
from bff_package.runtime import styled
from bff_package.runtime.body import MISSING, Body
from bff_package.runtime.parameter import Parameter
from bff_package.runtime.problem import Invalid
from bff_package.runtime.shell import exact_path
from bff_package.runtime.style import JsonForm, ListForm, ObjectForm, ScalarForm
from bff_package.runtime.upstream import REFUSED, headers
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field
from starlette.requests import Request


class Filter(Body):
    """What a list is narrowed by."""

    status: str | MISSING = MISSING
    least: int | MISSING = MISSING
    share: float | MISSING = MISSING
    is_open: bool | MISSING = MISSING


class Closed(Body, extra="forbid"):
    """A pair."""

    a: Literal["x", "y"]
    b: Annotated[int, Field(ge=1)] | MISSING = MISSING


def sent(path=None, query="", *headers):
    """A request as a route hands it on; the path's one segment is the parameter `p`."""
    scope = {"type": "http", "query_string": query.encode("ascii"), "headers": []}
    scope["headers"] = [(name.encode(), text.encode("latin-1")) for name, text in headers]
    if path is not None:
        raw = {"path": unquote(f"/{path}"), "raw_path": f"/{path}".encode("ascii")}
        scope["path_params"] = {"p": exact_path(raw)[1:]}
    return Request(scope)


# Each way to write a value and to read it again: (name, writer, place, style, explode).
WAYS = [
    ("simple", lambda v: sent(styled.simple_style(v)), "path", "simple", False),
    ("simple*", lambda v: sent(styled.simple_style(v, explode=True)), "path", "simple", True),
    ("label", lambda v: sent(styled.label_style(v)), "path", "label", False),
    ("label*", lambda v: sent(styled.label_style(v, explode=True)), "path", "label", True),
    ("matrix", lambda v: sent(styled.matrix_style("p", v)), "path", "matrix", False),
    ("matrix*", lambda v: sent(styled.matrix_style("p", v, explode=True)), "path", "matrix", True),
    (
        "form",
        lambda v: sent(None, styled.form_style("p", v, explode=False)),
        "query",
        "form",
        False,
    ),
    ("form*", lambda v: sent(None, styled.form_style("p", v)), "query", "form", True),
    (
        "form, reserved",
        lambda v: sent(None, styled.form_style("p", v, explode=False, allow_reserved=True)),
        "query",
        "form",
        False,
    ),
    (
        "space",
        lambda v: sent(None, styled.delimited_style("p", v, " ")),
        "query",
        "spaceDelimited",
        False,
    ),
    (
        "pipe",
        lambda v: sent(None, styled.delimited_style("p", v, "|")),
        "query",
        "pipeDelimited",
        False,
    ),
    ("header", lambda v: with_header(styled.header_style(v)), "header", "simple", False),
    (
        "header*",
        lambda v: with_header(styled.header_style(v, explode=True)),
        "header",
        "simple",
        True,
    ),
    ("cookie", lambda v: sent(None, "", *as_cookie(v)), "cookie", "form", False),
]
DEEP = ("deep", lambda v: sent(None, styled.deep_style("p", v)), "query", "deepObject", None)


def with_header(text):
    return sent(None, "", *headers(("p", text)))


def as_cookie(value):
    return [(name.lower(), text) for name, text in styled.cookie_header(("p", value), ("q", 1))]


def is_refused(http):
    scope = http.scope
    places = (
        scope.get("path_params", {}).get("p", ""),
        scope["query_string"].decode(),
        *(text.decode("latin-1") for _, text in scope["headers"]),
    )
    return any(REFUSED in each for each in places)


# What delimits, escapes or ends something in one of the styles comes as often as all other letters.
LETTERS = st.one_of(
    st.sampled_from(" ,;.=|&%+#?/[]\"'"), st.characters(codec="utf-8", exclude_characters="\0")
)
TEXTS = st.text(LETTERS, max_size=6)
WHOLE = st.integers(-(10**30), 10**30)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.one_of(TEXTS, WHOLE, FINITE, st.booleans())


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[0])
@given(values=st.lists(TEXTS, min_size=1, max_size=4))
@example(values=["a,b", "c;d"])
@example(values=["a b|c", ".d=&e"])
def test_a_list_of_texts_is_read_as_it_was_written(way, values):
    name, write, place, style, explode = way
    http = write(values)
    if is_refused(http):
        return
    # One empty text is written as nothing is.
    expected = [] if values == [""] and name not in ("form*", "matrix*") else values
    read = Parameter[list[str]](list[str], ListForm(place, "p", style=style, explode=explode))
    assert read.read_if_sent(http) in (expected, MISSING if expected == [] else expected)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[0])
@given(values=st.lists(WHOLE, max_size=4))
def test_a_list_of_integers_is_read_as_it_was_written(way, values):
    _, write, place, style, explode = way
    http = write(values)
    read = Parameter[list[int]](list[int], ListForm(place, "p", style=style, explode=explode))
    if place == "path" and not values:
        assert is_refused(http)
    else:
        assert read.read_if_sent(http) == (values or MISSING)


@pytest.mark.parametrize("way", [*WAYS, DEEP], ids=lambda way: way[0])
@given(
    status=st.one_of(st.none(), TEXTS),
    least=st.one_of(st.none(), WHOLE),
    share=st.one_of(st.none(), FINITE),
    is_open=st.one_of(st.none(), st.booleans()),
)
def test_an_object_is_read_as_it_was_written(way, status, least, share, is_open):
    _, write, place, style, explode = way
    members = {"status": status, "least": least, "share": share, "is_open": is_open}
    value = {name: each for name, each in members.items() if each is not None}
    http = write({name: value.get(name, MISSING) for name in members})
    if is_refused(http):
        return
    read = Parameter[Filter](Filter, ObjectForm(place, "p", style=style, explode=explode))
    assert read.read_if_sent(http) == (Filter(**value) if value else MISSING)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[0])
@given(value=PLAIN)
def test_a_plain_value_is_read_as_it_was_written(way, value):
    _, write, place, style, _ = way
    http = write(value)
    if is_refused(http):
        return
    if isinstance(value, str) and place == "header":
        value = value.strip(" ")  # RFC 9110 5.5: blanks around a value are none of it
    read = Parameter(type(value), ScalarForm(place, "p", style=style))
    found = read.read_if_sent(http)
    assert (found, type(found)) == (value, type(value))


@given(value=st.recursive(PLAIN, lambda inner: st.dictionaries(TEXTS, inner) | st.lists(inner)))
@pytest.mark.parametrize(
    "write",
    [
        lambda text: (sent(None, styled.form_style("p", text)), "query"),
        lambda text: (sent(None, "", *as_cookie(text)), "cookie"),
    ],
    ids=["query", "cookie"],
)
def test_json_is_read_as_it_was_written(write, value):
    http, place = write(styled.json_text(value))
    read = Parameter[object](object, JsonForm(place, "p"))
    assert read.read_if_sent(http) == value


# --- what OpenAPI's table says (3.1.1 4.8.12.2.2 and E), and what it leaves to either side

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (styled.simple_style("blue"), "blue"),
        (styled.simple_style(COLORS), "blue,black,brown"),
        (styled.simple_style(RGB), "R,100,G,200,B,150"),
        (styled.simple_style(RGB, explode=True), "R=100,G=200,B=150"),
        (styled.label_style("blue"), ".blue"),
        (styled.label_style(COLORS), ".blue,black,brown"),
        (styled.label_style(COLORS, explode=True), ".blue.black.brown"),
        (styled.label_style(RGB), ".R,100,G,200,B,150"),
        (styled.label_style(RGB, explode=True), ".R=100.G=200.B=150"),
        (styled.matrix_style("color", "blue"), ";color=blue"),
        (styled.matrix_style("color", COLORS), ";color=blue,black,brown"),
        (styled.matrix_style("color", COLORS, explode=True), ";color=blue;color=black;color=brown"),
        (styled.matrix_style("color", RGB), ";color=R,100,G,200,B,150"),
        (styled.matrix_style("color", RGB, explode=True), ";R=100;G=200;B=150"),
        (styled.form_style("color", COLORS), "color=blue&color=black&color=brown"),
        (styled.form_style("color", COLORS, explode=False), "color=blue,black,brown"),
        (styled.form_style("color", RGB), "R=100&G=200&B=150"),
        (styled.form_style("color", RGB, explode=False), "color=R,100,G,200,B,150"),
        (styled.delimited_style("color", COLORS, " "), "color=blue%20black%20brown"),
        (styled.delimited_style("color", RGB, " "), "color=R%20100%20G%20200%20B%20150"),
        (styled.delimited_style("color", COLORS, "|"), "color=blue%7Cblack%7Cbrown"),
        (styled.deep_style("color", RGB), "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        (styled.header_style(COLORS), "blue,black,brown"),
        (styled.header_style(RGB, explode=True), "R=100,G=200,B=150"),
        (styled.cookie_header(("color", COLORS)), (("Cookie", "color=blue,black,brown"),)),
        (styled.form_style("u", "a/b?c=d&e", allow_reserved=True), "u=a/b?c%3Dd%26e"),
        (styled.form_style("u", ["a,b", "c"], explode=False), "u=a%2Cb,c"),
        (styled.form_style("u", MISSING), ""),
        (styled.form_style("u", []), ""),
        (styled.cookie_header(("color", MISSING)), ()),
        # What a style has no form for is not sent.
        (styled.simple_style([]), REFUSED),
        (styled.simple_style(".."), REFUSED),
        (styled.label_style(["1.5", "2"], explode=True), REFUSED),
        (styled.delimited_style("u", ["a b"], " "), REFUSED),
        (styled.delimited_style("u", ["a|b"], "|"), REFUSED),
        (styled.header_style(["a,b"]), REFUSED),
        (styled.header_style([" a"]), REFUSED),
    ],
)
def test_values_are_written_as_the_table_of_openapi_has_them(written, expected):
    assert written == expected


LIST = Parameter[list[int]](Annotated[list[int], Field(max_length=3)], ListForm("query", "n"))
COMMA = Parameter[list[int]](list[int], ListForm("query", "n", explode=False))
WORDS = Parameter[list[str]](list[str], ListForm("query", "n", explode=False))
BLANKS = Parameter[list[str]](list[str], ListForm("query", "n", style="spaceDelimited"))
DEEPLY = Parameter[Closed](Closed, ObjectForm("query", "n", style="deepObject"))
SPREAD = Parameter[Closed](Closed, ObjectForm("query", "n"))
PAIRS = Parameter[Closed](Closed, ObjectForm("query", "n", explode=False))
EITHER = Parameter[int | str](
    Annotated[int, Field(ge=10)] | Annotated[str, Field(max_length=2)], ScalarForm("query", "n")
)
FLAG = Parameter[bool](bool, ScalarForm("query", "n", allow_empty=True), default=True)


@pytest.mark.parametrize(
    ("read", "query", "value"),
    [
        (LIST, "n=1&n=2", [1, 2]),
        (LIST, "m=1", MISSING),
        (COMMA, "n=1,2", [1, 2]),
        (COMMA, "n=1%2C2", [1, 2]),  # no number has a comma in it
        (COMMA, "n=", []),
        (WORDS, "n=a%2Cb,c", ["a,b", "c"]),
        (BLANKS, "n=a+b%20c", ["a", "b", "c"]),
        (DEEPLY, "n[a]=x&n%5Bb%5D=2", Closed(a="x", b=2)),
        (SPREAD, "b=2&a=y&c=3", Closed(a="y", b=2)),
        (PAIRS, "n=a,x,b,7", Closed(a="x", b=7)),
        (EITHER, "n=12", 12),
        (EITHER, "n=9", "9"),  # too small a number, and a text that fits
        (EITHER, "n=ab", "ab"),
        (FLAG, "n", True),
        (FLAG, "n=", True),
        (FLAG, "n=false", False),
        (FLAG, "", True),
    ],
)
def test_what_comes_is_read_by_style_and_type(read, query, value):
    found = read.read_if_sent(sent(None, query))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("read", "query", "faults"),
    [
        (LIST, "n=1&n=x&n=", {"#/query/n/1": "is no integer", "#/query/n/2": "is no integer"}),
        (
            LIST,
            "n=1&n=2&n=3&n=4",
            {"#/query/n": "has too many elements; the contract wants at most 3"},
        ),
        (LIST, "n=%FF", {"#/query/n": "is not percent-encoded UTF-8"}),
        (COMMA, "n=1&n=2", {"#/query/n": "comes 2 times; the contract wants one value"}),
        (DEEPLY, "n[b]=0&n[c]=1", {
            "#/query/n/a": "is absent; the contract requires it",
            "#/query/n/b": "is below the contract's minimum 1",
            "#/query/n/c": "is no member that the contract has",
        }),
        (DEEPLY, "n[a]=x&n[a]=y", {"#/query/n/a": "comes more than once"}),
        (PAIRS, "n=a,x,b", {"#/query/n": "is no list of names and values by turns"}),
        (FLAG, "n=yes", {"#/query/n": "is neither true nor false"}),
    ],
)  # fmt: skip
def test_what_is_refused_names_its_place(read, query, faults):
    with pytest.raises(Invalid) as invalid:
        read.read_if_sent(sent(None, query))
    assert {each.pointer: each.message for each in invalid.value.errors} == faults


def test_a_parameter_that_is_required_is_told_where_it_is_absent():
    with pytest.raises(Invalid) as invalid:
        LIST.read(sent(None, ""))
    (fault,) = invalid.value.errors
    assert (fault.pointer, fault.message) == ("#/query/n", "is absent; the contract requires it")
