"""What a customer orders through the web BFF: prices held, pieces reserved, no order by halves."""

import json
from itertools import count
from uuid import UUID

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import first_fault
from tests.e2e.callers import CUSTOMER, OTHER, bearer
from tests.e2e.shop import ORDER

LAMP = {"sku": "LMP-1001-BRS", "quantity": 1, "unitPrice": 349.9}
BULBS = {"sku": "BLB-0031", "quantity": 4, "unitPrice": 12.5}
# The BFF keeps answers for the whole session: a test that does not ask again has a key of its own.
FRESH = (f"attempt-of-orders-{number}" for number in count(1))
NEW = {
    "lines": [LAMP, BULBS],
    "currency": "EUR",
    "shipTo": ORDER["shipTo"],
    "payment": {"token": "tok_5RkQ2v", "holder": "Ines Moreau"},
}


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture(scope="module")
def api(root):
    made = bundle("contracts/clients/web/openapi.yaml", lambda path: (root / path).read_bytes())
    return lower(made, Pool())


@pytest.fixture(scope="module")
def place(api, bffs):
    """Place an order; what comes back fits the contract, whatever it is."""

    def placed(new=NEW, who=CUSTOMER, key=None, web=None):
        key = next(FRESH) if key is None else key
        sent = {**(bearer(who) if who else {}), **({"Idempotency_Key": key} if key else {})}
        answered = (web or bffs["web"]).send("/orders", new, **sent)
        response = api.operation("placeOrder").response(str(answered.status))
        kind = answered.headers["content-type"]
        media = next(each for each in response.content if each.media_type == kind)
        assert first_fault(api.meaning, media.schema_pointer, answered.json()) is None
        return answered

    return placed


def asked(upstreams, service):
    """Say what a service was asked, in order."""
    return [(each.method, each.path) for each in upstreams.record(service).requests]


RESERVED = ("POST", "/reservations")
RELEASED = ("DELETE", "/reservations/res-20417")


def test_an_order_is_placed_at_the_prices_of_the_cart(upstreams, place):
    answered = place()
    assert answered.status == 201
    assert answered.headers["location"] == "/orders/o-2026-000812"
    total = {"amount": 354.8, "currency": "EUR"}
    assert answered.json() == {"id": "o-2026-000812", "state": "PAID", "total": total}
    (quoted,) = upstreams.record("pricing").requests
    assert json.loads(quoted.body) == {"skus": [LAMP["sku"], BULBS["sku"]]}
    assert "customerId=c-40017" in quoted.target
    (reserved,) = upstreams.record("inventory").requests
    assert (reserved.method, reserved.path) == RESERVED
    assert json.loads(reserved.body) == {
        "lines": [{"sku": each["sku"], "quantity": each["quantity"]} for each in (LAMP, BULBS)]
    }
    (created,) = upstreams.record("orders").requests
    keys = {UUID(each.header("idempotency-key")) for each in (reserved, created)}
    assert len(keys) == 2
    assert json.loads(created.body) == {
        "customerId": "c-40017",
        "reservationId": "res-20417",
        "lines": [
            {**each, "unitPrice": {"value": each["unitPrice"], "currency": "EUR"}}
            for each in (LAMP, BULBS)
        ],
        "shipTo": NEW["shipTo"],
        "payment": {"method": "card", **NEW["payment"]},
    }


def test_a_cart_shows_the_prices_that_an_order_is_held_to(upstreams, bffs, place):
    cart = {"lines": [{name: each[name] for name in ("sku", "quantity")} for each in (LAMP, BULBS)]}
    shown = bffs["web"].send("/cart/quote?currency=EUR", cart, **bearer(CUSTOMER)).json()["lines"]
    lines = [
        {"sku": each["sku"], "quantity": each["quantity"], "unitPrice": each["unitPrice"]["amount"]}
        for each in shown
    ]
    assert place({**NEW, "lines": lines}).status == 201
    carts, orders = upstreams.record("pricing").requests
    assert (carts.target, carts.body) == (orders.target, orders.body)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({**LAMP, "unitPrice": 329.0}, "price-changed"),
        ({**LAMP, "unitPrice": 369.0}, "price-changed"),
        ({**LAMP, "sku": "LMP-0000"}, "not-sold"),
    ],
)
def test_a_cart_that_no_longer_holds_sets_nothing_aside(upstreams, place, line, code):
    answered = place({**NEW, "lines": [BULBS, line]})
    assert (answered.status, answered.json()["code"]) == (409, code)
    assert asked(upstreams, "inventory") == asked(upstreams, "orders") == []


def test_what_is_out_of_stock_is_not_ordered(upstreams, place):
    upstreams.answer("inventory", status=409)
    answered = place()
    assert (answered.status, answered.json()["code"]) == (409, "out-of-stock")
    assert asked(upstreams, "inventory") == [RESERVED]
    assert asked(upstreams, "orders") == []


