"""What the shop's own people do through the admin BFF: real sockets, scopes of each caller."""

import json
from itertools import count
from uuid import UUID

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import first_fault
from tests.e2e.callers import EDITOR, FINANCE, MODERATOR, OPS, PRICER, SUPPORT, bearer

ORDER = "/orders/o-2026-000812"


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture
def admin(bffs):
    return bffs["admin"]


@pytest.fixture(scope="module")
def api(root):
    made = bundle("contracts/clients/admin/openapi.yaml", lambda path: (root / path).read_bytes())
    return lower(made, Pool())


def fault(api, operation, answered):
    """Say what of an answer does not fit the contract; None where all of it does."""
    response = api.operation(operation).response(str(answered.status))
    kind = answered.headers["content-type"]
    media = next(each for each in response.content if each.media_type == kind)
    return first_fault(api.meaning, media.schema_pointer, answered.json())


@pytest.mark.parametrize(
    ("operation", "target", "who", "status"),
    [
        ("getOrder", ORDER, SUPPORT, 200),
        ("getOrder", ORDER, FINANCE, 200),
        ("getOrder", ORDER, OPS, 200),
        ("getOrder", ORDER, EDITOR, 403),
        ("getOrder", "/orders/o-2026-1", SUPPORT, 404),
        ("getOrder", "/orders/x", SUPPORT, 422),
        ("listOrders", "/orders?customerId=c-40017", SUPPORT, 200),
        ("listOrders", "/orders", MODERATOR, 403),
        ("listReviewQueue", "/reviews/queue", MODERATOR, 200),
        ("listReviewQueue", "/reviews/queue", SUPPORT, 403),
    ],
)
def test_a_scope_opens_what_it_names_and_nothing_else(admin, api, operation, target, who, status):
    answered = admin.ask(target, **bearer(who))
    assert answered.status == status
    assert fault(api, operation, answered) is None


def test_an_order_speaks_of_money_in_one_way(admin):
    order = admin.ask(ORDER, **bearer(SUPPORT)).json()
    assert order["total"] == {"amount": 354.8, "currency": "EUR"}
    assert order["lines"][0]["unitPrice"] == {"amount": 349.9, "currency": "EUR"}
    assert order["customerId"] == "c-40017"


@pytest.mark.parametrize(
    ("who", "seen"),
    [(SUPPORT, {"customerEmail"}), (FINANCE, {"margin"}), (OPS, set())],
)
def test_a_role_sees_what_is_for_it(admin, api, who, seen):
    answered = admin.ask(ORDER, **bearer(who))
    assert {"customerEmail", "margin"} & answered.json().keys() == seen
    assert fault(api, "getOrder", answered) is None


def test_what_dealers_pay_is_for_those_who_buy(admin):
    prices = [admin.ask("/products/lamp-1001", **bearer(who)).json()["price"]
              for who in (EDITOR, MODERATOR)]  # fmt: skip
    assert ["wholesale" in each for each in prices] == [True, False]


@pytest.mark.parametrize(
    ("stock", "advised"),
    [
        ({"total": 1, "leadTimeDays": None}, {"urgency": "now", "pieces": 11}),
        ({"total": 4, "leadTimeDays": None}, {"urgency": "soon", "pieces": 8}),
        ({"total": 1, "leadTimeDays": 12}, {"urgency": "none", "pieces": 0}),  # ordered already
        ({"total": 42}, {"urgency": "none", "pieces": 0}),
    ],
)
def test_what_to_order_is_a_rule_over_three_sources(upstreams, admin, api, stock, advised):
    upstreams.answer("inventory", body=json.dumps({"available": True, **stock}).encode())
    answered = admin.ask("/products/lamp-1001", **bearer(EDITOR))
    assert answered.json()["restock"] == advised
    assert fault(api, "getProduct", answered) is None


def test_without_a_source_that_it_waits_for_nothing_is_advised(upstreams, admin, api):
    upstreams.answer("inventory", status=503)
    answered = admin.ask("/products/lamp-1001", **bearer(EDITOR))
    assert {"stock", "restock"} & answered.json().keys() == set()
    assert answered.headers["bff-incomplete"] == "stock;reason=status, restock;reason=status"
    assert fault(api, "getProduct", answered) is None


def test_orders_of_one_customer_are_those_alone(upstreams, admin):
    found = [admin.ask(f"/orders?customerId={each}", **bearer(OPS)) for each in ("c-40017", "c-1")]
    assert [len(each.json()["orders"]) for each in found] == [1, 0]


def test_a_patch_sends_on_what_was_sent_and_nothing_else(upstreams, admin):
    sent = {"title": "Arc floor lamp, brass", "brandName": None}
    answered = admin.send(
        "/products/lamp-1001", sent, method="PATCH", If_Match='"v318"', **bearer(EDITOR)
    )
    assert (answered.status, answered.headers["etag"]) == (200, '"v319"')
    assert answered.json()["title"] == "Arc floor lamp, brass"
    (request,) = upstreams.record("catalog").requests
    assert json.loads(request.body) == sent
    assert request.header("if-match") == '"v318"'


