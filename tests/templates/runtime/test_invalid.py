"""Bodies of upstreams outside their contract: what is dropped, what is observed, what fails."""

import json
from typing import Annotated, Literal

import pytest
from bff_package.runtime.body import MISSING, CamelBody, DateTime, Exact
from bff_package.runtime.exchange import EXCHANGE, Exchange
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.invalid import dropping
from bff_package.runtime.observed import Observable, observing
from pydantic import Field, ValidationError


class Card(CamelBody):
    kind: Literal["card"]
    last_digits: Annotated[str, Field(pattern="^[0-9]{4}$")]


class Bill(CamelBody):
    kind: Literal["bill"]
    due: DateTime


class Line(CamelBody):
    sku: Annotated[str, Field(max_length=4)]
    tags: Annotated[list[Annotated[str, Field(max_length=3)]], Field(min_length=1)] | MISSING = (
        MISSING
    )
    state: Literal["open", "sent"] | MISSING = MISSING
    level: Annotated[Literal[1, 2], Exact] | MISSING | None = MISSING
    unit_price: Annotated[float, Field(ge=0)] | MISSING = MISSING


class Order(CamelBody):
    id: Annotated[str, Field(max_length=8)]
    lines: Annotated[list[Line], Field(max_length=9)]
    prices: dict[str, Annotated[float, Field(ge=0)]] | MISSING = MISSING
    payment: Annotated[Card | Bill, Field(discriminator="kind")] | MISSING = MISSING
    parent: "Order | MISSING" = MISSING


DROPPING = dropping(Order, source="order", told_as="lines of it")
OBSERVING = observing(Order, source="order")


@pytest.fixture
def exchange():
    made = Exchange(arrived_at=0.0, trace=None)
    token = EXCHANGE.set(made)
    yield made
    EXCHANGE.reset(token)


def written(**order):
    return json.dumps({"id": "o", "lines": [], **order}).encode()


def lines(*said):
    return [{"sku": "a", **each} for each in said]


@pytest.mark.parametrize(
    ("sent", "kept", "count", "pointer"),
    [
        (lines({}, {"sku": "too long"}), ["a"], 1, "#/lines/*/sku"),
        (lines({"sku": 7}, {}, {"state": "lost"}), ["a"], 2, "#/lines/*/sku"),
        ([{}, *lines({})], ["a"], 1, "#/lines/*/sku"),
        ([*lines({}), "no object"], ["a"], 1, "#/lines/*"),
        (lines({"unitPrice": -1.0}), [], 1, "#/lines/*/unitPrice"),
    ],
)
def test_the_element_around_a_fault_is_left_out(exchange, sent, kept, count, pointer):
    read = DROPPING(written(lines=sent))
    assert [each.sku for each in read.lines] == kept
    assert exchange.dropped == {"lines of it": count}
    assert ("order", pointer, "drop_item") in exchange.invalid


def test_the_innermost_element_is_left_out_and_then_what_that_breaks(exchange):
    read = DROPPING(written(lines=lines({"tags": ["a", "long", "b"]}, {"tags": ["long"]}, {})))
    # The second has no tag left, which its list must have: it goes in the next round.
    assert [each.tags for each in read.lines] == [["a", "b"], MISSING]
    assert exchange.dropped == {"lines of it": 3}


@pytest.mark.parametrize(
    "sent",
    [
        written(id="much too long"),
        written(lines=None),
        written(lines=lines({}), prices={"a": -1.0}),
        b"[]",
        b"no json",
        b'{"id":"o"}',
    ],
)
def test_a_fault_outside_of_lists_fails(exchange, sent):
    with pytest.raises(UpstreamFailed, match="bad-body"):
        DROPPING(sent)
    assert exchange.dropped == {}


def test_what_is_within_its_contract_is_noted_nowhere(exchange):
    sent = written(lines=lines({"level": 1, "unitPrice": 2}, {"level": None}))
    assert DROPPING(sent) == OBSERVING(sent)
    assert (exchange.dropped, exchange.invalid) == ({}, {})
    # 1.0 is an integer, which strict reading alone refuses.
    assert DROPPING(sent.replace(b'"level": 1', b'"level": 1.0')).lines[0].level == 1
    assert exchange.invalid == {}


def test_a_body_of_very_many_faults_is_given_up(exchange):
    with pytest.raises(UpstreamFailed):
        DROPPING(written(lines=lines(*[{"sku": "too long"}] * 2000)))


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        (written(id="much too long"), {"#/id"}),
        (written(lines=lines({"sku": "too long"}, {"sku": "also long"})), {"#/lines/*/sku"}),
        (
            written(lines=lines({"state": "lost", "level": 3})),
            {"#/lines/*/state", "#/lines/*/level"},
        ),
        (written(lines=lines({"tags": []})), {"#/lines/*/tags"}),
        (written(lines=lines({"tags": ["long"]})), {"#/lines/*/tags/*"}),
        (written(prices={"Ada Lovelace": -1.0}), {"#/prices/*"}),
        (written(payment={"kind": "card", "lastDigits": "1"}), {"#/payment/lastDigits"}),
        (written(payment={"kind": "bill", "due": "today"}), {"#/payment/due"}),
    ],
)
def test_what_is_out_of_bounds_is_read_and_counted_by_its_pointer(exchange, sent, pointers):
    read = OBSERVING(sent)
    assert isinstance(read, Order)
    assert read.model_dump_json(by_alias=True, warnings=False).encode() == _same(sent)
    assert set(exchange.invalid) == {("order", each, "observe") for each in pointers}


def _same(sent):
    """Write what was sent as it is read: absent members stay absent."""
    return json.dumps(json.loads(sent), separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "sent",
    [
        written(id=7),
        written(lines=[{"tags": ["a"]}]),
        written(lines=lines({"state": 3})),
        written(lines=lines({"tags": "a"})),
        written(payment={"kind": "cash", "lastDigits": "1234"}),
        written(payment={"lastDigits": "1234"}),
        b"no json",
    ],
)
def test_a_wrong_type_and_a_missing_member_fail_as_ever(exchange, sent):
    with pytest.raises(UpstreamFailed, match="bad-body"):
        OBSERVING(sent)
    assert exchange.invalid == {}


class Shown(Observable, CamelBody):
    sku: Annotated[str, Field(max_length=4)]
    unit_price: Annotated[float, Field(ge=0)] | MISSING = MISSING


def test_an_object_is_built_out_of_bounds_only_where_the_request_has_observed_one(exchange):
    with pytest.raises(ValidationError):
        Shown(sku="too long")
    OBSERVING(written(id="much too long"))
    assert Shown(sku="too long").model_dump_json(by_alias=True) == '{"sku":"too long"}'
    assert Shown(sku="a", unit_price=-1.0).unit_price == -1.0
    assert Shown(sku="too long") == Shown(sku="too long")
    with pytest.raises(ValidationError):
        Shown(sku=7)
    with pytest.raises(ValidationError):
        Shown(unit_price=1.0)
