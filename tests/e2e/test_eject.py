"""Every composed operation of the storefront, ejected: the same answers, to the last byte.

Each BFF is built twice, composed and with all of its operations ejected, and both are asked alike
over the same upstreams: healthy, and with each fault of each of them. Headers are compared as well.
"""

import json

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.callers import CUSTOMER, EDITOR, FINANCE, MODERATOR, PRICER, SUPPORT, bearer
from tests.e2e.ejecting import all_ejected, composed
from tests.e2e.shop import TRACE
from tests.e2e.typed import mypy, pyright, tell_apart
from tests.e2e.upstreams import SERVICES
from tests.patience import patient
from tests.workspaces import plant

CLIENTS = ("web", "mobile", "partner", "admin")
JSON = {"Content-Type": "application/json"}
# Of each answer alone; and the trace, which a problem names.
OWN = ("date", "x-request-id")
TRACED = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
CART = {"lines": [{"sku": "LMP-1001-BRS", "quantity": 2}, {"sku": "BLB-0031", "quantity": 1}]}
PRICE = {"amount": 399.0, "currency": "EUR", "reason": "SUPPLIER"}

# Client -> operation -> (method, target, body, headers) of what is asked.
ASKED = {
    "web": {
        "getProductPage": [
            ("GET", "/products/lamp-1001", None, {}),
            ("GET", "/products/lamp-1001?currency=USD", None, bearer(CUSTOMER)),
            ("GET", "/products/nobody", None, {"Accept-Language": "de"}),
        ],
        "searchProducts": [("GET", "/search?q=marble", None, {}), ("GET", "/search", None, {})],
        "getCategory": [("GET", "/categories/lighting", None, {"Accept-Language": "de"})],
        "quoteCart": [("POST", "/cart/quote", CART, {}), ("POST", "/cart/quote", {}, {})],
        "getOrder": [
            ("GET", "/orders/o-2026-000812", None, bearer(CUSTOMER)),
            ("GET", "/orders/o-2026-1", None, bearer(CUSTOMER)),
            ("GET", "/orders/o-2026-000812", None, {}),
        ],
        "listOrders": [("GET", "/orders", None, bearer(CUSTOMER))],
    },
    "mobile": {
        "getProduct": [
            ("GET", "/v3/products/lamp-1001?px=640", None, {}),
            ("GET", "/v3/products/nobody", None, {}),
        ],
        "listMore": [("GET", "/v3/products/lamp-1001/more", None, {})],
        "listProducts": [("GET", "/v3/products?q=marble", None, {})],
    },
    "partner": {
        "getProduct": [("GET", "/v1/products/lamp-1001", None, {})],
        "listProducts": [
            ("GET", "/v1/products?updated_since=2026-01-01T00:00:00Z&limit=50", None, {}),
            ("GET", "/v1/products?updated_since=2026-01-01T00:00:00Z&cursor=x", None, {}),
        ],
        "batchGetProducts": [("POST", "/v1/products/batch", {"ids": ["lamp-1001", "bulb-31"]}, {})],
    },
    "admin": {
        "getProduct": [
            ("GET", "/products/lamp-1001", None, bearer(EDITOR)),
            ("GET", "/products/lamp-1001", None, bearer(MODERATOR)),
        ],
        "updateProduct": [("PATCH", "/products/lamp-1001", {"title": "Lamp"}, {"If-Match": '"1"'})],
        "setPrice": [
            ("PUT", "/prices/LMP-1001-BRS", PRICE, bearer(PRICER)),
            ("PUT", "/prices/LMP-1001-BRS", {**PRICE, "override": True}, bearer(EDITOR)),
        ],
        "correctStock": [
            (
                "POST",
                "/stock/LMP-1001-BRS/adjustments",
                {"warehouse": "BER1", "delta": -1, "reason": "DAMAGED"},
                {},
            )
        ],
        "listReviewQueue": [("GET", "/reviews/queue", None, bearer(MODERATOR))],
        "moderateReview": [
            ("PUT", "/reviews/r-88301/decision", {"decision": "PUBLISHED"}, bearer(MODERATOR))
        ],
        "listOrders": [("GET", "/orders?customerId=c-40017", None, bearer(SUPPORT))],
        "getOrder": [
            ("GET", "/orders/o-2026-000812", None, bearer(FINANCE)),
            ("GET", "/orders/o-2026-000812", None, bearer(SUPPORT)),
        ],
    },
}
# What a service does to every call: a status, a body, or the end of the connection.
FAULTS = {
    "404": {"status": 404},
    "422": {"status": 422},
    "500": {"status": 500},
    "empty 404": {"status": 404, "body": b""},
    "another type": {"body": b"[]"},
    "html": {"body": b"<p>"},
    "dropped": None,
}


