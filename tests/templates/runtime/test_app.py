"""The app around the operations: paths and methods, the document, health, start and stop."""

import asyncio
import hashlib
import json

import pytest
from bff_package.runtime.app import services
from bff_package.runtime.body import reader
from bff_package.runtime.fetch import Fetch
from bff_package.runtime.parse import path_text
from bff_package.runtime.transport import UpstreamRequest
from fastapi import FastAPI

from tests.templates.runtime.asgi import ask, started
from tests.templates.runtime.little_bff import DOCUMENT, Product, Product200, little_bff
from tests.templates.runtime.sockets import ok, serving
from tests.templates.runtime.virtual_clock import run

PRODUCT = reader(Product)


async def echo(http, call):
    return Product200(Product(id=path_text(http, "id"), price_minor=1))


async def mine(http, call):
    return Product200(Product(id="the literal path", price_minor=1))


@pytest.fixture
def bff(tmp_path, monkeypatch):
    def made(*served, **more):
        return little_bff(tmp_path, monkeypatch, *served, **more)

    return made


@pytest.fixture
def shop(bff):
    return bff(
        ("GET", "/v1/products/{id}", echo, {}),
        ("DELETE", "/v1/products/{id}", echo, {}),
        ("GET", "/v1/products/mine", mine, {}),
        ("GET", "/v1/carts/{cart-id}/lines/{id}", echo, {}),
        unserved=[("PUT", "/v1/products/{id}")],
    )


def asked(app, method, target, *headers, **more):
    return run(ask(app, method, target, *headers, **more))


# --- paths and methods


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/nope",
        "/v1/products",
        "/v1/products/",
        "/v1/products/a/",
        "/v1/products/a/b",
        "//v1/products/a",
        "/V1/products/a",
        "/docs",
        "/redoc",
        "/openapi",
        "/-/",
        "/v1/products/a%",
        "/%",
    ],
)
def test_what_the_contract_does_not_have_is_not_found(shop, target):
    answered = asked(shop, "GET", target)
    if target.endswith("a%"):
        assert answered.status == 422
    else:
        assert answered.status == 404
        assert json.loads(answered.body)["code"] == "not-found"
        assert answered.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("POST", "/v1/products/a", "DELETE, GET, HEAD, PUT"),
        ("OPTIONS", "/v1/carts/c/lines/l", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("DELETE", "/-/live", "GET, HEAD"),
        ("BREW", "/v1/products/a", "DELETE, GET, HEAD, PUT"),
    ],
)
def test_another_method_is_told_the_ones_that_the_path_takes(shop, method, target, allow):
    answered = asked(shop, method, target)
    assert (answered.status, answered.headers["allow"]) == (405, allow)
    assert json.loads(answered.body)["code"] == "method-not-allowed"


def test_a_literal_path_comes_before_a_template_whatever_the_order(shop):
    for target in ("/v1/products/mine", "/v1/products/%6Dine"):
        assert json.loads(asked(shop, "GET", target).body)["id"] == "the literal path"
    assert json.loads(asked(shop, "GET", "/v1/products/mine2").body)["id"] == "mine2"


def test_a_parameter_may_have_any_name_that_the_contract_gives_it(shop):
    assert json.loads(asked(shop, "GET", "/v1/carts/7/lines/9").body)["id"] == "9"


def test_an_operation_that_is_not_served_yet_says_so(shop):
    answered = asked(shop, "PUT", "/v1/products/a")
    assert (answered.status, json.loads(answered.body)["code"]) == (501, "not-served")


# --- the document


def test_the_document_is_the_builds_byte_for_byte(shop):
    answered = asked(shop, "GET", "/openapi.json")
    assert (answered.status, answered.body) == (200, DOCUMENT)
    assert answered.own_headers == {
        "content-type": "application/json",
        "content-length": str(len(DOCUMENT)),
        "etag": f'"{hashlib.sha256(DOCUMENT).hexdigest()}"',
        "cache-control": "no-cache",
    }


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ('"{}"', 304),
        ('W/"{}"', 304),
        ('"x", "{}"', 304),
        ("*", 304),
        ('"x"', 200),
        ("{}", 200),
        ("", 200),
    ],
)
def test_a_client_that_has_the_document_is_told_so(shop, known, status):
    etag = hashlib.sha256(DOCUMENT).hexdigest()
    answered = asked(shop, "GET", "/openapi.json", ("If-None-Match", known.replace("{}", etag)))
    assert (answered.status, len(answered.body)) == (status, 0 if status == 304 else len(DOCUMENT))
    assert answered.headers["etag"] == f'"{etag}"'
    assert answered.headers["cache-control"] == "no-cache"
    assert ("content-length" in answered.headers) is (status == 200)


