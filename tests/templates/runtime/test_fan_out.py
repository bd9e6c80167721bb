"""A source of several calls, in virtual time: what is asked for, at once, kept, left out and told.

A stand-in for an upstream answers chunks of keys (`batch`) or single keys (`each`) after a time,
and notes what is asked of it and how much of it is out. All ends by itself at the moment given.
"""

import asyncio
from dataclasses import dataclass, field
from functools import partial

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.call import Call
from bff_package.runtime.fan_out import batch, each
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.index import Index
from bff_package.runtime.missing import Missing
from bff_package.runtime.writes import Writes
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.templates.runtime.virtual_clock import run


@dataclass
class Upstream:
    """Answers with the upper case of each key, 10 ms a call where nothing else is said.

    Attributes:
        takes_ms, fails: of the call whose first key it is; unknown: keys that it does not have.
        asked: what each call asked for, in the order in which the calls began.
    """

    takes_ms: dict = field(default_factory=dict)
    fails: dict = field(default_factory=dict)
    unknown: str = ""
    asked: list = field(default_factory=list)
    until: list = field(default_factory=list)
    cancelled: list = field(default_factory=list)
    out: int = 0
    peak: int = 0

    def chunk(self, keys):
        return Fetch(lambda until: self._call(tuple(keys), until))

    def one(self, key):
        return Fetch(lambda until: self._one(key, until))

    async def _one(self, key, until):
        return (await self._call((key,), until))[key]

    async def _call(self, keys, until):
        loop = asyncio.get_running_loop()
        self.asked.append(keys)
        self.until.append(until)
        self.out += 1
        self.peak = max(self.peak, self.out)
        try:
            takes_s = self.takes_ms.get(keys[0], 10) / 1000
            await asyncio.sleep(min(takes_s, until - loop.time()))
            if loop.time() >= until:
                raise UpstreamFailed("timeout")
        except asyncio.CancelledError:
            self.cancelled.append(keys)
            raise
        finally:
            self.out -= 1
        if keys[0] in self.fails:
            raise self.fails[keys[0]]
        return {key: key.upper() for key in keys if key not in self.unknown}


def in_batch(upstream, keys, *, size=2, at_once=4, **more):
    return batch(keys, upstream.chunk, lambda answer: answer, size=size, at_once=at_once, **more)


def for_each(upstream, elements, *, limit=99, at_once=4, **more):
    return each(
        elements, upstream.one, lambda element: element, limit=limit, at_once=at_once, **more
    )


def ended(fetch, *, within_s=60.0):
    return run(fetch.begin(within_s))


def found(index, keys="abcdefgh"):
    return {key: index.by(key) for key in keys if index.by(key) is not MISSING}


def failed(reason, status=None):
    return UpstreamFailed(reason, status)


# --- what is asked for


@pytest.mark.parametrize(
    ("keys", "size", "asked"),
    [
        ("", 2, []),
        ("a", 2, ["a"]),
        ("ab", 2, ["ab"]),
        ("abc", 2, ["ab", "c"]),
        ("abcdef", 2, ["ab", "cd", "ef"]),
        ("cba", 9, ["cba"]),  # in the order of the keys, not of the alphabet
        ("abacbd", 3, ["abc", "d"]),  # equal keys are asked for once
        (["a", MISSING, None, "b"], 2, ["ab"]),
        ([None, MISSING], 2, []),
    ],
)
def test_keys_are_asked_for_in_chunks_in_their_order_each_once(keys, size, asked):
    upstream = Upstream()

    index = ended(in_batch(upstream, keys, size=size))

    assert upstream.asked == [tuple(chunk) for chunk in asked]
    wanted = dict.fromkeys("".join(asked))
    assert index.elements == [key.upper() for key in wanted]
    assert index.reason is None


@pytest.mark.parametrize(
    ("elements", "asked"),
    [("", []), ("ba", ["b", "a"]), ("aab", ["a", "b"]), (["a", MISSING, None], ["a"])],
)
def test_an_element_is_asked_for_once_a_key(elements, asked):
    upstream = Upstream()

    index = ended(for_each(upstream, elements))

    assert upstream.asked == [(key,) for key in asked]
    assert index.elements == [key.upper() for key in asked]


