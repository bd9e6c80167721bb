"""Bodies and writes over real sockets: what a client sends, what an upstream gets, what is told."""

import json
import threading

import pytest

from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff
from tests.workspaces import PROBLEM, built, contract, files, operation, parameter, plant

TEXT = {"type": "string", "maxLength": 40}
LINE = {
    "type": "object",
    "required": ["sku", "quantity"],
    "properties": {"sku": TEXT, "quantity": {"type": "integer", "minimum": 1}, "note": TEXT},
}
NEW_ORDER = {
    "type": "object",
    "required": ["lines"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "lines": {"type": "array", "items": LINE, "maxItems": 5},
        "giftNote": {"type": ["string", "null"], "maxLength": 40},
    },
}
PATCH = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "stock": {"type": "integer", "default": 0},
        "note": {"type": ["string", "null"]},
        "size": {"type": "object", "properties": {"width": {"type": "number"}}},
    },
}
ORDER = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": TEXT, "total": {"type": "integer"}},
}
LOCATION = {"Location": {"required": True, "schema": {"type": "string", "maxLength": 99}}}
THING = {"type": "object", "properties": {"ok": {"type": "boolean"}}}
PRICE = {
    "type": "object",
    "required": ["sku", "amount"],
    "properties": {"sku": TEXT, "amount": {"type": "number"}},
}
PRICES = {
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": PRICE}},
}


def body(schema, *, required=True, media_type="application/json"):
    return {"required": required, "content": {media_type: {"schema": schema}}}


def answering(status, schema=None):
    found = {"description": "Done."}
    if schema is not None:
        found["content"] = {"application/json": {"schema": schema}}
    return {str(status): found, "default": PROBLEM}


