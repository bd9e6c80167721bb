"""Parameters of a request: tables of what is taken and refused, and properties per style."""

import re
from urllib.parse import quote, quote_plus, unquote

import pytest
from bff_package.runtime import parse
from bff_package.runtime.body import MISSING
from bff_package.runtime.problem import Invalid
from bff_package.runtime.shell import exact_path
from bff_package.runtime.upstream import query as written_query
from bff_package.runtime.upstream import segment
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request


def with_query(text):
    return Request({"type": "http", "query_string": text.encode(), "headers": []})


def with_headers(*pairs):
    raw = [(name.lower().encode(), text.encode("latin-1")) for name, text in pairs]
    return Request({"type": "http", "query_string": b"", "headers": raw})


def with_path(raw_segment):
    """A path parameter `x`, as the shell and the route hand it on."""
    raw = f"/{raw_segment}"
    scope = {"path": unquote(raw), "raw_path": raw.encode("ascii")}
    return Request({"type": "http", "path_params": {"x": exact_path(scope)[1:]}, "headers": []})


def fault(read, *arguments, **bounds):
    with pytest.raises(Invalid) as invalid:
        read(*arguments, **bounds)
    (error,) = invalid.value.errors
    return error


# --- integers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("7", 7),
        ("-12", -12),
        ("1.0", 1),
        ("-3.000", -3),
        ("9007199254740993", 9007199254740993),
        ("9007199254740993.0", 9007199254740993),
        ("9" * 40, int("9" * 40)),
    ],
)
def test_an_integer_is_taken_as_json_writes_it(text, value):
    taken = parse.query_integer(with_query(f"n={text}"), "n")
    assert (taken, type(taken)) == (value, int)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%2B1",
        "+1",
        " 1",
        "1 ",
        "01",
        "-01",
        "--1",
        "-",
        "1.",
        ".5",
        "1.5",
        "1.05",
        "1e2",
        "1_000",
        "0x1",
        "1,000",
        "%D9%A3",
        "%EF%BC%91",
        "%E2%88%921",
        "1%00",
        "1%0A",
        "NaN",
        "Infinity",
        "true",
        "null",
        "9" * 41,
        "9" * 100_000,
        "1." + "0" * 41,
    ],
)
def test_whatever_else_is_no_integer(text):
    error = fault(parse.query_integer, with_query(f"n={text}"), "n")
    assert error.pointer == "#/query/n"
    assert error.message.endswith(" is no integer")
    assert len(error.message) < 80


@pytest.mark.parametrize(
    ("text", "bounds", "message"),
    [
        ("63", {"minimum": 64}, "`63` is below the contract's minimum 64"),
        ("65", {"maximum": 64}, "`65` is above the contract's maximum 64"),
        ("64", {"exclusive_minimum": 64}, "`64` is not above 64"),
        ("64", {"exclusive_maximum": 64}, "`64` is not below 64"),
        ("65", {"multiple_of": 2}, "`65` is no multiple of 2"),
        ("9223372036854775808", {"maximum": 2**63 - 1}, None),
    ],
)
def test_an_integer_outside_its_bounds_is_told_with_the_bound(text, bounds, message):
    error = fault(parse.query_integer, with_query(f"n={text}"), "n", **bounds)
    assert message is None or error.message == message


def test_bounds_are_kept_from_both_sides():
    bounds = {"minimum": 64, "maximum": 66, "multiple_of": 1}
    assert [parse.query_integer(with_query(f"n={n}"), "n", **bounds) for n in (64, 65, 66)] == [
        64,
        65,
        66,
    ]


# --- numbers, booleans, choices


@pytest.mark.parametrize(
    "text", ["0", "-1", "1.5", "1e3", "1E-3", "-0.0", "1.7976931348623157e308"]
)
def test_a_number_is_taken_as_json_writes_it(text):
    taken = parse.query_number(with_query(f"n={quote(text)}"), "n")
    assert (taken, type(taken)) == (float(text), float)


@pytest.mark.parametrize(
    "text",
    ["1e309", "1e9999", "NaN", "inf", "-Infinity", "1.", ".1", "01", "+1", "1e", "1_0", " 1"],
)
def test_whatever_else_is_no_number(text):
    assert fault(parse.query_number, with_query(f"n={quote(text)}"), "n").message.endswith("number")


def test_a_multiple_is_judged_by_decimals_and_not_by_doubles():
    assert parse.query_number(with_query("n=0.3"), "n", multiple_of=0.1) == 0.3
    assert (
        "no multiple"
        in fault(parse.query_number, with_query("n=0.35"), "n", multiple_of=0.1).message
    )


