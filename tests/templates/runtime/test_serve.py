"""A served operation from request to bytes: every way of answering, and what never gets out."""

import asyncio
import json
import logging
from types import ModuleType

import pytest
from bff_package.runtime.body import MISSING, reader
from bff_package.runtime.deprecation import Deprecation
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.missing import Missing
from bff_package.runtime.parse import path_text, query_integer
from bff_package.runtime.problem import TITLES
from starlette.responses import Response

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import Product, Product200, little_bff
from tests.templates.runtime.virtual_clock import run

HOOKS = """
class Refused(Exception):
    pass

def to_minor_units(amount):
    raise Refused("secret of a hook")

def call_back(function):
    return function()
"""


@pytest.fixture
def bff(tmp_path, monkeypatch):
    """Make an app of one operation at /v1/products/{id}."""

    def made(answer, **facts):
        return little_bff(tmp_path, monkeypatch, ("GET", "/v1/products/{id}", answer, facts))

    return made


def hooks(name="bff_package.hooks"):
    module = ModuleType(name)
    exec(HOOKS, module.__dict__)  # its frames then belong to the team's module
    return module


def asked(app, target="/v1/products/p-1", *headers, method="GET"):
    return run(ask(app, method, target, *headers))


def problem_of(answered):
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.headers["cache-control"] == "no-store"
    told = json.loads(answered.body)
    assert told["status"] == answered.status
    assert (told["type"], told["title"]) == ("about:blank", TITLES[told["code"]])
    assert "secret" not in answered.body.decode()
    return told


def raising(fault):
    async def answer(http, call):
        raise fault

    return answer


# --- answers


def test_an_answer_is_the_bodys_own_bytes_and_nothing_more(bff):
    async def answer(http, call):
        return Product200(Product(id="p-1", price_minor=5))

    answered = asked(bff(answer))
    assert answered.status == 200
    assert answered.body == b'{"id":"p-1","priceMinor":5}'
    assert answered.own_headers == {"content-type": "application/json", "content-length": "27"}


def test_an_incomplete_answer_says_what_it_lacks_and_is_not_stored(bff):
    async def answer(http, call):
        return Product200(
            Product(id="p-1", price_minor=5),
            missing=(Missing("reviews", "timeout"), Missing("great pictures", "budget")),
        )

    headers = asked(bff(answer)).headers
    assert headers["bff-incomplete"] == 'reviews;reason=timeout, "great pictures";reason=budget'
    assert headers["cache-control"] == "no-store"
    quiet = asked(bff(answer, tells_missing=False)).headers
    assert "bff-incomplete" not in quiet
    assert quiet["cache-control"] == "no-store"


def test_a_path_value_with_a_slash_reaches_its_operation(bff):
    async def answer(http, call):
        return Product200(Product(id=path_text(http, "id"), price_minor=5))

    app = bff(answer)
    assert json.loads(asked(app, "/v1/products/a%2Fb%25").body)["id"] == "a/b%"
    assert json.loads(asked(app, "/v1/%70roducts/x").body)["id"] == "x"
    assert asked(app, "/v1/products/a/b").status == 404
    assert asked(app, "/v1/products/").status == 404
    assert asked(app, "/v1%2Fproducts/x").status == 404


# --- input outside the contract


@pytest.mark.parametrize("status", [400, 422])
def test_input_outside_the_contract_is_told_by_place_and_message(bff, status):
    async def answer(http, call):
        path_text(http, "id", max_length=3)
        return query_integer(http, "px", minimum=64, default=640)

    app = bff(answer, invalid_status=status)
    told = problem_of(asked(app, "/v1/products/p-1?px=1"))
    assert (told["status"], told["code"]) == (status, "invalid-request")
    assert told["errors"] == [
        {"pointer": "#/query/px", "message": "`1` is below the contract's minimum 64"}
    ]
    assert problem_of(asked(app, "/v1/products/%ff"))["errors"][0]["pointer"] == "#/path/id"


