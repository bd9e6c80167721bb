"""Answers that are kept: fresh, stale, stale in a fault; for whom; what is never kept."""

import asyncio
from dataclasses import replace

import pytest
from bff_package.runtime.body import Body, reader
from bff_package.runtime.cache import Cache, Cached
from bff_package.runtime.caching import Freshness
from bff_package.runtime.exchange import EXCHANGE, Exchange
from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.file_part import FilePart
from bff_package.runtime.identity import Caller
from bff_package.runtime.invalid import dropping
from bff_package.runtime.parts_sent import parts_sending
from bff_package.runtime.store import MemoryStore
from bff_package.runtime.trace import Trace
from bff_package.runtime.upstream import Service

from tests.templates.runtime.scripted import Answer, Broken, Scripted, asking
from tests.templates.runtime.virtual_clock import run


class Product(Body):
    id: str


READ = reader(Product)
CACHED = Cached("getProduct.product", ttl_ms=60_000, told_as="product", cap_ms=200)
STALE = replace(CACHED, revalidate_ms=30_000, if_error_ms=600_000)
BY_CALLER = replace(CACHED, by_caller=True)
DOWN = Answer(status=503)


def told(name):
    return Answer(body=b'{"id": "%s"}' % name.encode())


class Upload(Body):
    photo: FilePart


class Bff:
    """A service with a cache, asked at moments of a virtual clock."""

    def __init__(self, *turns, most_bytes=2**20, credentials=()):
        self.transport = Scripted(list(turns))
        loop = asyncio.get_running_loop()
        self.store = MemoryStore(most_bytes, clock=loop.time)
        self.cache = Cache(self.store)
        self.shown = credentials
        self.service = Service(
            "catalog", "http://catalog", self.transport, lambda: self.shown, self.cache
        )

    @property
    def calls(self):
        return len(self.transport.at_ms)

    async def ask(self, cached=CACHED, *, at_s=None, caller=None, cap_ms=200, read=READ, **more):
        """Ask once: the id, or why not; and how the answer is told to caches of clients."""
        loop = asyncio.get_running_loop()
        if at_s is not None:
            await asyncio.sleep(at_s - loop.time())
        exchange = Exchange(arrived_at=loop.time(), trace=Trace([]))
        exchange.caller, exchange.freshness = caller, Freshness()
        token = EXCHANGE.set(exchange)
        self.exchange = exchange
        fetch = self.service.fetch(asking(**more), read, source="product", cache=cached)
        try:
            return (await fetch.begin(loop.time() + cap_ms / 1000)).id
        except UpstreamFailed as failure:
            return failure.status or failure.reason
        finally:
            EXCHANGE.reset(token)

    @property
    def control(self):
        return self.exchange.freshness.control(is_private=False).decode()


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch):
    monkeypatch.setattr("random.random", lambda: 0.0)


def in_time(test):
    """Run a test in virtual time."""

    def ran():
        run(test())

    ran.__name__ = test.__name__
    return ran


@in_time
async def test_a_fresh_answer_is_no_call():
    bff = Bff(told("one"), told("two"))
    assert await bff.ask() == "one"
    assert bff.control == "public, max-age=60, s-maxage=60"
    assert await bff.ask(at_s=59) == "one"
    assert bff.control == "public, max-age=1, s-maxage=1"
    assert bff.exchange.kept == {"product": "hit"}
    assert await bff.ask(at_s=61) == "two"
    assert bff.exchange.kept is None
    assert bff.calls == 2


@in_time
async def test_a_source_that_keeps_nothing_asks_each_time():
    bff = Bff(told("one"), told("two"))
    assert [await bff.ask(None), await bff.ask(None)] == ["one", "two"]