@pytest.mark.parametrize(("refusal", "code"), [(402, "payment-declined"), (422, "order-refused")])
def test_an_order_that_is_refused_gives_its_pieces_free(upstreams, place, refusal, code):
    upstreams.answer("orders", status=refusal)
    answered = place()
    assert (answered.status, answered.json()["code"]) == (refusal, code)
    assert asked(upstreams, "inventory") == [RESERVED, RELEASED]


def test_a_reservation_of_another_order_is_not_given_free(upstreams, place):
    upstreams.answer("orders", status=409)
    answered = place()
    assert (answered.status, answered.json()["code"]) == (409, "reservation-lapsed")
    assert asked(upstreams, "inventory") == [RESERVED]


def test_an_order_that_is_sent_again_is_answered_again(upstreams, place):
    key = next(FRESH)
    first, again = place(key=key), place(key=key)
    assert (first.status, first.body) == (again.status, again.body)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert asked(upstreams, "orders") == [("POST", "/orders")]


def test_the_key_of_another_customer_opens_no_order_of_theirs(upstreams, place):
    key = next(FRESH)
    place(key=key)
    answered = place(who=OTHER, key=key)
    assert (answered.status, "idempotency-replayed" in answered.headers) == (201, False)
    mine, theirs = upstreams.record("orders").requests
    assert mine.header("idempotency-key") != theirs.header("idempotency-key")


def test_the_key_of_one_order_is_none_of_another(upstreams, place):
    key = next(FRESH)
    place(key=key)
    answered = place({**NEW, "lines": [LAMP]}, key=key)
    assert (answered.status, answered.json()["code"]) == (422, "idempotency-reused")
    assert len(upstreams.record("orders").requests) == 1


def test_an_order_needs_a_key(upstreams, place):
    answered = place(key="")
    assert (answered.status, answered.json()["code"]) == (400, "idempotency-missing")
    assert asked(upstreams, "pricing") == []


@pytest.mark.parametrize("service", ["pricing", "inventory", "orders"])
def test_a_service_that_is_down_is_a_bad_gateway(upstreams, place, service):
    upstreams.refuse(service)
    answered = place()
    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")


def test_an_order_that_may_exist_keeps_its_pieces_and_its_key_finishes_it(upstreams, place):
    key = next(FRESH)
    upstreams.drop("orders")
    assert place(key=key).status == 502
    assert asked(upstreams, "inventory") == [RESERVED]
    assert asked(upstreams, "orders") == [("POST", "/orders")]
    upstreams.answer("orders")
    assert place(key=key).status == 201
    lost, made = upstreams.record("orders").requests
    assert lost.header("idempotency-key") == made.header("idempotency-key")


def test_an_order_that_is_late_is_a_timeout_and_keeps_its_pieces(upstreams, place, hasty):
    upstreams.hang("orders")
    answered = place(web=hasty["web"])
    assert (answered.status, answered.json()["code"]) == (504, "upstream-timeout")
    assert asked(upstreams, "orders") == [("POST", "/orders")]
    assert asked(upstreams, "inventory") == [RESERVED]


def without(name):
    return {each: value for each, value in NEW.items() if each != name}


@pytest.mark.parametrize(
    ("new", "pointer"),
    [
        (without("payment"), "#/body/payment"),
        ({**NEW, "lines": []}, "#/body/lines"),
        ({**NEW, "lines": [{**LAMP, "quantity": 0}]}, "#/body/lines/0/quantity"),
        ({**NEW, "customerId": "c-1"}, "#/body/customerId"),
    ],
)
def test_an_order_that_does_not_fit_reaches_no_service(upstreams, place, new, pointer):
    answered = place(new)
    assert answered.status == 422
    assert [each["pointer"] for each in answered.json()["errors"]] == [pointer]
    assert [asked(upstreams, each) for each in ("pricing", "inventory", "orders")] == [[], [], []]


def test_an_article_stands_in_one_line(upstreams, place):
    answered = place({**NEW, "lines": [LAMP, LAMP]})
    assert (answered.status, answered.json()["code"]) == (422, "article-twice")
    assert asked(upstreams, "pricing") == []


def test_a_currency_that_is_not_sold_in_is_the_callers_to_know(upstreams, place):
    upstreams.answer("pricing", status=422)
    assert place().status == 422


@pytest.mark.parametrize("who", [None, "a-token-of-nobody-at-all"])
def test_nobody_orders_without_credentials(upstreams, place, who):
    answered = place(who=who)
    assert answered.status == 401
    assert answered.headers["www-authenticate"].startswith("Bearer")
    assert asked(upstreams, "pricing") == asked(upstreams, "orders") == []