def test_several_headers_of_known_tags_are_one_list(shop):
    etag = f'"{hashlib.sha256(DOCUMENT).hexdigest()}"'
    headers = (("If-None-Match", '"x"'), ("If-None-Match", etag))
    assert asked(shop, "GET", "/openapi.json", *headers).status == 304


def test_the_document_may_lie_beside_the_package(tmp_path, monkeypatch):
    from bff_package.runtime.document import document_of

    package = tmp_path / "mobile_bff"
    package.mkdir()
    (tmp_path / "openapi.json").write_bytes(b"beside")
    assert document_of(package, "openapi.json") == b"beside"
    (package / "openapi.json").write_bytes(b"inside")
    assert document_of(package, "openapi.json") == b"inside"


# --- health


def test_the_bff_is_ready_from_the_end_of_its_start_to_the_beginning_of_its_stop(shop):
    async def main():
        states = []

        async def state():
            ready = await ask(shop, "GET", "/-/ready")
            live = await ask(shop, "GET", "/-/live")
            assert ready.headers["cache-control"] == "no-store"
            states.append((ready.status, live.status))

        await state()
        async with started(shop):
            await state()
        await state()
        return states

    assert asyncio.run(main()) == [(503, 200), (200, 200), (503, 200)]


def test_a_loop_that_was_stuck_is_not_live_until_it_beats_in_time_again(shop):
    async def main():
        loop = asyncio.get_running_loop()
        states = []
        async with started(shop):
            for stuck_s in (4.9, 0, 6.5, 0):
                loop.now += stuck_s  # the clock goes on and no timer is served
                states.append((await ask(shop, "GET", "/-/live")).status)
                await asyncio.sleep(0.5)
                states.append((await ask(shop, "GET", "/-/live")).status)
                await asyncio.sleep(2)
        return states

    assert run(main()) == [200, 200, 200, 200, 503, 503, 200, 200]


# --- start, services, stop


def test_an_operation_reaches_its_services_at_the_addresses_of_the_settings(bff):
    async def answer(http, call):
        catalog = services(http)["catalog"]
        async with call.sources() as source:
            found = source.required(
                catalog.fetch(UpstreamRequest(method="GET", path="/p"), PRODUCT), cap_ms=300
            )
        return Product200(found.value)

    async def upstream(head, writer):
        writer.write(ok(b'{"id": "p-1", "priceMinor": 5}'))

    async def main():
        async with serving(upstream) as seen:
            app = bff(("GET", "/v1/product", answer, {}), url=seen.url + "/base/")
            async with started(app):
                answered = await ask(app, "GET", "/v1/product")
            return answered.body, seen.heads[0].split(b"\r\n")[0]

    assert asyncio.run(main()) == (b'{"id":"p-1","priceMinor":5}', b"GET /base/p HTTP/1.1")


def test_two_bffs_of_one_process_do_not_meet(bff):
    async def main():
        first, second = (bff(("GET", "/v1/products/{id}", echo, {})) for _ in range(2))
        async with started(first):
            return [(await ask(app, "GET", "/-/ready")).status for app in (first, second)]

    assert asyncio.run(main()) == [200, 503]


def test_the_stop_waits_for_writes_that_outlived_their_requests(bff):
    written = []

    async def order(until):
        await asyncio.sleep(3)
        written.append(asyncio.get_running_loop().time())

    async def answer(http, call):
        async with call.sources() as source:
            source.optional("order", Fetch(order, is_write=True), cap_ms=9_000)
        return Product200(Product(id="1", price_minor=1), missing=source.missing)

    async def main():
        app = bff(("GET", "/v1/order", answer, {}))
        async with started(app):
            answered = await ask(app, "GET", "/v1/order")
            assert written == []
        return answered.headers["bff-incomplete"], len(written)

    assert run(main()) == ("order;reason=budget", 1)


# --- under another app


def test_a_bff_mounted_under_another_app_serves_the_same_paths_below_it(shop):
    parent = FastAPI(openapi_url=None)
    parent.mount("/mobile", shop)
    found = asked(parent, "GET", "/mobile/v1/products/a%2Fb")
    assert json.loads(found.body)["id"] == "a/b"
    assert asked(parent, "GET", "/mobile/openapi.json").body == DOCUMENT
    assert asked(parent, "GET", "/mobile/nope").status == 404
    assert (
        asked(parent, "POST", "/mobile/v1/products/a").headers["allow"] == "DELETE, GET, HEAD, PUT"
    )


def test_a_root_path_of_the_server_is_not_part_of_the_contracts_path(shop):
    more = {"root_path": "/api"}
    assert json.loads(asked(shop, "GET", "/api/v1/products/x", **more).body)["id"] == "x"
    assert asked(shop, "GET", "/apiary/v1/products/x", **more).status == 404