@pytest.mark.parametrize(
    ("headers", "fresh_s"),
    [
        ({}, 60),
        ({"Cache-Control": "max-age=20"}, 20),
        ({"Cache-Control": "max-age=20", "Age": "15"}, 5),
        ({"Cache-Control": "max-age=600"}, 60),
        ({"Cache-Control": "max-age=600, s-maxage=3"}, 3),
        ({"Cache-Control": "no-store"}, 0),
        ({"Cache-Control": "no-cache"}, 0),
        ({"Cache-Control": "private"}, 0),
        ({"Cache-Control": "max-age=0"}, 0),
        ({"Set-Cookie": "a=b"}, 0),
        ({"Vary": "*"}, 0),
        ({"Vary": "Accept-Language"}, 60),
    ],
)
def test_an_upstream_shortens_what_the_composition_allows(headers, fresh_s):
    async def main():
        bff = Bff(Answer(headers=headers), told("two"))
        await bff.ask(STALE)
        if fresh_s:
            assert await bff.ask(STALE, at_s=fresh_s - 0.5) == "p-1"
            assert bff.calls == 1
        await bff.ask(STALE, at_s=fresh_s + 1)
        await asyncio.sleep(1)
        assert bff.calls == 2

    run(main())


@in_time
async def test_what_is_private_is_kept_for_its_caller():
    bff = Bff(Answer(headers={"Cache-Control": "private, max-age=50"}))
    for at_s in (0, 1, 49):
        assert await bff.ask(BY_CALLER, at_s=at_s, caller=caller("ada")) == "p-1"
    assert bff.calls == 1


@in_time
async def test_an_upstream_that_wants_no_stale_answers_has_none():
    bff = Bff(Answer(headers={"Cache-Control": "must-revalidate"}), DOWN)
    await bff.ask(STALE)
    assert await bff.ask(STALE, at_s=61) == 503


@in_time
async def test_a_stale_answer_is_given_at_once_and_asked_for_anew_behind_it():
    bff = Bff(told("one"), told("two"))
    await bff.ask(STALE)
    assert bff.control.endswith("stale-while-revalidate=30")
    assert await bff.ask(STALE, at_s=70) == "one"
    assert bff.control == "public, max-age=0, s-maxage=0, stale-while-revalidate=20"
    assert bff.exchange.kept == {"product": "stale"}
    assert bff.exchange.stale == {"product": 10}
    await asyncio.sleep(0.02)
    assert await bff.ask(STALE) == "two"
    assert bff.exchange.stale is None
    assert bff.calls == 2


@in_time
async def test_fifty_who_get_a_stale_answer_cause_one_call():
    bff = Bff(told("one"), told("two"))
    await bff.ask(STALE)
    await asyncio.sleep(70)
    assert await asyncio.gather(*(bff.ask(STALE) for _ in range(50))) == ["one"] * 50
    await asyncio.sleep(0.02)
    assert bff.calls == 2


@in_time
async def test_a_refresh_outlives_the_request_and_ends_by_the_sources_own_limit():
    bff = Bff(told("one"), Answer(after_ms=900), told("three"))
    await bff.ask(STALE)
    assert await bff.ask(STALE, at_s=70, cap_ms=20) == "one"
    await asyncio.sleep(0.19)
    assert len(bff.cache.flights) == 1
    await asyncio.sleep(0.02)
    assert len(bff.cache.flights) == 0


@in_time
async def test_a_refresh_that_failed_is_not_begun_again_at_once():
    bff = Bff(told("one"), DOWN, told("three"))
    await bff.ask(STALE)
    for at_s in (70, 70.1, 70.5, 70.9):
        assert await bff.ask(STALE, at_s=at_s) == "one"
    assert bff.calls == 2
    await bff.ask(STALE, at_s=72)
    await asyncio.sleep(0.1)
    assert bff.calls == 3
    assert await bff.ask(STALE) == "three"


@pytest.mark.parametrize("fault", [DOWN, Answer(status=500), Broken("connect"), Broken("", 5000)])
def test_a_stale_answer_stands_in_where_the_upstream_gives_none(fault):
    async def main():
        bff = Bff(told("one"), fault)
        await bff.ask(STALE)
        assert await bff.ask(STALE, at_s=300) == "one"
        assert bff.exchange.stale == {"product": 240}
        assert asyncio.get_running_loop().time() <= 300.2
        assert bff.control == "public, max-age=0, s-maxage=0"
        # Soon after nobody waits for what has just failed.
        assert await bff.ask(STALE) == "one"
        assert bff.calls == 2
        assert await bff.ask(STALE, at_s=659) == "one"
        ended = fault.status if isinstance(fault, Answer) else fault.reason or "timeout"
        assert await bff.ask(STALE, at_s=661) == ended
        await asyncio.sleep(1)

    run(main())


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        (Answer(status=404), 404),
        (Answer(status=422), 422),
        (Answer(body=b"[1]"), "bad-body"),
        (Answer(body=b"no json"), "bad-body"),
        (Broken("too-large"), "too-large"),
    ],
)
def test_nothing_stands_in_for_what_an_upstream_has_said(fault, end):
    async def main():
        bff = Bff(told("one"), fault)
        await bff.ask(STALE)
        assert await bff.ask(STALE, at_s=300) == end

    run(main())