# --- failures of upstreams


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (UpstreamFailed("timeout"), 504, "upstream-timeout"),
        (UpstreamFailed("budget"), 504, "upstream-timeout"),
        (UpstreamFailed("connect"), 502, "upstream-failed"),
        (UpstreamFailed("bad-body"), 502, "upstream-failed"),
        (UpstreamFailed("too-large"), 502, "upstream-failed"),
        (UpstreamFailed("refused-value"), 502, "upstream-failed"),
        (UpstreamFailed("status", 302), 502, "upstream-failed"),
        (UpstreamFailed("status", 404), 502, "upstream-failed"),
        (UpstreamFailed("status", 500), 502, "upstream-failed"),
        (UpstreamFailed("status", 404, client_status=404), 404, "not-found"),
        (UpstreamFailed("status", 410, client_status=404), 404, "not-found"),
        (UpstreamFailed("status", 409, client_status=409), 409, "conflict"),
        (UpstreamFailed("status", 410, client_status=410), 410, "gone"),
        (UpstreamFailed("status", 403, client_status=403), 403, "refused"),
        (UpstreamFailed("status", 418, client_status=400), 400, "refused"),
        (UpstreamFailed("status", 503, client_status=503), 503, "upstream-unavailable"),
        (UpstreamFailed("status", 503, client_status=500), 500, "upstream-failed"),
    ],
)
def test_a_failed_required_source_is_told_by_the_table_of_failures(bff, failure, status, code):
    failure.service = "secret-catalog"
    told = problem_of(asked(bff(raising(failure))))
    assert (told["status"], told["code"]) == (status, code)
    assert set(told) == {"type", "title", "status", "code", "instance"}


# --- answers outside the contract, hooks, bugs


def test_an_answer_out_of_bounds_is_a_failure_of_what_it_was_built_from(bff, caplog):
    async def answer(http, call):
        return Product200(Product(id="p-1", price_minor="secret"))

    told = problem_of(asked(bff(answer)))
    assert (told["status"], told["code"]) == (502, "upstream-failed")
    assert "price_minor" in caplog.text
    assert "secret" not in caplog.text


def test_an_answer_out_of_bounds_in_a_hooks_member_is_the_hooks(bff):
    async def answer(http, call):
        return Product200(Product(id="p-1", price_minor=-5))

    fed = {"hook_fed": ("Product.priceMinor",)}
    told = problem_of(asked(bff(answer, **fed)))
    assert (told["status"], told["code"]) == (500, "hook-failed")
    other = problem_of(asked(bff(answer, hook_fed=("Product.id", "Price.priceMinor"))))
    assert (other["status"], other["code"]) == (502, "upstream-failed")


@pytest.mark.parametrize("name", ["bff_package.hooks", "bff_package.hooks.money"])
def test_a_hook_that_raises_is_told_as_that_and_logged_with_its_trace(bff, caplog, name):
    async def answer(http, call):
        hooks(name).to_minor_units(1)

    told = problem_of(asked(bff(answer)))
    assert (told["status"], told["code"]) == (500, "hook-failed")
    assert told["instance"].removeprefix("urn:trace:") in caplog.text
    assert "secret of a hook" in caplog.text


@pytest.mark.parametrize("name", ["other_bff.hooks", "bff_package.hooksmith", "hooks"])
def test_a_module_of_another_name_is_no_hook(bff, name):
    async def answer(http, call):
        hooks(name).to_minor_units(1)

    assert problem_of(asked(bff(answer)))["code"] == "internal"


def test_an_upstreams_failure_that_passes_through_a_hook_stays_the_upstreams(bff):
    def fail():
        raise UpstreamFailed("connect")

    async def answer(http, call):
        hooks().call_back(fail)

    assert problem_of(asked(bff(answer)))["code"] == "upstream-failed"


def test_a_bad_model_inside_a_hook_is_the_hooks(bff):
    async def answer(http, call):
        return Product200(hooks().call_back(lambda: Product(id="", price_minor=1)))

    assert problem_of(asked(bff(answer)))["code"] == "hook-failed"


def test_a_bug_shows_nothing_but_a_number_that_the_log_knows(bff, caplog):
    told = problem_of(asked(bff(raising(ZeroDivisionError("secret of a bug")))))
    assert (told["status"], told["code"]) == (500, "internal")
    assert told["instance"].removeprefix("urn:trace:") in caplog.text
    assert "secret of a bug" in caplog.text
    assert "Traceback" in caplog.text


