"""The raw upstreams of the end-to-end tests answer by contract and record what they see."""

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
import yaml

from tests.e2e.upstreams import SERVICES, Upstreams

CONTRACTS = Path(__file__).parents[2] / "contracts" / "upstreams"


@pytest.fixture(scope="module")
def running() -> Iterator[Upstreams]:
    with Upstreams() as upstreams:
        yield upstreams


@pytest.fixture
def upstreams(running: Upstreams) -> Upstreams:
    running.reset()
    return running


def connect(upstreams: Upstreams, service: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(upstreams.url(service)).netloc, timeout=5)


def get(upstreams: Upstreams, service: str, path: str) -> tuple[int, str, bytes]:
    connection = connect(upstreams, service)
    try:
        connection.request("GET", path, headers={"X-Asked-By": "test"})
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], answer.read()
    finally:
        connection.close()


def inlined(node: object, file: Path) -> object:
    """Put what `$ref` names in its place, in 2020-12 spelling; the contracts have no cycles."""
    if isinstance(node, list):
        return [inlined(each, file) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name, _, pointer = node["$ref"].partition("#")
        target = file.parent / name if name else file
        found = yaml.safe_load(target.read_text())
        for step in filter(None, pointer.split("/")):
            found = found[step]
        return inlined(found, target)
    schema = {key: inlined(each, file) for key, each in node.items()}
    if schema.pop("nullable", None) is True:
        schema["type"] = [schema["type"], "null"]
    if schema.get("exclusiveMinimum") is True:
        schema["exclusiveMinimum"] = schema.pop("minimum")
    return schema


def promised(service: str, path: str, status: int) -> object:
    """Give the schema that the contract promises for a path template and a status."""
    file = CONTRACTS / service / "openapi.yaml"
    operation = yaml.safe_load(file.read_text())["paths"][path]["get"]
    response = inlined(operation["responses"][str(status)], file)
    assert isinstance(response, dict)
    (content,) = response["content"].values()
    return content["schema"]


ASKED = [
    ("catalog", "/products/{productId}", "/products/lamp-1001", 200),
    ("catalog", "/products/{productId}", "/products/missing-1", 404),
    ("pricing", "/prices/{sku}", "/prices/LMP-1001-BRS?currency=EUR", 200),
    ("pricing", "/prices/{sku}", "/prices/NONE?currency=EUR", 404),
    ("inventory", "/stock/{sku}", "/stock/LMP-1001-BRS", 200),
    ("inventory", "/stock/{sku}", "/stock/NONE", 404),
    (
        "reviews",
        "/products/{productId}/reviews/summary",
        "/products/lamp-1001/reviews/summary",
        200,
    ),
    ("reviews", "/products/{productId}/reviews", "/products/lamp-1001/reviews?limit=5", 200),
    ("media", "/galleries/{productId}", "/galleries/lamp-1001?width=1200", 200),
    ("media", "/assets/{assetId}", "/assets/lamp-1001-front", 200),
    ("media", "/assets/{assetId}", "/assets/none", 404),
]


@pytest.mark.parametrize(("service", "template", "target", "status"), ASKED)
def test_each_default_answer_is_true_to_its_contract(
    upstreams: Upstreams, service: str, template: str, target: str, status: int
) -> None:
    answered, media_type, body = get(upstreams, service, target)

    kind = "application/json" if status == 200 else "application/problem+json"
    assert (answered, media_type) == (status, kind)
    schema = promised(service, template, status)
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(json.loads(body))


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

    seen = upstreams.record("inventory")
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