@in_time
async def test_a_bad_body_is_not_kept_and_takes_nothing_away():
    bff = Bff(told("one"), Answer(body=b'{"id": 3}'), told("three"))
    await bff.ask(STALE)
    assert await bff.ask(STALE, at_s=70) == "one"
    await asyncio.sleep(0.1)
    assert (bff.calls, await bff.ask(STALE)) == (2, "one")


@in_time
async def test_what_is_served_although_it_breaks_its_contract_is_not_kept_and_told_once():
    class Row(Body):
        id: str
        items: list[Product]

    read = dropping(Row, source="product", told_as="product")
    broken = Answer(body=b'{"id": "one", "items": [{"id": "a"}, {"id": 3}, {}]}')
    whole = Answer(body=b'{"id": "two", "items": []}')
    bff = Bff(broken, broken, whole)
    for dropped in ({"product": 2}, {"product": 2}, {}, {}):
        assert await bff.ask(read=read) == ("one" if dropped else "two")
        assert bff.exchange.dropped == dropped
    assert bff.calls == 3


@in_time
async def test_a_bad_first_answer_is_not_kept():
    bff = Bff(Answer(body=b'{"id": 3}'), told("two"))
    assert [await bff.ask(), await bff.ask()] == ["bad-body", "two"]


@in_time
async def test_what_cannot_be_read_any_more_is_asked_for_again():
    class Other(Body):
        id: str
        name: str

    bff = Bff(told("one"), Answer(body=b'{"id": "two", "name": "n"}'))
    await bff.ask()
    assert await bff.ask(read=reader(Other)) == "two"
    assert bff.calls == 2


@in_time
async def test_a_404_is_kept_only_where_that_is_asked_for():
    bff = Bff(Answer(status=404))
    assert [await bff.ask(), await bff.ask()] == [404, 404]
    assert bff.calls == 2
    negative = replace(CACHED, negative_ms=5000)
    assert [await bff.ask(negative, path="/q", at_s=at_s) for at_s in (1, 5.9)] == [404, 404]
    assert bff.calls == 3
    await bff.ask(negative, path="/q", at_s=6.1)
    assert bff.calls == 4


@in_time
async def test_what_is_gone_is_not_answered_from_before():
    bff = Bff(told("one"), Answer(status=404), DOWN)
    await bff.ask(STALE)
    await bff.ask(STALE, at_s=70)
    await asyncio.sleep(0.1)
    assert await bff.ask(STALE) == 503


def caller(sub, client_id="app"):
    return Caller(sub=sub, client_id=client_id, scopes=[], roles=[])


@in_time
async def test_two_callers_never_share_what_is_kept_by_caller():
    names = ["ada", "bob", "nobody", "ada-by-another-app"]
    bff = Bff(*map(told, names))
    who = [caller("ada"), caller("bob"), None, caller("ada", "other")]
    for _ in range(3):
        assert [await bff.ask(BY_CALLER, caller=each) for each in who] == names
    assert bff.calls == 4
    assert bff.control.startswith("private, max-age=")


@in_time
async def test_two_credentials_never_share_what_is_kept_by_caller():
    bff = Bff(told("ada"), told("bob"))
    for token, name in (("a", "ada"), ("b", "bob"), ("a", "ada")):
        bff.shown = (("Authorization", f"Bearer {token}"),)
        assert await bff.ask(BY_CALLER) == name
    assert bff.calls == 2