def test_zero_and_the_empty_text_are_keys():
    async def answer(keys):
        return {key: str(key) for key in keys}

    index = ended(
        batch([0, "", 1], lambda keys: Fetch(lambda _: answer(keys)), dict, size=9, at_once=4)
    )

    assert (index.by(0), index.by("")) == ("0", "")


def test_a_key_that_the_upstream_does_not_have_is_not_found():
    index = ended(in_batch(Upstream(unknown="b"), "abc"))

    assert (index.by("a"), index.by("b"), index.by("c")) == ("A", MISSING, "C")
    assert index.elements == ["A", "C"]
    assert index.reason is None


def test_what_was_not_asked_for_is_not_found():
    async def generous(keys):
        return {**{key: key.upper() for key in keys}, "z": "Z"}

    index = ended(
        batch("ab", lambda keys: Fetch(lambda _: generous(keys)), dict, size=2, at_once=4)
    )

    assert index.elements == ["A", "B"]
    assert index.by("z") is MISSING


def test_a_call_that_is_left_out_is_no_call():
    upstream = Upstream()

    def fetch(key):
        return MISSING if key == "b" else upstream.one(key)

    index = ended(each("abc", fetch, lambda element: element, limit=2, at_once=4, partial=True))

    assert upstream.asked == [("a",)]  # `b` is one of the two elements, and has no call
    assert (index.by("a"), index.by("b"), index.reason) == ("A", MISSING, None)


# --- limits


@pytest.mark.parametrize("fan_out", [in_batch, for_each])
def test_more_keys_than_the_limit_fail_a_source_that_must_be_whole(fan_out):
    upstream = Upstream()

    with pytest.raises(UpstreamFailed) as told:
        ended(fan_out(upstream, "abcd", limit=3))

    assert told.value.reason == "too-large"
    assert upstream.asked == []


@pytest.mark.parametrize("fan_out", [in_batch, for_each])
def test_more_keys_than_the_limit_are_left_out_where_a_source_may_be_partial(fan_out):
    upstream = Upstream()

    index = ended(fan_out(upstream, "abcd", limit=3, partial=True))

    assert "".join(key for chunk in upstream.asked for key in chunk) == "abc"
    assert found(index) == {"a": "A", "b": "B", "c": "C"}
    assert index.reason is None


@pytest.mark.parametrize("fan_out", [in_batch, for_each])
def test_only_keys_that_differ_count_against_the_limit(fan_out):
    keys = ["a", None, "a", "b", MISSING, "b"]

    assert ended(fan_out(Upstream(), keys, limit=2)).elements == ["A", "B"]


@pytest.mark.parametrize(("at_once", "peak", "took_ms"), [(1, 1, 40), (2, 2, 20), (9, 4, 10)])
def test_no_more_calls_are_out_than_may_be(at_once, peak, took_ms):
    upstream = Upstream()

    async def timed():
        await in_batch(upstream, "abcdefgh", at_once=at_once).begin(60.0)
        return round(asyncio.get_running_loop().time() * 1000)

    assert (run(timed()), upstream.peak) == (took_ms, peak)


def test_four_calls_are_out_where_nothing_is_said():
    upstream = Upstream()
    ended(for_each(upstream, "abcdefgh"))

    assert upstream.peak == 4


def test_a_slow_call_does_not_hold_up_those_behind_it():
    upstream = Upstream(takes_ms={"a": 100})

    async def timed():
        await for_each(upstream, "abcdef", at_once=2).begin(60.0)
        return round(asyncio.get_running_loop().time() * 1000)

    assert run(timed()) == 100  # the other five take turns beside it: 50 ms


def test_every_call_is_given_the_limit_of_its_source():
    upstream = Upstream()
    ended(in_batch(upstream, "abcdef", at_once=1), within_s=7.5)

    assert upstream.until == [7.5, 7.5, 7.5]


def test_nothing_is_begun_before_the_source_is():
    upstream = Upstream()
    in_batch(upstream, "abc")
    for_each(upstream, "abc")

    assert upstream.asked == []


# --- failures


