"""Models: what is taken from bytes, what building checks, what goes out."""

import math
from typing import Annotated, Literal

import pytest
from bff_package.runtime.body import (
    MISSING,
    Body,
    CamelBody,
    Date,
    DateTime,
    Exact,
    Uuid,
    broken_members,
    matches,
    reader,
)
from bff_package.runtime.fetch import UpstreamFailed
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError


class Line(Body):
    sku: str
    count: Annotated[int, Field(ge=1, le=99)]


class Order(Body):
    id: Annotated[str, Field(min_length=1)]
    total: Annotated[float, Field(alias="grandTotal")]
    lines: Annotated[list[Line], Field(default_factory=list)]
    note: str | MISSING | None = MISSING
    kind: Literal[1, 2] | MISSING = MISSING
    at: DateTime | MISSING = MISSING


ORDER = reader(Order)


def refusal(body, read=ORDER):
    with pytest.raises(UpstreamFailed) as failed:
        read(body)
    return failed.value.reason


# --- in


def test_members_nobody_knows_are_left_behind_and_absent_ones_are_missing():
    order = ORDER(b'{"id": "1", "grandTotal": 2, "unknown": {"deep": [1, {}]}}')
    assert (order.total, order.note, order.lines) == (2.0, MISSING, [])
    assert not hasattr(order, "unknown")


def test_null_is_not_absence():
    assert ORDER(b'{"id": "1", "grandTotal": 2, "note": null}').note is None


@pytest.mark.parametrize("number", ["3", "3.0", "30e-1", "0.3e1", "3.000"])
def test_an_integer_is_taken_in_each_way_that_json_may_write_it(number):
    body = f'{{"id": "1", "grandTotal": {number}, "lines": [{{"sku": "a", "count": {number}}}]}}'
    order = ORDER(body.encode())
    assert (order.lines[0].count, order.total) == (3, 3.0)
    assert (type(order.lines[0].count), type(order.total)) == (int, float)


def test_an_integer_of_an_enumeration_may_be_written_as_a_float():
    assert ORDER(b'{"id": "1", "grandTotal": 1, "kind": 2.0}').kind == 2


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "1", "grandTotal": 1, "lines": [{"sku": "a", "count": 1.5}]}',
        b'{"id": "1", "grandTotal": 1, "lines": [{"sku": "a", "count": 1.0}, {"sku": 1.0}]}',
        b'{"id": "1", "grandTotal": 1, "lines": [{"sku": "a", "count": 100.0}]}',
        b'{"id": "1", "grandTotal": 1, "lines": [{"sku": "a", "count": "1"}]}',
        b'{"id": "1", "grandTotal": 1, "lines": [{"sku": "a", "count": true}]}',
        b'{"id": "1", "grandTotal": 1, "lines": {}}',
        b'{"id": "1", "grandTotal": 1, "kind": 3}',
        b'{"id": "1", "grandTotal": 1, "at": "2023-02-29T00:00:00Z"}',
        b'{"id": "", "grandTotal": 1}',
        b'{"id": "1", "total": 1}',
        b'{"id": "1", "grandTotal": "1"}',
        b'{"id": "1", "grandTotal": NaN}',
        b'{"id": "1", "grandTotal": 1e999}',
        b'{"id": "1", "grandTotal": -Infinity}',
        b'{"id": 1, "grandTotal": 1}',
        b'{"id": null, "grandTotal": 1}',
        b'{"id": "\\ud800", "grandTotal": 1}',
        b'{"id": "1", "grandTotal": 1} trailing',
        b"{'id': '1'}",
        b"\xef\xbb\xbf{}",
        b"",
    ],
)
def test_whatever_is_not_the_type_is_a_bad_body(body):
    assert refusal(body) == "bad-body"


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        (Annotated[Literal[0, 1], Exact], ["0", "1", "1.0"], ["true", "false", "2", '"1"']),
        (Annotated[Literal[True], Exact], ["true"], ["1", "1.0", "false"]),
        (Annotated[Literal[1, True, "a"], Exact], ["1", "true", '"a"'], ["0", "false"]),
    ],
)
def test_a_number_and_a_flag_are_two_things(kind, taken, refused):
    read = reader(list[kind])
    assert [len(read(f"[{each}]".encode())) for each in taken] == [1] * len(taken)
    for each in refused:
        with pytest.raises(UpstreamFailed):
            read(f"[{each}]".encode())


