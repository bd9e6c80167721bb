"""A source of several calls, in virtual time: what is asked for, at once, kept and left out."""

import asyncio
from functools import partial

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.fan_out import batch, each
from bff_package.runtime.fetch import Fetch, UpstreamFailed

from tests.templates.runtime.fanning_out import Upstream, failed, for_each, found, in_batch
from tests.templates.runtime.virtual_clock import run


def ended(fetch, *, within_s=60.0):
    return run(fetch.begin(within_s))


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