def test_a_patch_of_nothing_is_refused_and_sent_to_nobody(upstreams, admin, api):
    answered = admin.send("/products/lamp-1001", {}, method="PATCH", **bearer(EDITOR))
    assert answered.status == 422
    (said,) = answered.json()["errors"]
    assert said == {
        "pointer": "#/body",
        "message": "is an object of fewer members than the contract's 1",
    }
    assert fault(api, "updateProduct", answered) is None
    assert upstreams.record("catalog").requests == ()


def test_an_editor_who_was_slower_is_told(upstreams, admin, api):
    upstreams.answer("catalog", status=412)
    answered = admin.send("/products/lamp-1001", {"title": "X"}, method="PATCH", **bearer(EDITOR))
    assert answered.status == 412
    assert fault(api, "updateProduct", answered) is None


def test_a_price_is_set(upstreams, admin, api):
    sent = {"amount": 329.0, "currency": "EUR", "reason": "CAMPAIGN"}
    answered = admin.send("/prices/LMP-1001-BRS", sent, method="PUT", **bearer(EDITOR))
    assert (answered.status, answered.json()["amount"]) == (200, 329.0)
    assert fault(api, "setPrice", answered) is None
    upstreams.answer("pricing", status=409)
    held = admin.send("/prices/LMP-1001-BRS", sent, method="PUT", **bearer(EDITOR))
    assert (held.status, held.json()["code"]) == (409, "conflict")


def test_what_is_not_for_a_caller_to_send_is_told_before_anything_is_asked(upstreams, admin, api):
    sent = {"amount": 329.0, "currency": "EUR", "reason": "CAMPAIGN", "override": True}
    refused = admin.send("/prices/LMP-1001-BRS", sent, method="PUT", **bearer(EDITOR))
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    assert [each["pointer"] for each in refused.json()["errors"]] == ["#/body/override"]
    assert fault(api, "setPrice", refused) is None
    assert upstreams.record("pricing").requests == ()
    answered = admin.send("/prices/LMP-1001-BRS", sent, method="PUT", **bearer(PRICER))
    assert answered.status == 200
    (request,) = upstreams.record("pricing").requests
    assert json.loads(request.body) == sent


def test_a_count_is_corrected_and_a_write_is_never_sent_twice(upstreams, admin, api):
    sent = {"warehouse": "BER1", "delta": -2, "reason": "DAMAGED"}
    answered = admin.send("/stock/LMP-1001-BRS/adjustments", sent, **bearer(EDITOR))
    assert (answered.status, answered.json()["total"]) == (201, 40)
    assert fault(api, "correctStock", answered) is None
    upstreams.reset()
    upstreams.drop("inventory")
    lost = admin.send("/stock/LMP-1001-BRS/adjustments", sent, **bearer(EDITOR))
    assert lost.status == 502
    assert len(upstreams.record("inventory").requests) == 1


def test_a_review_is_decided_by_a_moderator_alone(upstreams, admin):
    sent = {"decision": "REFUSED", "reason": "Names a member of staff."}
    target = "/reviews/r-88301/decision"
    answered = admin.send(target, sent, method="PUT", **bearer(MODERATOR))
    assert (answered.status, answered.json()["state"]) == (200, "REFUSED")
    upstreams.forget()
    assert admin.send(target, sent, method="PUT", **bearer(SUPPORT)).status == 403
    assert upstreams.record("reviews").requests == ()


# The BFF keeps answers for a week.
FRESH = (f"attempt-of-admin-{number}" for number in count(1))


def cancel(admin, order=ORDER):
    return admin.send(
        f"{order}/cancel",
        {"reason": "CUSTOMER"},
        Idempotency_Key=next(FRESH),
        **bearer(OPS),
    )


def test_a_cancelled_order_gives_its_pieces_free(upstreams, admin, api):
    answered = cancel(admin)
    assert (answered.status, answered.json()["state"]) == (200, "CANCELLED")
    assert fault(api, "cancelOrder", answered) is None
    (released,) = upstreams.record("inventory").requests
    assert (released.method, released.path) == ("DELETE", "/reservations/res-20417")
    (cancelled,) = upstreams.record("orders").requests
    assert UUID(cancelled.header("idempotency-key")).version == 5


def test_a_cancellation_that_is_half_done_says_what_is_open(upstreams, admin, api):
    upstreams.refuse("inventory")
    answered = cancel(admin)
    assert (answered.status, answered.json()["open"]) == (202, ["stock-release"])
    assert fault(api, "cancelOrder", answered) is None


@pytest.mark.parametrize(
    ("status", "told", "code"),
    [(409, 409, "already-shipped"), (503, 502, "upstream-failed")],
)
def test_an_order_that_is_not_cancelled_keeps_its_pieces(upstreams, admin, api, status, told, code):
    upstreams.answer("orders", status=status)
    answered = cancel(admin)
    assert (answered.status, answered.json()["code"]) == (told, code)
    assert fault(api, "cancelOrder", answered) is None
    assert upstreams.record("inventory").requests == ()


def test_an_unknown_order_is_not_found(admin):
    assert cancel(admin, "/orders/o-2026-1").status == 404
