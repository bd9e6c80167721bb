"""HEAD over real sockets: the headers of the GET, and never a byte of content (RFC 9110 9.3.2)."""

import http.client

import pytest

from tests.e2e.recorder import Recorder
from tests.e2e.served import ANSWER_LIMIT_S, Bff
from tests.workspaces import PROBLEM, built, contract, files, operation, plant

TEXT = {"type": "string", "maxLength": 40}
PRODUCT = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
VERSION = {"ETag": {"required": True, "schema": TEXT}}


def answering(headers):
    """Declare what a HEAD answers, with the content that a GET would have."""
    media = {"application/json": {"schema": PRODUCT}}
    return {"200": {"description": "There.", "headers": headers, "content": media},
            "304": {"description": "Unchanged."}, "default": PROBLEM}  # fmt: skip


CLIENT = contract(
    {
        "/products/{id}": {
            "get": operation(
                PRODUCT, "getProduct", responses=answering({"ETag": {"schema": TEXT}})
            ),
            "head": operation(None, "headProduct", responses=answering({})),
        },
        "/manuals/{id}": {
            "get": operation(PRODUCT, "getManual"),
            "head": operation(None, "headManual", responses=answering(VERSION)),
        },
    }
)
SHOP = contract(
    {
        "/v1/products/{id}": operation(PRODUCT, "getProduct"),
        "/v1/manuals/{id}": {
            "head": operation(None, "headManual", responses=answering(VERSION)),
        },
    }
)
OPERATIONS = {
    "getProduct": {"call": "shop.getProduct", "headers": {"ETag": {"derive": "body"}}},
    "getManual": {"call": "shop.getProduct"},
    "headManual": {
        "sources": {"manual": {"call": "shop.headManual", "on_status": {"404": 404}}},
        "headers": {"ETag": "headers.manual.ETag"},
    },
}
TARGET = "/products/p-1"


@pytest.fixture(scope="module")
def shop():
    with Recorder(
        answers={
            ("GET", "/v1/products/p-1"): (200, {"id": "p-1", "name": "Lamp"}),
            ("HEAD", "/v1/manuals/p-1"): (200, {"id": "x" * 500}),
        },
        told={("HEAD", "/v1/manuals/p-1"): {"ETag": '"m3"'}},
    ) as running:
        yield running


@pytest.fixture(scope="module")
def bff(shop, tmp_path_factory):
    folder = tmp_path_factory.mktemp("head")
    outcome, made = built(files(CLIENT, {"shop": SHOP}, OPERATIONS), late={})
    assert made is not None, [(each.rule, each.facts) for each in outcome.findings]
    plant(made, folder)
    with Bff(folder, {"BFF_UPSTREAM_SHOP_URL": shop.url, "BFF_ALLOW_PLAIN_UPSTREAMS": "1"}) as bff:
        yield bff


def without_id(answered):
    return {name: text for name, text in answered.headers.items()
            if name not in ("x-request-id", "date")}  # fmt: skip


@pytest.mark.parametrize("target", [TARGET, "/openapi.json"])
def test_a_head_tells_what_the_get_does_without_its_content(bff, target):
    get, head = bff.ask(target), bff.ask(target, method="HEAD")
    assert (get.status, head.status, head.body) == (200, 200, b"")
    assert without_id(head) == without_id(get)
    assert int(head.headers["content-length"]) == len(get.body)
    unchanged = bff.ask(target, method="HEAD", If_None_Match=get.headers["etag"])
    assert (unchanged.status, unchanged.headers["etag"]) == (304, get.headers["etag"])


def test_a_head_asks_upstreams_as_the_get_does(bff, shop):
    shop.sent.clear()
    bff.ask(TARGET, method="HEAD")
    assert [(each.method, each.target) for each in shop.sent] == [("GET", "/v1/products/p-1")]


@pytest.mark.parametrize(
    ("target", "status"), [("/products/p-2", 502), ("/nothing", 404), ("/-/live", 200)]
)
def test_a_problem_of_a_head_is_told_by_its_status(bff, target, status):
    get, head = bff.ask(target), bff.ask(target, method="HEAD")
    assert (get.status, head.status, head.body) == (status, status, b"")


def test_a_head_of_its_own_has_headers_and_tells_no_length_of_what_it_does_not_know(bff, shop):
    shop.sent.clear()
    head = bff.ask("/manuals/p-1", method="HEAD")
    assert (head.status, head.headers["etag"], head.body) == (200, '"m3"', b"")
    assert "content-length" not in head.headers
    assert [each.method for each in shop.sent] == ["HEAD"]
    assert bff.ask("/manuals/p-2", method="HEAD").status == 404
    assert bff.ask("/manuals/p-1").status == 200


def test_a_connection_goes_on_behind_a_head(bff):
    connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=ANSWER_LIMIT_S)
    told = []
    for method, target in [("HEAD", TARGET), ("GET", TARGET), ("HEAD", "/manuals/p-1"),
                           ("HEAD", "/nothing"), ("GET", TARGET)]:  # fmt: skip
        connection.request(method, target)
        response = connection.getresponse()
        told.append((response.status, len(response.read()) > 0))
    connection.close()
    assert told == [(200, False), (200, True), (200, False), (404, False), (200, True)]


def test_another_method_is_told_of_head(bff):
    answered = bff.ask(TARGET, method="DELETE")
    assert (answered.status, answered.headers["allow"]) == (405, "GET, HEAD")