@pytest.mark.parametrize("text", ["True", "1", "yes", "", "true "])
def test_a_boolean_is_true_or_false_and_nothing_else(text):
    assert parse.query_boolean(with_query("b=true"), "b") is True
    assert parse.query_boolean(with_query("b=false"), "b") is False
    assert "neither" in fault(parse.query_boolean, with_query(f"b={text}"), "b").message


def test_a_choice_is_one_of_the_values_written_in_any_way_of_its_type():
    assert parse.query_enum(with_query("c=EUR"), "c", ("EUR", "USD")) == "EUR"
    assert parse.query_enum(with_query("c=2.0"), "c", (1, 2)) == 2
    assert parse.query_enum(with_query("c=2"), "c", ("1", "2")) == "2"
    error = fault(parse.query_enum, with_query("c=eur"), "c", ("EUR", "USD"))
    assert error.message == "`eur` is none of `EUR`, `USD`"


# --- texts


@pytest.mark.parametrize(
    ("text", "bounds", "message"),
    [
        ("ab", {"min_length": 3}, "has 2 characters; the contract wants at least 3"),
        ("abcd", {"max_length": 3}, "has 4 characters; the contract wants at most 3"),
        ("eur", {"pattern": "^[A-Z]+$"}, "`eur` does not match the contract's pattern `^[A-Z]+$`"),
        ("EUR\n", {"pattern": "^[A-Z]+$"}, None),
        ("2023-02-29", {"format": "date"}, "`2023-02-29` is no date"),
    ],
)
def test_a_text_outside_its_bounds_is_told_with_the_bound(text, bounds, message):
    error = fault(parse.query_text, with_query(f"t={quote(text)}"), "t", **bounds)
    assert message is None or error.message == message


def test_a_length_counts_characters_and_not_bytes():
    smile = "\N{GRINNING FACE}" * 3
    assert parse.query_text(with_query(f"t={quote(smile)}"), "t", max_length=3) == smile


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("t=a+b", "a b"),
        ("t=a%2Bb", "a+b"),
        ("t=a%20b", "a b"),
        ("t=", ""),
        ("t", ""),
        ("t=a=b", "a=b"),
        ("%74=x", "x"),
        ("t=a;u=b", "a;u=b"),
        ("t=%25", "%"),
        ("t=%2525", "%25"),
        ("&&t=x&&", "x"),
        ("t=%00", "\0"),
        ("u=%&t=x&%=y&=z", "x"),
        ("T=other&t=x", "x"),
    ],
)
def test_a_query_is_decoded_once_and_exactly(query, value):
    assert parse.query_text(with_query(query), "t", required=True) == value


@pytest.mark.parametrize(
    "query", ["t=%", "t=%4", "t=%zz", "t=%ff", "t=%C3", "t=%ED%A0%80", "t=%C0%AF"]
)
def test_a_query_value_that_is_not_percent_encoded_utf_8_is_refused(query):
    assert fault(parse.query_text, with_query(query), "t").message == "is not percent-encoded UTF-8"


def test_a_parameter_that_comes_twice_is_refused_also_with_equal_values():
    assert "comes 2 times" in fault(parse.query_text, with_query("t=a&t=a"), "t").message
    assert "comes 3 times" in fault(parse.query_integer, with_query("n=1&n=&n"), "n").message


# --- absent, required, default


def test_absence_is_missing_the_default_or_a_fault():
    empty = with_query("u=1")
    assert parse.query_integer(empty, "n") is MISSING
    assert parse.query_integer(empty, "n", default=640) == 640
    error = fault(parse.query_integer, empty, "n", required=True)
    assert error.message == "is absent; the contract requires it"


def test_a_default_is_for_absence_and_not_for_what_is_refused():
    assert "is no integer" in fault(parse.query_integer, with_query("n=x"), "n", default=1).message


@pytest.mark.parametrize(
    ("name", "pointer"),
    [("a/b~c", "#/query/a~1b~0c"), ("f[x]", "#/query/f%5Bx%5D"), ("é", "#/query/%C3%A9")],
)
def test_the_place_of_a_fault_is_a_json_pointer_in_a_fragment(name, pointer):
    assert fault(parse.query_text, with_query(""), name, required=True).pointer == pointer


# --- headers


