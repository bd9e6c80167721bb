"""Cache-Control, Vary and ETag: what caches are told of answers made of several others."""

import asyncio
import json

import pytest
from bff_package.runtime.answer import Answer, respond
from bff_package.runtime.caching import STRICTEST, Caching, Freshness
from bff_package.runtime.exchange import EXCHANGE
from bff_package.runtime.missing import Missing
from bff_package.runtime.told import NoBody
from hypothesis import given
from hypothesis import strategies as st

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import Product, Product200, little_bff


def control(*answers, is_private=False):
    freshness = Freshness()
    for headers in answers:
        freshness.note({"Cache-Control": headers} if isinstance(headers, str) else headers)
    return freshness.control(is_private=is_private).decode()


@pytest.mark.parametrize(
    ("answers", "public", "private"),
    [
        (["max-age=60"], "public, max-age=60, s-maxage=60", "private, max-age=60"),
        (["max-age=60", "max-age=5"], "public, max-age=5, s-maxage=5", "private, max-age=5"),
        (
            [{"Cache-Control": "max-age=60", "Age": "50"}, "max-age=20"],
            "public, max-age=10, s-maxage=10",
            "private, max-age=10",
        ),
        (
            [{"Cache-Control": "max-age=60", "Age": "61"}],
            "public, max-age=0, s-maxage=0",
            "private, max-age=0",
        ),
        (["max-age=60", {}], "no-cache", "private, no-cache"),
        ([{}, "max-age=60"], "no-cache", "private, no-cache"),
        (["max-age=60", "no-cache"], "no-cache", "private, no-cache"),
        ([{"Cache-Control": "max-age=60", "Vary": "*"}], "no-cache", "private, no-cache"),
        ([{"Cache-Control": "max-age=60", "Age": "old"}], "no-cache", "private, no-cache"),
        (["max-age=soon"], "no-cache", "private, no-cache"),
        ([], "no-cache", "private, no-cache"),
        (["max-age=60", "no-store"], "no-store", "no-store"),
        (["private, max-age=60"], "private, max-age=60", "private, max-age=60"),
        (['private="Set-Cookie", Max-Age="60"'], "private, max-age=60", "private, max-age=60"),
        (['x="a, no-store", max-age=60'], "public, max-age=60, s-maxage=60", "private, max-age=60"),
    ],
)
def test_an_answer_is_fresh_as_long_as_all_that_it_is_made_of(answers, public, private):
    assert control(*answers) == public
    assert control(*answers, is_private=True) == private


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1))
def test_the_least_that_is_left_decides_in_any_order(answers):
    written = [
        {"Cache-Control": f"max-age={lifetime}", "Age": str(age)} for lifetime, age in answers
    ]
    left = min(max(lifetime - age, 0) for lifetime, age in answers)
    assert control(*written) == control(*reversed(written))
    assert control(*written) == f"public, max-age={left}, s-maxage={left}"


@given(st.text())
def test_whatever_an_upstream_says_something_safe_is_said(text):
    said = control({"Cache-Control": text})
    assert said == "no-cache" or said.startswith(("no-store", "private, ", "public, max-age="))


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Ask an operation for its product; the upstream's answer is fresh for a minute."""

    def ask_for(caching, *headers, missing=()):
        async def answer(http, call):
            freshness = EXCHANGE.get().freshness
            if freshness is not None:
                freshness.note({"Cache-Control": "max-age=60"})
            return Product200(Product(id="p-1", price_minor=5), missing=missing)

        served = ("GET", "/v1/products/{id}", answer, {"caching": caching})
        app = little_bff(tmp_path, monkeypatch, served)
        return asyncio.run(ask(app, "GET", "/v1/products/p-1", *headers))

    return ask_for


WHOLE = Caching(has_etag=True, control=STRICTEST, vary=("Accept-Language",), credentials=("x-key",))


def test_a_client_that_has_the_bytes_gets_304_with_the_same_headers(asked):
    first = asked(WHOLE)
    etag = first.headers["etag"]
    assert first.status == 200
    for known in (etag, f"W/{etag}", f'"other", W/{etag}', "*", f'"a,b",{etag}'):
        again = asked(WHOLE, ("If-None-Match", known))
        assert (again.status, again.body) == (304, b"")
        kept = {name: first.headers[name] for name in ("etag", "cache-control", "vary")}
        assert again.own_headers == kept
    for other in ('"other"', etag.strip('"'), "", etag.upper() if etag.upper() != etag else "x"):
        assert asked(WHOLE, ("If-None-Match", other)).status == 200


def test_the_same_bytes_have_the_same_strong_etag(asked):
    one, two = asked(WHOLE), asked(WHOLE)
    assert one.headers["etag"] == two.headers["etag"]
    assert not one.headers["etag"].startswith("W/")


@pytest.mark.parametrize("credentials", ["Authorization", "Cookie", "X-Key"])
def test_an_answer_to_a_request_with_credentials_is_private(asked, credentials):
    assert asked(WHOLE).headers["cache-control"] == "public, max-age=60, s-maxage=60"
    told = asked(WHOLE, (credentials, "secret")).headers["cache-control"]
    assert told == "private, max-age=60"


def test_an_answer_to_a_known_caller_is_private_wherever_the_credential_travelled():
    freshness = Freshness()
    freshness.note({"Cache-Control": "max-age=60"})
    freshness.for_one_caller()
    assert freshness.control(is_private=False) == b"private, max-age=60"


@pytest.mark.parametrize(
    ("upstream", "told"),
    [
        ("max-age=600, s-maxage=5", b"public, max-age=5, s-maxage=5"),
        ("s-maxage=5", b"public, max-age=5, s-maxage=5"),
        ("max-age=600, s-maxage=soon", b"no-cache"),
    ],
)
def test_a_shared_cache_is_told_no_more_than_the_upstream_tells_one(upstream, told):
    freshness = Freshness()
    freshness.note({"Cache-Control": upstream})
    assert freshness.control(is_private=False) == told


def test_an_incomplete_answer_is_never_stored_and_has_no_tag(asked):
    lacking = (Missing("stars", "timeout"),)
    answered = asked(WHOLE, ("If-None-Match", "*"), missing=lacking)
    assert answered.status == 200
    assert answered.headers["cache-control"] == "no-store"
    assert "etag" not in answered.headers
    assert json.loads(answered.body)["id"] == "p-1"


@pytest.mark.parametrize(("status", "length"), [(204, []), (200, [b"0"])])
def test_an_answer_without_a_body_says_what_caches_may_do(status, length):
    class Done(Answer[NoBody]):
        pass

    Done.status = status
    answered = respond(Done(NoBody()), caching=Caching(control="no-cache", vary=("Accept",)))
    told = answered.raw_headers
    assert [text for name, text in told if name == b"content-length"] == length
    assert (b"cache-control", b"no-cache") in told
    assert (b"vary", b"Accept") in told


def test_a_literal_stands_as_it_is(asked):
    told = asked(Caching(control="no-store")).headers
    assert told["cache-control"] == "no-store"
    assert "vary" not in told