@pytest.mark.parametrize("fan_out", [partial(in_batch, size=1), for_each])
def test_the_first_call_that_fails_ends_a_source_that_must_be_whole(fan_out):
    upstream = Upstream(
        takes_ms={"a": 30, "c": 20, "e": 50},
        fails={"a": failed("connect"), "c": failed("status", 404)},
    )

    async def performed():
        with pytest.raises(UpstreamFailed) as told:
            await fan_out(upstream, "aceg").begin(60.0)
        return told.value, asyncio.get_running_loop().time()

    failure, at_s = run(performed())

    assert (failure.reason, failure.status, at_s) == ("status", 404, 0.02)
    assert upstream.cancelled == [("a",), ("e",)]


def test_no_further_call_begins_behind_a_failure():
    upstream = Upstream(fails={"a": failed("connect")}, takes_ms={"b": 30})

    with pytest.raises(UpstreamFailed):
        ended(for_each(upstream, "abcd", at_once=2))

    assert upstream.asked == [("a",), ("b",)]


def test_a_failed_call_leaves_its_own_keys_out_where_a_source_may_be_partial():
    upstream = Upstream(fails={"c": failed("status", 503)})

    index = ended(in_batch(upstream, "abcdef", partial=True))

    assert found(index) == {"a": "A", "b": "B", "e": "E", "f": "F"}
    assert index.elements == ["A", "B", "E", "F"]
    assert index.reason == "status"


def test_the_reason_is_that_of_the_first_call_that_failed_in_the_order_of_calls():
    upstream = Upstream(
        takes_ms={"a": 30}, fails={"a": failed("connect"), "b": failed("status", 500)}
    )

    assert ended(for_each(upstream, "abc", partial=True)).reason == "connect"


def test_where_every_call_fails_nothing_is_found_and_one_reason_is_told():
    upstream = Upstream(fails={key: failed("connect") for key in "abc"})

    index = ended(for_each(upstream, "abc", partial=True))

    assert (index.elements, index.reason) == ([], "connect")


@pytest.mark.parametrize("partial", [False, True])
def test_a_fault_of_our_own_is_not_taken_for_a_failure(partial):
    upstream = Upstream(fails={"b": ZeroDivisionError()}, takes_ms={"c": 30})

    with pytest.raises(ZeroDivisionError):
        ended(for_each(upstream, "abc", partial=partial))

    assert upstream.cancelled == [("c",)]


# --- cancelled


@pytest.mark.parametrize("partial", [False, True])
def test_a_source_that_is_cancelled_leaves_no_call_behind(partial):
    upstream = Upstream(takes_ms=dict.fromkeys("abc", 1000))

    async def cancelled():
        task = asyncio.ensure_future(for_each(upstream, "abc", partial=partial).begin(60.0))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(cancelled())  # `run` holds that no task is left

    assert (upstream.out, upstream.cancelled) == (0, [("a",), ("b",), ("c",)])


@pytest.mark.parametrize("fails", [False, True])
def test_a_source_waits_for_calls_that_end_slowly_however_often_it_is_cancelled(fails):
    closed = []

    async def slow_to_close(key):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            for _ in range(3):  # a further cancellation does not hurry it
                try:
                    await asyncio.sleep(0.1)
                except asyncio.CancelledError:
                    continue
            closed.append(key)
            raise

    async def fails_at_once():
        raise failed("connect")

    async def cancelled_twice():
        def fetch(key):
            return Fetch(lambda _: fails_at_once() if key == "x" else slow_to_close(key))

        task = asyncio.ensure_future(
            each("abx" if fails else "ab", fetch, str, limit=3, at_once=4).begin(60)
        )
        for _ in range(2):
            await asyncio.sleep(0.05)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return sorted(closed)

    assert run(cancelled_twice()) == ["a", "b"]


# --- in a join


def joined(upstream, fetch, *, cap_ms, within_ms=1000, **more):
    async def performed():
        loop = asyncio.get_running_loop()
        call = Call(ends_at=loop.time() + within_ms / 1000, writes=Writes())
        async with call.sources() as source:
            made = source.optional("images", fetch, cap_ms=cap_ms, **more)
        return made.value, source.missing

    return run(performed())


