"""The log: one line of JSON a request, and nothing in it that is a user's."""

import asyncio
import io
import json
import logging
import sys

import pytest
from bff_package.runtime.body import reader
from bff_package.runtime.exchange import EXCHANGE
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.log import JsonLines
from bff_package.runtime.transport import UpstreamRequest, UpstreamResponse
from bff_package.runtime.upstream import Service

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import Product, Product200, little_bff

SECRET = "s3cret-value"
PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Upstream:
    """A transport that answers at once, or fails."""

    def __init__(self, failure=None):
        self.failure = failure
        self.sent = []

    async def fetch(self, request, *, until, max_body):
        self.sent.append(dict(request.headers))
        if self.failure is not None:
            raise self.failure
        return UpstreamResponse(status=200, headers={}, body=b'{"id":"p-1","priceMinor":5}')


READ = reader(Product)


@pytest.fixture
def lines():
    """The lines that the runtime logs, as they are written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("bff_package.runtime")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def asked(tmp_path, monkeypatch):
    def ask_for(answer, *headers, target=f"/v1/products/{SECRET}?token={SECRET}"):
        app = little_bff(tmp_path, monkeypatch, ("GET", "/v1/products/{id}", answer, {}))
        return asyncio.run(ask(app, "GET", target, *headers))

    return ask_for


def calling(required, optional=None):
    async def answer(http, call):
        request = UpstreamRequest(method="GET", path=f"/p/{SECRET}", query=f"q={SECRET}")
        async with call.sources() as source:
            service = Service("catalog", "http://catalog", required)
            found = source.required(service.fetch(request, READ, source="product"), cap_ms=300)
            if optional is not None:
                for _ in range(2):
                    other = Service("reviews", "http://reviews", optional)
                    made = other.fetch(request, READ, source="rating")
                    source.optional("stars", made, cap_ms=300)
        return Product200(found.value, missing=source.missing)

    return answer


def test_a_request_is_one_line_that_says_what_came_of_each_source(asked, lines):
    required, optional = Upstream(), Upstream(UpstreamFailed("status", 503))
    answered = asked(
        calling(required, optional),
        ("traceparent", PARENT),
        ("X-Request-Id", "req-12345678"),
        ("Authorization", f"Bearer {SECRET}"),
    )
    assert answered.status == 200
    (line,) = lines()
    assert line.pop("time").endswith("+00:00")
    assert line.pop("ms") >= 0
    sources = line.pop("sources")
    assert all(each.pop("ms") >= 0 for each in sources.values())
    assert sources == {
        "product": {"service": "catalog", "outcome": "ok"},
        "rating": {"service": "reviews", "outcome": "status", "status": 503, "calls": 2},
    }
    assert line == {
        "level": "info",
        "operation": "getProduct",
        "method": "GET",
        "status": 200,
        "request_id": "req-12345678",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "incomplete": {"stars": "status"},
    }


def test_every_upstream_is_sent_the_trace_and_the_id_that_the_client_gets_back(asked):
    required, optional = Upstream(), Upstream()
    answered = asked(calling(required, optional), ("traceparent", PARENT))
    sent = [*required.sent, *optional.sent]
    assert len(sent) == 3
    assert len({each["traceparent"] for each in sent}) == 1
    assert sent[0]["traceparent"].startswith(PARENT[:36])
    assert {each["X-Request-Id"] for each in sent} == {answered.headers["x-request-id"]}


@pytest.mark.parametrize(
    ("failure", "status", "level", "code"),
    [
        (UpstreamFailed("timeout"), 504, "warning", "upstream-timeout"),
        (UpstreamFailed("connect"), 502, "warning", "upstream-failed"),
    ],
)
def test_a_problem_names_the_trace_and_the_line_says_what_failed(
    asked, lines, failure, status, level, code
):
    answered = asked(calling(Upstream(failure)), ("traceparent", PARENT))
    told = json.loads(answered.body)
    assert (answered.status, told["instance"]) == (status, f"urn:trace:{PARENT[3:35]}")
    (line,) = lines()
    assert (line["level"], line["status"], line["code"]) == (level, status, code)
    assert line["sources"]["product"]["outcome"] == failure.reason


def test_a_fault_of_ours_is_told_by_its_places_and_nothing_of_the_user_is(asked, lines):
    async def answer(http, call):
        raise KeyError(SECRET)

    answered = asked(answer, ("Cookie", f"session={SECRET}"))
    assert answered.status == 500
    fault, line = lines()
    assert fault["exception"] == "KeyError"
    assert "test_log.py" in fault["at"][-1]
    assert line["trace_id"] in fault["message"]
    assert line["level"] == "error"
    assert SECRET not in json.dumps([fault, line])


def test_no_line_is_about_health_and_none_holds_a_path(asked, lines):
    async def answer(http, call):
        return Product200(Product(id="p-1", price_minor=5))

    asked(answer, target="/-/live")
    assert lines() == []
    asked(answer, target=f"/nothing/{SECRET}")
    (line,) = lines()
    assert (line["operation"], line["status"], line["code"]) == (None, 404, "not-found")
    assert SECRET not in json.dumps(line)


def test_at_level_debug_the_text_of_an_exception_is_told():
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "bad", (), sys.exc_info())
    assert SECRET not in JsonLines().format(record)
    assert json.loads(JsonLines(tells_all=True).format(record))["detail"] == SECRET


def test_a_call_that_is_given_up_is_noted_as_cut(asked, lines):
    class Slow(Upstream):
        async def fetch(self, request, *, until, max_body):
            await asyncio.sleep(5)

    async def answer(http, call):
        request = UpstreamRequest(method="GET", path="/p")
        async with call.sources() as source:
            slow = Service("catalog", "http://catalog", Slow())
            source.optional("slow", slow.fetch(request, READ, source="slow"), cap_ms=300)
            failing = Service("reviews", "http://reviews", Upstream(UpstreamFailed("connect")))
            source.required(failing.fetch(request, READ, source="fast"), cap_ms=300)

    assert asked(answer).status == 502
    (line,) = lines()
    assert {name: each["outcome"] for name, each in line["sources"].items()} == {
        "fast": "connect",
        "slow": "cut",
    }


def test_a_call_outside_of_a_request_is_noted_nowhere():
    async def main():
        assert EXCHANGE.get(None) is None
        service = Service("catalog", "http://catalog", Upstream())
        fetch = service.fetch(UpstreamRequest(method="GET", path="/p"), READ)
        assert isinstance(fetch, Fetch)
        return await fetch.begin(asyncio.get_running_loop().time() + 1)

    assert asyncio.run(main()).id == "p-1"