CLIENT = contract(
    {
        "/orders": {
            "post": operation(
                ORDER, "createOrder", parameters=(parameter("channel"),),
                requestBody=body(NEW_ORDER),
            )
        },
        "/things/{id}": {
            "patch": operation(THING, "updateThing", requestBody=body(PATCH, required=False)),
            "delete": operation(None, "removeThing", responses=answering(204)),
            "put": operation(
                None, "putThing", requestBody=body(PATCH),
                responses={"201": {"description": "There.", "headers": LOCATION},
                           "default": PROBLEM},
            ),
        },
        "/quotes": {"post": operation(ORDER, "quote", parameters=(), requestBody=body({
            "type": "array", "items": TEXT, "maxItems": 9}))},
        "/slow": {"post": operation(THING, "slow", parameters=())},
        "/prices": {"post": operation(PRICES, "prices", parameters=(), requestBody=body({
            "type": "object",
            "required": ["skus"],
            "properties": {"skus": {"type": "array", "items": TEXT, "maxItems": 9}},
        }))},
    }
)  # fmt: skip
SHOP = contract(
    {
        "/v1/stock": operation(THING, "getStock", parameters=()),
        "/v1/orders": {
            "post": operation(
                None, "createOrder", parameters=(parameter("body"),),
                requestBody=body({
                    "type": "object",
                    "required": ["items", "total"],
                    "properties": {
                        "id": {"type": "string", "readOnly": True},
                        "items": {"type": "array", "items": LINE},
                        "total": {"type": "integer"},
                        "channel": {"enum": ["web", "app"], "default": "app"},
                        "gift_note": {"type": ["string", "null"]},
                    },
                }),
                responses=answering(201, ORDER),
            )
        },
        "/v1/things/{id}": {
            "patch": operation(
                None, "updateThing",
                requestBody=body(PATCH, media_type="application/merge-patch+json", required=False),
                responses=answering(204),
            ),
            "delete": operation(None, "removeThing", responses=answering(204)),
            "put": operation(
                None, "putThing", requestBody=body(PATCH),
                responses={"201": {"description": "There.", "headers": LOCATION},
                           "default": PROBLEM},
            ),
        },
        "/v1/quotes": {"post": operation(
            ORDER, "quote", parameters=(), requestBody=body({"type": "array", "items": TEXT}))},
        "/v1/slow": {"post": operation(THING, "slow", parameters=())},
        "/v1/prices": {"post": operation(PRICES, "batchPrices", parameters=(), requestBody=body({
            "type": "object",
            "required": ["skus", "currency"],
            "properties": {
                "skus": {"type": "array", "items": TEXT},
                "currency": {"enum": ["EUR", "USD"]},
            },
        }))},
    }
)  # fmt: skip
OPERATIONS = {
    "createOrder": {
        "request": {"max_body": "1KiB", "within": "1s"},
        "sources": {
            "quote": {
                "call": "shop.quote",
                "with": {"body": "request.body.lines.*.sku"},
            },
            "order": {
                "call": "shop.createOrder",
                "with": {
                    "query.body": "request.query.channel",
                    "body": {
                        "from": "request.body",
                        "map": {
                            "items": "request.body.lines",
                            "total": "quote.total else 0",
                            "channel": {"const": "web"},
                        },
                    },
                },
            },
        },
        "body": {"id": "order.id", "total": "quote.total"},
    },
    "updateThing": {"sources": {"done": {"call": "shop.updateThing"}}, "body": {"ok": True}},
    "quote": "shop.quote",
    "removeThing": "shop.removeThing",
    "putThing": {"call": "shop.putThing", "headers": {"Location": "headers.shop.Location"}},
    "prices": {
        "sources": {
            "prices": {
                "call": "shop.batchPrices",
                "batch": {"skus": "request.body.skus", "max": 2, "limit": 9, "match": "sku"},
                "with": {"body": {"currency": {"const": "EUR"}}},
            }
        },
        "body": {
            "items": {
                "each": "request.body.skus as sku",
                "skip_if_missing": ["prices.by(sku)"],
                "map": {"sku": "sku", "amount": "prices.by(sku).amount"},
            }
        },
    },
    "slow": {
        "sources": {
            "write": {"call": "shop.slow", "required": False},
            "stock": {"call": "shop.getStock"},
        },
        "body": "stock",
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    tree = files(CLIENT, {"shop": SHOP}, OPERATIONS)
    manifest = json.loads(tree["contracts/bffgen.yaml"])
    manifest["upstreams"]["shop"]["safe"] = ["quote", "batchPrices"]
    tree["contracts/bffgen.yaml"] = json.dumps(manifest).encode()
    # Of `slow` the write may take longer than the whole, which has room for the stock alone.
    late = {"slow": "5s", "stock": "4900ms"}
    outcome, made = built(tree, late=late)
    assert made is not None, [(each.rule, each.facts) for each in outcome.findings]
    return plant(made, tmp_path_factory.mktemp("writes"))


@pytest.fixture(scope="module")
def served(folder):
    with Recorder() as shop, Bff(folder, {"BFF_UPSTREAM_SHOP_URL": shop.url}) as bff:
        yield bff, shop


@pytest.fixture
def asked(served):
    """Ask with a JSON value; give the answer and what the upstream was sent."""
    bff, shop = served
    shop.answers = {
        ("POST", "/v1/orders"): (201, {"id": "o-1"}),
        ("POST", "/v1/quotes"): (200, {"id": "q", "total": 7}),
        ("PATCH", "/v1/things/t%2F1"): (204, None),
        ("POST", "/v1/slow"): (200, {"ok": True}),
        ("DELETE", "/v1/things/t%2F1"): (204, None),
        ("PUT", "/v1/things/t%2F1"): (201, None),
        ("POST", "/v1/prices"): (200, {"items": [{"sku": "A", "amount": 1.5}]}),
        ("GET", "/v1/stock"): (200, {"ok": True}),
    }

    def ask(method, target, value=None, *, raw=None, **headers):
        shop.sent.clear()
        ended(shop)
        given = {} if value is None and raw is None else {"Content_Type": "application/json"}
        content = raw if raw is not None else None if value is None else json.dumps(value).encode()
        answered = bff.ask(target, method=method, body=content, **{**given, **headers})
        return answered, list(shop.sent)

    ask.shop = shop
    return ask


def errors(answered, status):
    assert answered.status == status, answered.body
    assert answered.headers["content-type"] == "application/problem+json"
    return {each["pointer"]: each["message"] for each in answered.json().get("errors", ())}


def test_a_body_is_built_for_an_upstream_and_sent_once(asked):
    order = {"lines": [{"sku": "A", "quantity": 2.0}, {"sku": "B", "quantity": 1, "note": "x"}],
             "giftNote": None}  # fmt: skip
    answered, (quote, sent) = asked("POST", "/orders?channel=x", order)
    assert (answered.status, answered.json()) == (200, {"id": "o-1", "total": 7})
    assert quote.json() == ["A", "B"]
    assert (sent.method, sent.target) == ("POST", "/v1/orders?body=x")
    assert sent.headers["content-type"] == "application/json"
    assert sent.json() == {
        "items": [{"sku": "A", "quantity": 2}, {"sku": "B", "quantity": 1, "note": "x"}],
        "total": 7,
        "channel": "web",
        "gift_note": None,
    }


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "x"},
        {"note": None},
        {"stock": 0},
        {"size": {}},
        {"size": {"width": 1.5}, "name": "ü", "note": "n", "stock": -3},
    ],
)
def test_a_handed_on_body_has_what_the_client_sent_and_no_default(asked, sent):
    """PITFALLS 21: absent stays absent, null stays null."""
    answered, (got,) = asked("PATCH", "/things/t%2F1", sent)
    assert (answered.status, answered.json()) == (200, {"ok": True})
    assert got.json() == sent
    assert got.headers["content-type"] == "application/merge-patch+json"


def test_a_handed_on_body_is_cut_to_what_both_declare(asked):
    _, (got,) = asked("PATCH", "/things/t%2F1", {"name": "x", "owner": "me", "size": {"depth": 1}})
    assert got.json() == {"name": "x", "size": {}}


def test_an_optional_body_that_is_left_out_is_not_sent(asked):
    answered, (got,) = asked("PATCH", "/things/t%2F1")
    assert answered.status == 200
    assert (got.body, got.headers.get("content-type")) == (b"", None)


