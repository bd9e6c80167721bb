"""A call is made again where its failure may pass: how often, when, and for which share of all."""

import asyncio

import pytest
from bff_package.runtime.body import Body, reader
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.retry import LEAST, Retry, RetryBudget
from bff_package.runtime.retry_after import retry_after_s
from bff_package.runtime.upstream import Service
from hypothesis import given
from hypothesis import strategies as st

from tests.templates.runtime.scripted import Answer, Broken, Scripted, asking
from tests.templates.runtime.virtual_clock import run


class Product(Body):
    id: str


READ = reader(Product)
RETRY = Retry(attempts=2, when=("connect", 503))
DOWN = Answer(status=503)


def asked(transport, retry=RETRY, *, cap_ms=1000, times=1, service=None):
    """Ask one after another; what each ends in."""

    async def main():
        own = service or Service("catalog", "http://catalog", transport)
        ends = []
        for _ in range(times):
            until = asyncio.get_running_loop().time() + cap_ms / 1000
            try:
                ends.append(await own.fetch(asking(), READ, retry=retry).begin(until))
            except UpstreamFailed as failure:
                ends.append(failure.status or failure.reason)
        return ends

    return run(main())


@pytest.mark.parametrize(
    ("turns", "calls", "end"),
    [
        ([Answer()], 1, Product(id="p-1")),
        ([DOWN, Answer()], 2, Product(id="p-1")),
        ([Broken(), Broken(), Answer()], 3, Product(id="p-1")),
        ([DOWN, DOWN, DOWN, Answer()], 3, 503),
        ([Answer(status=502), Answer()], 1, 502),
        ([Answer(status=404), Answer()], 1, 404),
        ([Broken("bad-body"), Answer()], 1, "bad-body"),
        ([Broken(after_ms=2000), Answer()], 1, "timeout"),
        ([Answer(body=b"[]"), Answer()], 1, "bad-body"),
    ],
)
def test_only_what_is_listed_is_tried_again_and_only_so_often(turns, calls, end):
    transport = Scripted(turns)
    assert asked(transport) == [end]
    assert len(transport.at_ms) == calls


def test_a_retry_waits_a_random_time_that_is_short():
    first = []
    for _ in range(40):
        transport = Scripted([DOWN, Answer()])
        asked(transport)
        first.append(transport.at_ms[1] - 10)
    assert min(first) >= 0
    assert max(first) <= 25
    assert len(set(first)) > 5


@pytest.mark.parametrize(
    ("within_ms", "calls"),
    [(34, 1), (36, 2), (94, 2), (96, 3), (None, 3)],
)
def test_a_retry_begins_only_while_its_time_has_not_passed(within_ms, calls, monkeypatch):
    monkeypatch.setattr("random.random", lambda: 1.0)  # it waits 25, then 50 ms
    transport = Scripted([DOWN], [])
    retry = Retry(attempts=2, when=(503,), within_ms=within_ms)
    asked(transport, retry)
    assert len(transport.at_ms) == calls


def test_no_retry_begins_after_the_end_of_its_source():
    transport = Scripted([Answer(status=503, after_ms=96), Answer()])
    assert asked(transport, cap_ms=100) == [503]
    assert transport.at_ms == [0]


@pytest.mark.parametrize(
    ("told", "at_ms"),
    [
        ({"Retry-After": "0"}, [0, 10]),
        ({"Retry-After": "1"}, [0, 1010]),
        ({"Retry-After": "2"}, [0]),
        (
            {
                "Date": "Fri, 27 Nov 2026 08:00:00 GMT",
                "Retry-After": "Fri, 27 Nov 2026 08:00:01 GMT",
            },
            [0, 1010],
        ),
    ],
)
def test_an_upstream_says_how_long_it_is_left_alone(told, at_ms, monkeypatch):
    monkeypatch.setattr("random.random", lambda: 0.0)
    transport = Scripted([Answer(status=503, headers=told), Answer()])
    asked(transport, cap_ms=1500)
    assert transport.at_ms == at_ms


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Fri, 27 Nov 2026 08:00:01 GMT"}, None),
        (
            {
                "Retry-After": "Fri, 27 Nov 2026 07:00:00 GMT",
                "Date": "Fri, 27 Nov 2026 08:00:00 GMT",
            },
            0.0,
        ),
    ],
)
def test_retry_after_is_a_number_or_a_date_beside_the_answers_own(headers, seconds):
    assert retry_after_s(headers) == seconds


def test_nothing_is_tried_again_once_nobody_waits():
    transport = Scripted([DOWN])

    async def main():
        service = Service("catalog", "http://catalog", transport)
        task = asyncio.ensure_future(service.fetch(asking(), READ, retry=RETRY).begin(10.0))
        await asyncio.sleep(0.0101)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(5)

    run(main())
    assert len(transport.at_ms) == 1


def test_a_call_that_makes_up_for_dropped_connections_is_sent_once_by_the_client_library():
    for retry, is_once in ((None, False), (RETRY, True), (Retry(attempts=1, when=(503,)), False)):
        transport = Scripted([Answer()])
        asked(transport, retry)
        assert transport.asked[0].is_once is is_once


def test_a_service_that_is_down_is_asked_again_for_a_fifth_of_its_calls():
    transport = Scripted([Answer(status=503, after_ms=1)])
    asked(transport, Retry(attempts=1, when=(503,)), times=100)
    assert 100 + LEAST <= len(transport.at_ms) <= 100 + 20


def test_all_sources_of_a_service_share_its_budget():
    transport = Scripted([Answer(status=503, after_ms=1)])
    service = Service("catalog", "http://catalog", transport)
    asked(transport, Retry(attempts=1, when=(503,)), times=LEAST, service=service)
    before = len(transport.at_ms)
    asked(transport, Retry(attempts=5, when=("connect", 503)), service=service)
    assert before == 2 * LEAST
    assert len(transport.at_ms) == before + 1


@given(st.lists(st.tuples(st.floats(0, 4), st.booleans()), max_size=300))
def test_what_is_made_again_is_a_share_of_the_last_seconds(events):
    budget, now = RetryBudget(), 0.0
    first, again = [], []
    for wait, fails in events:
        now += wait
        budget.count(now)
        first.append(now)
        if fails and budget.spend(now):
            again.append(now)
        calls = sum(each > now - 11 for each in first)
        # The window ends at whole seconds: what it counts is of 9 to 10 of them.
        assert sum(each > now - 9 for each in again) <= max(LEAST, calls * 0.2) + LEAST