@in_time
async def test_callers_share_what_is_kept_for_everybody():
    bff = Bff(told("one"))
    for each in (caller("ada"), caller("bob"), None):
        assert await bff.ask(caller=each) == "one"
    assert bff.calls == 1


@in_time
async def test_all_that_is_sent_is_part_of_the_key():
    bff = Bff(*(told(str(number)) for number in range(6)))
    asked = [
        {},
        {"path": "/q"},
        {"query": "a=1"},
        {"headers": (("Accept-Language", "de"),)},
        {"headers": (("Accept-Language", "en"),)},
        {"body": b"{}"},
    ]
    first = [await bff.ask(**each) for each in asked]
    assert [await bff.ask(**each) for each in asked] == first
    assert bff.calls == len(set(first)) == len(asked)


@in_time
async def test_two_sources_never_share_their_entries():
    bff = Bff(told("one"), told("two"))
    assert await bff.ask() == "one"
    assert await bff.ask(replace(CACHED, name="getProduct.other")) == "two"


@in_time
async def test_a_hundred_equal_calls_are_one():
    bff = Bff(told("one"))
    assert await asyncio.gather(*(bff.ask() for _ in range(100))) == ["one"] * 100
    assert bff.calls == 1


@in_time
async def test_each_of_several_who_wait_hears_of_the_failure():
    bff = Bff(DOWN)
    assert await asyncio.gather(*(bff.ask() for _ in range(9))) == [503] * 9
    assert bff.calls == 1


@in_time
async def test_a_call_goes_on_for_who_is_left_and_ends_when_nobody_is():
    bff = Bff(Answer(after_ms=100))
    first, second = (asyncio.ensure_future(bff.ask()) for _ in range(2))
    await asyncio.sleep(0.02)
    first.cancel()
    assert await second == "p-1"
    assert (bff.calls, bff.transport.cancelled) == (1, 0)
    third = asyncio.ensure_future(bff.ask(path="/q"))
    await asyncio.sleep(0.02)
    third.cancel()
    await asyncio.sleep(0.01)
    assert (bff.calls, bff.transport.cancelled, len(bff.cache.flights)) == (2, 1, 0)


@in_time
async def test_who_has_more_time_than_who_began_asks_again():
    bff = Bff(Answer(after_ms=100), told("two"))
    hasty = asyncio.ensure_future(bff.ask(cap_ms=50))
    await asyncio.sleep(0.01)
    assert await bff.ask(cap_ms=500) == "two"
    assert await hasty == "timeout"
    assert bff.calls == 2


@in_time
async def test_who_has_less_time_than_who_began_ends_by_it():
    bff = Bff(Answer(after_ms=100))
    patient = asyncio.ensure_future(bff.ask(cap_ms=500))
    await asyncio.sleep(0.01)
    assert await bff.ask(cap_ms=30) == "timeout"
    assert await patient == "p-1"


@in_time
async def test_a_stop_ends_what_is_asked_for_in_the_background():
    bff = Bff(told("one"), Answer(after_ms=150))
    await bff.ask(STALE)
    await bff.ask(STALE, at_s=70)
    await asyncio.sleep(0.01)
    await bff.cache.close()
    assert (bff.transport.cancelled, len(bff.cache.flights)) == (1, 0)


@in_time
async def test_no_value_of_a_user_stands_in_a_key():
    bff = Bff(told("one"))
    await bff.ask(BY_CALLER, path="/secret", caller=caller("ada"))
    (key,) = bff.store._entries
    assert len(key) == 64
    assert not {"secret", "ada"} & {key[at : at + 3] for at in range(62)}


@in_time
async def test_a_bff_without_a_cache_asks_each_time():
    transport = Scripted([told("one"), told("two")])
    service = Service("catalog", "http://catalog", transport)
    for name in ("one", "two"):
        found = await service.fetch(asking(), READ, cache=CACHED).begin(1.0)
        assert found.id == name


@in_time
async def test_what_is_asked_with_a_body_on_its_way_is_never_kept():
    bff = Bff(told("one"), told("two"))
    for name in ("one", "two"):
        sending = parts_sending(Upload(photo=FilePart(name.encode())))
        assert await bff.ask(is_safe=True, sending=sending) == name
    assert not bff.store._entries
