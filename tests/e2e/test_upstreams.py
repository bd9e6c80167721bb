"""The raw upstreams of the end-to-end tests answer by contract and record what they see."""

import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.api import Api
from bffgen.model.bundle import Bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import first_fault
from tests.e2e.upstreams import SERVICES, Upstreams

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def running() -> Iterator[Upstreams]:
    with Upstreams() as upstreams:
        yield upstreams


@pytest.fixture
def upstreams(running: Upstreams) -> Upstreams:
    running.reset()
    return running


def connect(upstreams: Upstreams, service: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(upstreams.url(service)).netloc, timeout=60)


def get(
    upstreams: Upstreams, service: str, path: str, *, method: str = "GET", sent: object = None
) -> tuple[int, str | None, bytes]:
    connection = connect(upstreams, service)
    try:
        body = None if sent is None else json.dumps(sent)
        connection.request(method, path, body, headers={"X-Asked-By": "test"})
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], answer.read()
    finally:
        connection.close()


@cache
def contract(service: str) -> Api:
    """Read the contract of a service."""
    (file,) = (ROOT / "contracts" / "upstreams" / service).glob("openapi.*")
    made = bundle(str(file.relative_to(ROOT)), lambda path: (ROOT / path).read_bytes())
    assert isinstance(made, Bundle)
    api = lower(made, Pool())
    assert isinstance(api, Api)
    return api


MISSING = [
    ("catalog", "getProduct", "/products/missing-1", None),
    ("catalog", "updateProduct", "/products/missing-1", {"title": "X"}),
    ("pricing", "quotePrice", "/prices/NONE?currency=EUR", None),
    ("inventory", "getStock", "/stock/NONE", None),
    ("media", "getAsset", "/assets/none", None),
    ("orders", "getOrder", "/orders/o-2026-1", None),
    ("orders", "cancelOrder", "/orders/o-2026-1/cancellation?reason=FRAUD", None),
    ("reviews", "moderateReview", "/moderation/reviews/r-1", {"decision": "REFUSED"}),
]
KNOWN = [
    ("catalog", "getProduct", "/products/lamp-1001", None),
    ("catalog", "listProducts", "/products?includeDeleted=true&limit=20", None),
    ("catalog", "batchGetProducts", "/products/batch", {"ids": ["bulb-31", "none"]}),
    ("catalog", "searchProducts", "/search?q=article&limit=5", None),
    ("catalog", "getCategory", "/categories/lighting", None),
    ("catalog", "updateProduct", "/products/lamp-1001", {"lifecycle": "RETIRED"}),
    ("pricing", "quotePrice", "/prices/LMP-1001-BRS?currency=EUR", None),
    ("pricing", "batchQuote", "/quotes?currency=EUR", {"skus": ["ART-0001", "NONE"]}),
    (
        "pricing",
        "setPrice",
        "/prices/LMP-1001-BRS",
        {"amount": 329, "currency": "EUR", "reason": "COST"},
    ),
    ("inventory", "getStock", "/stock/TBL-2040-MRB", None),
    ("inventory", "batchGetStock", "/stock-queries", {"skus": ["ART-0001", "TBL-2040-MRB"]}),
    (
        "inventory",
        "adjustStock",
        "/stock/LMP-1001-BRS/adjustments",
        {"warehouse": "BER1", "delta": -2, "reason": "LOST"},
    ),
    (
        "inventory",
        "reserveStock",
        "/reservations",
        {"lines": [{"sku": "LMP-1001-BRS", "quantity": 1}]},
    ),
    ("inventory", "releaseStock", "/reservations/res-20417", None),
    ("reviews", "getSummary", "/products/lamp-1001/reviews/summary", None),
    ("reviews", "listReviews", "/products/lamp-1001/reviews?limit=5", None),
    ("reviews", "listQueue", "/moderation/queue", None),
    ("reviews", "moderateReview", "/moderation/reviews/r-88301", {"decision": "REFUSED"}),
    ("recommendations", "forProduct", "/v1/products/lamp-1001/recommendations", None),
    ("media", "getGallery", "/galleries/lamp-1001?width=1200", None),
    ("media", "getAsset", "/assets/lamp-1001-front", None),
    ("media", "batchGetAssets", "/assets/batch?width=320", {"ids": ["lamp-1001-side"]}),
    ("orders", "listOrders", "/orders", None),
    ("orders", "createOrder", "/orders", {"reservationId": "res-20417"}),
    ("orders", "getOrder", "/orders/o-2026-000812", None),
    ("orders", "cancelOrder", "/orders/o-2026-000812/cancellation?reason=FRAUD", None),
]


def test_every_operation_of_the_contracts_is_asked() -> None:
    declared = {
        (service, operation.operation_id)
        for service in SERVICES
        for operation in contract(service).operations
    }
    assert {(service, operation) for service, operation, _, _ in KNOWN} == declared