def test_a_header_is_read_without_regard_to_case_and_surrounding_blanks():
    http = with_headers(("X-Count", " 7 "))
    assert parse.header_integer(http, "x-COUNT") == 7
    assert parse.header_text(http, "X-Other", default="d") == "d"
    assert parse.header_text(http, "X-Other") is MISSING
    assert parse.header_boolean(with_headers(("B", "true")), "b", required=True) is True
    assert parse.header_number(with_headers(("N", "1.5")), "n") == 1.5
    assert parse.header_enum(with_headers(("E", "b")), "e", ("a", "b")) == "b"


def test_a_header_that_comes_twice_is_refused():
    http = with_headers(("X-Count", "7"), ("x-count", "7"))
    error = fault(parse.header_integer, http, "X-Count")
    assert (error.pointer, error.message) == (
        "#/header/X-Count",
        "comes 2 times; the contract wants one value",
    )


@pytest.mark.parametrize(
    ("pairs", "taken"),
    [
        ([("A", "de-CH, de;q=0.9")], "de-CH, de;q=0.9"),
        ([("A", "de"), ("A", "fr")], "de, fr"),
        ([("A", "x" * 17)], MISSING),
        ([("A", "é")], MISSING),
        ([("A", "a\tb")], MISSING),
        ([("A", "")], MISSING),
        ([], MISSING),
    ],
)
def test_a_header_that_is_only_handed_on_is_left_out_where_it_does_not_fit(pairs, taken):
    assert parse.forwarded_text(with_headers(*pairs), "a", max_length=16) == taken


# --- path


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("a", "a"),
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("a%252Fb", "a%2Fb"),
        ("%25", "%"),
        ("%2525", "%25"),
        ("a+b", "a+b"),
        ("%C3%A9", "é"),
        ("a%3Fb%23", "a?b#"),
        ("...", "..."),
        ("%2E%2E%2E", "..."),
        ("%00", "\0"),
    ],
)
def test_a_path_value_is_decoded_once_and_may_hold_a_slash(raw, value):
    assert parse.path_text(with_path(raw), "x") == value


@pytest.mark.parametrize("raw", ["%", "%4", "%zz", "%ff", "a%2Fb%ff", "%C3", "%25%"])
def test_a_path_value_that_is_not_percent_encoded_utf_8_is_refused(raw):
    error = fault(parse.path_text, with_path(raw), "x")
    assert (error.pointer, error.message) == ("#/path/x", "is not percent-encoded UTF-8")


@pytest.mark.parametrize("raw", [".", "..", "%2E", "%2e%2E", ".%2e"])
def test_a_step_of_a_path_is_no_value(raw):
    assert "is a step of a path" in fault(parse.path_text, with_path(raw), "x").message


def test_every_type_may_stand_in_a_path():
    assert parse.path_integer(with_path("7"), "x", minimum=7) == 7
    assert parse.path_number(with_path("1.5"), "x") == 1.5
    assert parse.path_boolean(with_path("true"), "x") is True
    assert parse.path_enum(with_path("b"), "x", ("a", "b")) == "b"
    assert "is no integer" in fault(parse.path_integer, with_path("x"), "x").message


# --- properties

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(TEXTS)
def test_every_text_survives_a_query_in_both_ways_of_writing_it(text):
    for encode in (quote, quote_plus):
        assert parse.query_text(with_query(f"a=1&t={encode(text)}&b"), "t") == text


@given(TEXTS.filter(lambda text: text not in ("", ".", "..")))
def test_every_text_survives_a_path(text):
    assert parse.path_text(with_path(quote(text, safe="")), "x") == text
    assert parse.path_text(with_path(segment(text)), "x") == text


@given(st.lists(TEXTS, min_size=1, max_size=1), st.integers(), st.booleans())
def test_what_is_written_for_an_upstream_is_read_as_it_was(texts, number, flag):
    http = with_query(written_query(("t", texts), ("n", number), ("b", flag), ("m", MISSING)))
    assert parse.query_text(http, "t") == texts[0]
    assert parse.query_boolean(http, "b") is flag
    assert parse.query_text(http, "m") is MISSING
    assert parse.query_text(http, "n") == str(number)


@given(st.text(max_size=12))
def test_whatever_python_takes_for_an_integer_beyond_json_is_refused(text):
    http = Request({"type": "http", "query_string": quote_plus(text, errors="replace").encode()})
    try:
        taken = parse.query_integer(http, "n", required=True)
    except Invalid:
        return
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.0+)?", text, re.ASCII)
    assert taken == int(float(text))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_survives_its_own_text(number):
    http = with_query(written_query(("n", number)))
    assert parse.query_number(http, "n") == number