def test_a_partial_source_is_there_and_is_told_as_incomplete_once():
    upstream = Upstream(fails={"a": failed("connect"), "c": failed("status", 500)})

    index, missing = joined(upstream, in_batch(upstream, "abcdef", partial=True), cap_ms=500)

    assert found(index) == {"e": "E", "f": "F"}
    assert missing == (Missing("images", "connect"),)


def test_a_late_call_leaves_out_its_own_keys_when_the_source_has_its_own_limit():
    upstream = Upstream(takes_ms={"c": 900})
    fallback = Index()

    index, missing = joined(
        upstream, in_batch(upstream, "abcd", partial=True), cap_ms=100, fallback=fallback
    )

    assert found(index) == {"a": "A", "b": "B"}
    assert missing == (Missing("images", "timeout"),)


def test_a_call_that_is_late_by_the_plan_says_so():
    def begin(until):
        async def late():
            return Index({"a": "A"}, "timeout")

        return late()

    _, missing = joined(Upstream(), Fetch(begin), cap_ms=5000)

    assert missing == (Missing("images", "budget"),)


def test_a_source_without_keys_makes_no_call_and_is_complete():
    upstream = Upstream()

    index, missing = joined(upstream, in_batch(upstream, [None]), cap_ms=100)

    assert (index.elements, missing, upstream.asked) == ([], (), [])


# --- against a model


def foretold(keys, *, size, limit, is_partial, unknown, fails):
    """Say what a batch comes to, all calls taking the same time: what is found, or a reason."""
    wanted = []
    for key in keys:
        if key is not None and key is not MISSING and key not in wanted:
            wanted.append(key)
    if limit is not None and len(wanted) > limit:
        if not is_partial:
            return "too-large"
        wanted = wanted[:limit]
    chunks = [wanted[at : at + size] for at in range(0, len(wanted), size)]
    broken = [chunk for chunk in chunks if chunk[0] in fails]
    if broken and not is_partial:
        return fails[broken[0][0]]
    kept = [key for chunk in chunks if chunk not in broken for key in chunk if key not in unknown]
    return [key.upper() for key in kept], fails[broken[0][0]] if broken else None, chunks


KEYS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", None, MISSING]), max_size=9)
FAILS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["connect", "status"]))


@settings(deadline=None)
@given(
    keys=KEYS,
    size=st.integers(1, 4),
    limit=st.none() | st.integers(1, 6),
    at_once=st.integers(1, 4),
    is_partial=st.booleans(),
    unknown=st.sets(st.sampled_from("abcdef")),
    fails=FAILS,
)
def test_a_batch_comes_to_what_a_model_tells(
    keys, size, limit, at_once, is_partial, unknown, fails
):
    upstream = Upstream(
        unknown="".join(sorted(unknown)), fails={key: failed(why) for key, why in fails.items()}
    )
    fetch = in_batch(upstream, keys, size=size, limit=limit, at_once=at_once, partial=is_partial)

    async def performed():
        try:
            index = await fetch.begin(60.0)
        except UpstreamFailed as failure:
            return failure.reason
        return index.elements, index.reason, [list(chunk) for chunk in upstream.asked]

    told = foretold(
        keys, size=size, limit=limit, is_partial=is_partial, unknown=unknown, fails=fails
    )
    assert run(performed()) == told
    assert upstream.out == 0
    assert upstream.peak <= at_once


@settings(deadline=None)
@given(
    keys=KEYS,
    limit=st.integers(1, 6),
    at_once=st.integers(1, 4),
    is_partial=st.booleans(),
    fails=FAILS,
)
def test_an_each_is_a_batch_of_single_keys(keys, limit, at_once, is_partial, fails):
    upstream = Upstream(fails={key: failed(why) for key, why in fails.items()})
    fetch = for_each(upstream, keys, limit=limit, at_once=at_once, partial=is_partial)

    async def performed():
        try:
            index = await fetch.begin(60.0)
        except UpstreamFailed as failure:
            return failure.reason
        return index.elements, index.reason, [list(chunk) for chunk in upstream.asked]

    told = foretold(keys, size=1, limit=limit, is_partial=is_partial, unknown=(), fails=fails)
    assert run(performed()) == told
    assert upstream.peak <= at_once