@pytest.mark.parametrize(
    ("service", "operation", "target", "sent", "is_known"),
    [*((*each, True) for each in KNOWN), *((*each, False) for each in MISSING)],
)
def test_each_default_answer_is_true_to_its_contract(
    upstreams: Upstreams, service: str, operation: str, target: str, sent: object, is_known: bool
) -> None:
    api = contract(service)
    declared = api.operation(operation)
    status, media_type, body = get(upstreams, service, target, method=declared.method, sent=sent)

    assert status < 300 if is_known else status == 404
    promised = declared.response(str(status))
    if not promised.content:
        assert body == b""
        return
    (media,) = promised.content
    assert (media_type, media.schema_pointer is None) == (media.media_type, False)
    assert first_fault(api.meaning, str(media.schema_pointer), json.loads(body)) is None


def test_a_planned_status_and_body_are_sent_as_they_are(upstreams: Upstreams) -> None:
    upstreams.answer(
        "pricing", status=503, body=b"<html>", headers=(("Content-Type", "text/html"),)
    )

    assert get(upstreams, "pricing", "/prices/X") == (503, "text/html", b"<html>")


def test_requests_are_recorded_with_path_and_headers(upstreams: Upstreams) -> None:
    get(upstreams, "catalog", "/products/lamp%2D1001?x=1")

    (request,) = upstreams.record("catalog").requests
    assert (request.method, request.path, request.header("x-asked-by")) == (
        "GET",
        "/products/lamp-1001",
        "test",
    )
    assert upstreams.record("media").requests == ()


def test_a_connection_is_kept_alive_for_the_next_request(upstreams: Upstreams) -> None:
    connection = connect(upstreams, "inventory")
    upstreams.wait_for("inventory", lambda seen: seen.open_connections == 0)
    for _ in range(3):
        connection.request("GET", "/stock/LMP-1001-BRS")
        connection.getresponse().read()

    # An answer is counted after it was sent, so its reader may be here first.
    seen = upstreams.wait_for("inventory", lambda seen: seen.answered == 3)
    connection.close()
    assert (len(seen.requests), seen.answered, seen.open_connections) == (3, 3, 1)


def test_a_caller_that_hangs_up_before_the_answer_is_counted(upstreams: Upstreams) -> None:
    upstreams.hang("reviews")
    connection = connect(upstreams, "reviews")
    connection.request("GET", "/products/lamp-1001/reviews")
    upstreams.wait_for("reviews", lambda seen: len(seen.requests) == 1)
    connection.close()

    seen = upstreams.wait_for("reviews", lambda seen: seen.cancelled == 1)
    assert seen.answered == 0


def test_a_caller_that_waits_for_a_late_answer_is_not_counted_as_gone(upstreams: Upstreams) -> None:
    upstreams.answer("pricing", delay_s=0.05)
    status, _, _ = get(upstreams, "pricing", "/prices/LMP-1001-BRS")

    seen = upstreams.wait_for("pricing", lambda seen: seen.open_connections == 0)
    assert (status, seen.answered, seen.cancelled) == (200, 1, 0)


def test_an_answer_waits_for_the_request_of_another_service(upstreams: Upstreams) -> None:
    upstreams.answer("reviews", after="catalog")
    with ThreadPoolExecutor() as threads:
        early = threads.submit(get, upstreams, "reviews", "/products/lamp-1001/reviews")
        seen = upstreams.wait_for("reviews", lambda seen: len(seen.requests) == 1)
        assert (seen.answered, early.done()) == (0, False)
        assert get(upstreams, "catalog", "/products/lamp-1001")[0] == 200
        assert early.result()[0] == 200


def test_a_dropped_caller_gets_no_answer(upstreams: Upstreams) -> None:
    upstreams.drop("media")

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        get(upstreams, "media", "/assets/lamp-1001-front")
    assert upstreams.record("media").cancelled == 0


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_refused_answers_again_at_the_same_address(
    upstreams: Upstreams, service: str
) -> None:
    before = upstreams.url(service)
    upstreams.refuse(service)
    with pytest.raises(ConnectionRefusedError):
        get(upstreams, service, "/")
    upstreams.answer(service)

    assert upstreams.url(service) == before
    assert get(upstreams, service, "/")[0] == 404


def test_waiting_for_what_never_comes_ends_with_the_record(upstreams: Upstreams) -> None:
    with pytest.raises(TimeoutError, match=r"`catalog` after 0.01 s: Record\(requests=\(\)"):
        upstreams.wait_for("catalog", lambda seen: seen.answered == 1, limit_s=0.01)


def test_ports_are_closed_when_the_context_ends() -> None:
    with Upstreams() as upstreams:
        ports = [urlsplit(upstreams.url(name)).port for name in SERVICES]

    for port in ports:
        with socket.socket() as caller:
            assert caller.connect_ex(("127.0.0.1", port)) != 0
