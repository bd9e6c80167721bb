"""Forms: what is written is read back, and every fault is told by its place."""

import asyncio
from types import SimpleNamespace
from typing import Annotated
from urllib.parse import urlencode

import pytest
from bff_package.runtime.body import MISSING, Body, CamelBody
from bff_package.runtime.form_body import FORM, FormBody
from bff_package.runtime.form_text import form_bytes
from bff_package.runtime.problem import BodyRefused, Invalid
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from starlette.requests import Request


class Size(Body):
    width: int
    label: str | MISSING = MISSING


class NewProduct(CamelBody, extra="forbid"):
    """A product as a form has it."""

    title: Annotated[str, Field(min_length=1)]
    price: float | MISSING = MISSING
    item_count: Annotated[int, Field(ge=0)] | MISSING = MISSING
    on_sale: bool | MISSING = MISSING
    tags: list[str] | MISSING = MISSING
    codes: list[int] | MISSING = MISSING
    size: Size | MISSING = MISSING
    sizes: list[Size] | MISSING = MISSING
    note: str | MISSING | None = MISSING


def read(body, content, media_type=FORM, **more):
    """Read bytes as the body of a request."""
    told = {"content-type": media_type, "content-length": str(len(content)), **more}

    async def receive():
        return {"type": "http.request", "body": content, "more_body": False}

    headers = [(name.encode(), text.encode()) for name, text in told.items()]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "headers": headers}
    call = SimpleNamespace(identity=None, extend=lambda _: None)
    return asyncio.run(body.read_if_sent(Request(scope, receive), call))


PLAINLY = FormBody(NewProduct, json=("application/json",))
OTHERWISE = FormBody(NewProduct, joined=("tags", "codes"), deep=("size",))
LETTERS = st.one_of(st.sampled_from(" ,;=&%+[]\"'"), st.characters(codec="utf-8"))
TEXTS = st.text(LETTERS, max_size=6)
SIZES = st.builds(Size, width=st.integers(0, 99), label=st.one_of(st.just(MISSING), TEXTS))
PRODUCTS = st.builds(
    NewProduct,
    title=TEXTS.filter(bool),
    price=st.one_of(st.just(MISSING), st.floats(allow_nan=False, allow_infinity=False)),
    item_count=st.one_of(st.just(MISSING), st.integers(0, 10**30)),
    on_sale=st.one_of(st.just(MISSING), st.booleans()),
    tags=st.one_of(st.just(MISSING), st.lists(TEXTS, min_size=1, max_size=3)),
    codes=st.one_of(st.just(MISSING), st.lists(st.integers(), min_size=1, max_size=3)),
    size=st.one_of(st.just(MISSING), SIZES),
    sizes=st.one_of(st.just(MISSING), st.lists(SIZES, min_size=1, max_size=2)),
    note=st.one_of(st.just(MISSING), TEXTS),
)


@given(product=PRODUCTS)
def test_a_form_is_read_as_it_was_written(product):
    assert read(PLAINLY, form_bytes(product)) == product


@given(product=PRODUCTS)
def test_a_form_with_encodings_is_read_as_it_was_written(product):
    # A list of one empty text is written as an empty list is.
    expected = product.model_copy(update={"tags": []}) if product.tags == [""] else product
    content = form_bytes(product, joined=("tags", "codes"), deep=("size",))
    assert read(OTHERWISE, content) == expected


def test_what_a_browser_sends_is_read():
    content = urlencode(
        [("title", "Lamp & co"), ("tags", "a"), ("tags", "b c"), ("onSale", "true")]
    ).encode()
    assert read(PLAINLY, content) == NewProduct(title="Lamp & co", tags=["a", "b c"], on_sale=True)


def test_json_of_the_same_type_is_read_where_it_is_taken():
    content = b'{"title": "Lamp", "codes": [1.0], "note": null}'
    assert read(PLAINLY, content, "application/json") == NewProduct(
        title="Lamp", codes=[1], note=None
    )
    with pytest.raises(BodyRefused) as refused:
        read(OTHERWISE, content, "application/json")
    assert (refused.value.status, refused.value.headers[0]) == (415, (b"accept", FORM.encode()))


@pytest.mark.parametrize(
    ("body", "content", "faults"),
    [
        (PLAINLY, b"title=&itemCount=-1&onSale=on", {
            "#/body/title": "has too few characters; the contract wants at least 1",
            "#/body/itemCount": "is below the contract's minimum 0",
            "#/body/onSale": "is neither true nor false",
        }),
        (PLAINLY, b"price=1", {"#/body/title": "is absent; the contract requires it"}),
        (PLAINLY, b"title=a&title=b",
         {"#/body/title": "comes 2 times; the contract wants one value"}),
        (PLAINLY, b"title=a&colour=b", {"#/body/colour": "is no member that the contract has"}),
        (PLAINLY, b"title=a&codes=1&codes=x", {"#/body/codes/1": "is no integer"}),
        (PLAINLY, b"title=a&size=x", {"#/body/size": "is no JSON from line 1, column 1 on"}),
        (PLAINLY, b'title=a&size=%7B%22width%22:true%7D', {"#/body/size/width": "is no integer"}),
        (PLAINLY, b"title=%FF", {"#/body": "is not percent-encoded UTF-8"}),
        (OTHERWISE, b"title=a&size[width]=1&size[width]=2",
         {"#/body/size": "has `width` more than once"}),
        (OTHERWISE, b"title=a&size[width]=x", {"#/body/size/width": "is no integer"}),
        (OTHERWISE, b"title=a&codes=1,x", {"#/body/codes/1": "is no integer"}),
    ],
)  # fmt: skip
def test_what_is_refused_names_its_place(body, content, faults):
    with pytest.raises(Invalid) as invalid:
        read(body, content)
    assert {each.pointer: each.message for each in invalid.value.errors} == faults


def test_a_form_of_endless_members_is_refused():
    with pytest.raises(Invalid, match="more than 10000 members"):
        read(PLAINLY, b"a&" * 20_000)


@pytest.mark.parametrize(
    ("content", "more", "status"),
    [
        (b"title=" + b"a" * (1024 * 1024), {}, 413),
        (b"title=a", {"media_type": "text/plain"}, 415),
        (b"title=a", {"media_type": f"{FORM}; charset=latin-1"}, 415),
        (b"title=a", {"content-encoding": "gzip"}, 415),
    ],
)
def test_a_form_keeps_the_limits_of_every_body(content, more, status):
    with pytest.raises(BodyRefused) as refused:
        read(PLAINLY, content, **more)
    assert refused.value.status == status


def test_null_and_what_is_missing_are_not_sent():
    assert form_bytes(NewProduct(title="a b", note=None)) == b"title=a+b"
    assert form_bytes(MISSING) is None