def test_a_request_to_a_bff_that_was_not_started_says_what_is_missing(bff, caplog):
    from bff_package.runtime.app import services

    async def answer(http, call):
        return services(http)["catalog"]

    assert problem_of(asked(bff(answer)))["code"] == "internal"
    assert "the BFF was not started" in caplog.text


def test_a_cancelled_request_is_not_answered(bff):
    async def answer(http, call):
        await asyncio.get_running_loop().create_future()

    async def main():
        task = asyncio.create_task(ask(bff(answer), "GET", "/v1/products/p-1"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main())


# --- time


def slow(value, seconds):
    async def begin(until):
        loop = asyncio.get_running_loop()
        await asyncio.sleep(min(seconds, until - loop.time()))
        if loop.time() >= until:
            raise UpstreamFailed("timeout")
        return value

    return Fetch(begin)


def timed(app):
    async def main():
        loop = asyncio.get_running_loop()
        began = loop.time()
        answered = await ask(app, "GET", "/v1/products/p-1")
        return answered, round((loop.time() - began) * 1000)

    return run(main())


def test_a_late_extra_costs_the_plans_time_and_not_the_answer(bff):
    async def answer(http, call):
        async with call.sources() as source:
            product = source.required(slow("p-1", 0.1), cap_ms=300)
            image = source.optional("image", slow("x", 9), cap_ms=9_000)
        url = image.value
        return Product200(
            Product(id=product.value, price_minor=1, image_url=url), missing=source.missing
        )

    for _ in range(40):
        answered, took_ms = timed(bff(answer))
        assert (answered.status, took_ms) == (200, 400)  # 450 of budget, 50 of them reserved
        assert answered.headers["bff-incomplete"] == "image;reason=budget"
        assert "imageUrl" not in json.loads(answered.body)


@pytest.mark.parametrize(("cap_ms", "took_ms"), [(300, 300), (9_000, 400)])
def test_a_late_required_source_is_504_at_its_own_limit(bff, cap_ms, took_ms):
    async def answer(http, call):
        async with call.sources() as source:
            source.required(slow("p-1", 9), cap_ms=cap_ms)

    answered, took = timed(bff(answer))
    assert (problem_of(answered)["code"], took) == ("upstream-timeout", took_ms)


def test_a_fetch_that_a_hook_awaits_ends_with_the_plan(bff):
    async def deaf(until):
        await asyncio.get_running_loop().create_future()

    async def answer(http, call):
        assert await slow("p-1", 0.1) == "p-1"
        await Fetch(deaf)

    answered, took_ms = timed(bff(answer))
    assert (problem_of(answered)["code"], took_ms) == ("upstream-timeout", 400)


# --- nothing gets out


def test_no_failure_shows_a_name_an_address_or_a_text_from_inside(bff, caplog):
    caplog.set_level(logging.CRITICAL)
    inside = [
        UpstreamFailed("connect", service="secret-catalog"),
        ValueError("http://secret.internal:8080/"),
        KeyError("secret"),
        RecursionError("secret"),
        UnicodeDecodeError("utf-8", b"secret", 0, 1, "secret"),
    ]
    for fault in inside:
        answered = asked(bff(raising(fault)))
        problem_of(answered)
        assert not any(b"secret" in text for pair in answered.raw_headers for text in pair)


def test_missing_is_not_a_value_that_could_be_written(bff):
    read = reader(Product)(b'{"id": "1", "priceMinor": 1}')
    assert read.image_url is MISSING
    assert b"null" not in asked(bff(lambda http, call: _given(read))).body


async def _given(product):
    return Product200(product)


def test_what_goes_is_told_beside_a_response_that_stays_as_it_is(bff):
    kept = Response(b"{}", media_type="application/json", headers={"Link": "</a>"})
    before = list(kept.raw_headers)

    async def answer(http, call):
        return kept

    app = bff(answer, deprecation=Deprecation(guide="https://shop.example/moved"))
    told = [[text for name, text in asked(app).raw_headers if name == b"link"] for _ in range(3)]

    assert told == [[b"</a>", b'<https://shop.example/moved>; rel="deprecation"']] * 3
    assert kept.raw_headers == before