@pytest.fixture(scope="module")
def written(root, tmp_path_factory):
    """Build a client, composed or ejected, with time to spare but where it is said."""

    def make(client, change, into, *, warned=frozenset(), **late):
        read = change(patient(lambda path: (root / path).read_bytes(), late), client)
        outcome = build(read, lambda _: FileTree(), only=[client])
        assert {each.rule for each in outcome.findings} <= warned
        return plant(outcome.clients[0].tree, into / client)

    return make


@pytest.fixture(scope="module")
def by_hand(written, tmp_path_factory):
    """Give the folder of a client's BFF with every operation ejected, all beside each other."""
    into, known = tmp_path_factory.mktemp("ejected"), {}

    def make(client):
        if client not in known:
            # A shape that only the composition used is all that is left over.
            known[client] = written(client, all_ejected, into, warned={"compose-shape-unused"})
        return known[client]

    return make


def ask(bff, method, target, body, headers):
    """Ask, and give all of the answer that two BFFs agree on."""
    sent = {**TRACED, **(JSON if body is not None else {}), **headers}
    content = json.dumps(body).encode() if body is not None else None
    answered = bff.ask(target, method=method, body=content, **sent)
    told = {name: value for name, value in answered.headers.items() if name not in OWN}
    return answered.status, answered.body, told


@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_asked_reaches_every_composed_operation(root, client):
    read = patient(lambda path: (root / path).read_bytes())
    assert sorted(ASKED[client]) == sorted(composed(read, client))


@pytest.mark.parametrize("client", CLIENTS)
def test_ejected_operations_answer_byte_for_byte_as_composed_ones(
    client, bffs, by_hand, started, upstreams
):
    upstreams.reset()
    composed_bff = bffs[client]
    statuses = set()
    with started(client, by_hand(client)) as other:
        for operation, requests in ASKED[client].items():
            for request in requests:
                told = ask(composed_bff, *request)
                statuses.add(told[0])
                assert ask(other, *request) == told, (operation, request)
            for service in asked_by(upstreams, composed_bff, requests):
                for name, fault in FAULTS.items():
                    fail(upstreams, service, fault)
                    told = ask(composed_bff, *requests[0])
                    statuses.add(told[0])
                    assert ask(other, *requests[0]) == told, (operation, service, name)
                    upstreams.reset()
    assert {200, 502} <= statuses


def asked_by(upstreams, bff, requests):
    """Name the services that an operation asks."""
    upstreams.forget()
    for request in requests:
        ask(bff, *request)
    return [each for each in SERVICES if upstreams.record(each).requests]


def fail(upstreams, service, fault):
    if fault is None:
        upstreams.drop(service)
    else:
        upstreams.answer(service, **fault)


@pytest.mark.parametrize(
    ("client", "late", "silent", "request_"),
    [
        ("web", {"recs": "300ms", "rating": "300ms"}, "recommendations", "getProductPage"),
        ("web", {"recs": "300ms", "rating": "300ms"}, "reviews", "getProductPage"),
        ("mobile", {"rating": "80ms", "ratings": "100ms"}, "reviews", "listMore"),
        ("mobile", {"product": "300ms"}, "catalog", "getProduct"),
        # What is optional may take longer than the whole operation: it is cut.
        (
            "mobile",
            {"getProduct": "900ms", "product": "300ms", "price": "300ms"},
            "reviews",
            "getProduct",
        ),
    ],
)
def test_what_is_late_is_late_in_both(
    written, tmp_path_factory, started, upstreams, client, late, silent, request_
):
    upstreams.reset()
    asked, told = ASKED[client][request_][0], []
    for change in (lambda read, _: read, all_ejected):
        into = tmp_path_factory.mktemp("late")
        warned = {"compose-shape-unused", "compose-optional-cut"}
        folder = written(client, change, into, warned=warned, **late)
        with started(client, folder, may_be_late=True) as bff:
            upstreams.hang(silent)
            told.append(ask(bff, *asked))
            upstreams.reset()
    assert told[0] == told[1]
    status, _, headers = told[0]
    assert status == 504 or (status == 200 and "reason=" in headers["bff-incomplete"])


def test_what_a_composition_keeps_its_function_keeps(by_hand, started, upstreams):
    upstreams.reset()
    target = ASKED["web"]["getProductPage"][0]
    with started("web", by_hand("web"), BFF_CACHE_BYTES="64MiB") as bff:
        first = ask(bff, *target)
        upstreams.forget()
        second = ask(bff, *target)
    asked = {each for each in SERVICES if upstreams.record(each).requests}
    assert first[:2] == second[:2]
    assert "catalog" not in asked
    assert "inventory" in asked


def test_type_checkers_find_nothing_in_what_was_ejected(by_hand, tmp_path_factory):
    folders = [by_hand(client) for client in CLIENTS]
    root, cache = folders[0].parent, tmp_path_factory.mktemp("cache")
    tell_apart(root)
    assert [mypy(folder, cache) for folder in folders] == [set()] * len(CLIENTS)
    found = pyright(root, CLIENTS)
    assert found == {client: set() for client in CLIENTS}