def test_what_is_outside_the_contract_reaches_no_upstream(asked):
    answered, sent = asked("POST", "/orders", {"lines": [{"sku": "A"}], "id": "mine"})
    assert errors(answered, 422) == {
        "#/body/lines/0/quantity": "is absent; the contract requires it",
        "#/body/id": "is no member that the contract has",
    }
    assert sent == []


@pytest.mark.parametrize(
    ("raw", "headers", "status"),
    [
        (b"", {}, 422),
        (b"{", {}, 422),
        (b"{}", {"Content_Type": "text/plain"}, 415),
        (b"{}", {"Content_Encoding": "gzip"}, 415),
        (b" " * 1025, {}, 413),
    ],
)
def test_a_body_in_another_form_is_refused(asked, raw, headers, status):
    answered, sent = asked("POST", "/orders", raw=raw, **headers)
    errors(answered, status)
    assert sent == []


def test_a_failed_write_is_told_and_not_tried_again(asked):
    asked.shop.answers["POST", "/v1/orders"] = (503, {})
    answered, sent = asked("POST", "/orders", {"lines": []})
    errors(answered, 502)
    assert [each.target for each in sent] == ["/v1/quotes", "/v1/orders"]


def test_a_write_that_is_late_runs_to_its_own_end(asked):
    """The operation has 5 s, so that a stall of the machine leaves the stock in time."""
    asked.shop.held["POST", "/v1/slow"] = is_answered = threading.Event()
    answered, _ = asked("POST", "/slow")
    assert (answered.status, answered.json()) == (200, {"ok": True})
    assert answered.headers["bff-incomplete"] == "write;reason=budget"
    assert ended(asked.shop) == ["GET /v1/stock"]
    is_answered.set()
    assert asked.shop.ended.get(timeout=60) == "POST /v1/slow"


def ended(shop):
    """Give what was answered so far."""
    found = []
    while not shop.ended.empty():
        found.append(shop.ended.get())
    return found


def test_the_keys_of_a_batch_travel_in_bodies_a_chunk_each(asked):
    answered, sent = asked("POST", "/prices", {"skus": ["A", "B", "A", "C"]})
    assert (answered.status, answered.json()) == (
        200,
        {"items": [{"sku": "A", "amount": 1.5}, {"sku": "A", "amount": 1.5}]},
    )
    bodies = sorted((each.json() for each in sent), key=lambda each: each["skus"])
    assert bodies == [
        {"skus": ["A", "B"], "currency": "EUR"},
        {"skus": ["C"], "currency": "EUR"},
    ]


def test_what_is_answered_without_a_body_is_answered_on_without_one(asked):
    answered, (sent,) = asked("DELETE", "/things/t%2F1")
    assert (answered.status, answered.body, sent.body) == (204, b"", b"")
    assert "content-type" not in answered.headers


def test_a_created_thing_is_told_by_its_location(asked):
    answered, (sent,) = asked("PUT", "/things/t%2F1", {"name": "x"})
    assert (answered.status, answered.body) == (201, b"")
    assert answered.headers["location"] == "/v1/things/made"
    assert sent.json() == {"name": "x"}


def test_a_service_is_shown_a_token_of_the_bffs_own_or_the_callers(tmp_path):
    thing = operation(THING, parameters=())
    upstreams = {
        "own": contract({"/a": {"get": thing}}),
        "theirs": contract({"/b": {"get": thing}}),
    }
    tree = files(
        contract({"/things": thing}),
        upstreams,
        {
            "getThing": {
                "sources": {"a": {"call": "own.getThing"}, "b": {"call": "theirs.getThing"}},
                "body": {"ok": "b.ok"},
            }
        },
    )
    manifest = json.loads(tree["contracts/bffgen.yaml"])
    manifest["upstreams"]["own"]["credentials"] = "service"
    manifest["upstreams"]["theirs"]["credentials"] = "forward"
    tree["contracts/bffgen.yaml"] = json.dumps(manifest).encode()
    outcome, made = built(tree, late={})
    assert made is not None, [(each.rule, each.facts) for each in outcome.findings]
    plant(made, tmp_path)
    with Recorder() as own, Recorder() as theirs:
        own.answers["GET", "/a"] = theirs.answers["GET", "/b"] = (200, {"ok": True})
        environment = {
            "BFF_UPSTREAM_OWN_URL": own.url,
            "BFF_UPSTREAM_OWN_TOKEN": "token-of-the-bff",
            "BFF_UPSTREAM_THEIRS_URL": theirs.url,
        }
        with Bff(tmp_path, environment) as bff:
            assert bff.ask("/things", Authorization="Bearer the-callers").status == 200
            assert bff.ask("/things").status == 200
        shown = [[each.headers.get("authorization") for each in r.sent] for r in (own, theirs)]
        assert shown == [["Bearer token-of-the-bff"] * 2, ["Bearer the-callers", None]]
        assert "token-of-the-bff" not in "".join(bff.log)
        assert "the-callers" not in "".join(bff.log)