def test_a_nullable_number_beyond_a_double_is_refused_and_not_read_as_null():
    class Weight(Body):
        grams: float | None
        count: int

    assert refusal(b'{"grams": 1e999, "count": 1.0}', reader(Weight)) == "bad-body"


def test_lists_and_maps_of_models_are_read_like_models():
    line = b'{"sku": "a", "count": 1.0}'
    assert reader(list[Line])(b"[%s, %s]" % (line, line))[1].count == 1
    assert reader(dict[str, Line])(b'{"x": %s}' % line)["x"].sku == "a"
    assert refusal(b"[1]", reader(list[Line])) == "bad-body"


def test_deep_nesting_is_refused_without_a_crash():
    assert refusal(b'{"id": "1", "grandTotal": 1, "x": %s}' % (b"[" * 100_000)) == "bad-body"


@given(st.integers(-(2**53), 2**53))
def test_every_integer_of_a_double_is_read_from_its_float_form(number):
    class Count(Body):
        n: int

    read = reader(Count)
    assert read(b'{"n": %d}' % number).n == number
    assert read(b'{"n": %d.0}' % number).n == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_out_as_it_went_in(number):
    class Amount(Body):
        x: float

    out = Amount(x=number).model_dump_json().encode()
    assert math.copysign(1, reader(Amount)(out).x) == math.copysign(1, number)
    assert reader(Amount)(out).x == number


# --- building


def test_building_takes_python_names_and_writes_json_names():
    order = Order(id="1", total=1.5, lines=[Line(sku="a", count=1)])
    assert order.model_dump_json(by_alias=True) == (
        '{"id":"1","grandTotal":1.5,"lines":[{"sku":"a","count":1}]}'
    )


def test_camel_case_names_need_no_word_of_their_own():
    class Product(CamelBody):
        short_text: str
        image_url_2x: str | MISSING = MISSING

    product = Product(short_text="a", image_url_2x="b")
    assert product.model_dump_json(by_alias=True) == '{"shortText":"a","imageUrl2x":"b"}'
    assert reader(Product)(b'{"shortText": "c"}') == Product(short_text="c")


def test_a_model_does_not_change():
    with pytest.raises(ValidationError):
        Line(sku="a", count=1).count = 2


@pytest.mark.parametrize(
    ("more", "members"),
    [
        ({"total": math.nan}, {"Order.grandTotal"}),
        ({"id": ""}, {"Order.id"}),
        ({"id": "", "total": "1"}, {"Order.id", "Order.grandTotal"}),
        ({"lines": [None]}, {"Order.lines"}),
        ({"at": "yesterday"}, {"Order.at"}),
        ({"note": 1}, {"Order.note"}),
    ],
)
def test_a_broken_bound_is_named_as_json_names_the_member(more, members):
    with pytest.raises(ValidationError) as broken:
        Order(**{"id": "1", "total": 1.0, **more})
    assert broken_members(broken.value) == members


def test_a_member_that_was_not_given_is_named_too():
    with pytest.raises(ValidationError) as broken:
        Order(id="1")
    assert broken_members(broken.value) == {"Order.grandTotal"}


def test_any_other_exception_breaks_no_member():
    assert broken_members(ValueError("x")) is None


def test_a_broken_bound_does_not_show_the_value():
    with pytest.raises(ValidationError) as broken:
        Order(id="1", total="the users secret")
    assert "secret" not in str(broken.value)


def test_formatted_texts_are_kept_as_they_came():
    class When(Body):
        at: DateTime
        day: Date
        id: Uuid

    written = (
        b'{"at":"2024-02-29t00:00:00.50z","day":"2024-02-29",'
        b'"id":"2EB8AA08-AA98-11EA-B4AA-73B441D16380"}'
    )
    assert reader(When)(written).model_dump_json().encode() == written


# --- patterns


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^[A-Z]{3}$", "EUR", True),
        ("^[A-Z]{3}$", "EUR\n", False),
        ("[0-9]", "a1b", True),
        ("^a|b$", "xb", True),
        ("^(a+)+$", "a" * 40 + "!", False),
        ("", "", True),
    ],
)
def test_a_pattern_is_searched_for_in_linear_time(pattern, text, expected):
    assert matches(pattern)(text) is expected
