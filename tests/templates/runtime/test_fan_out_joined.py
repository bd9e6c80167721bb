"""A source of several calls in a join, and against a model of it."""

import asyncio

from bff_package.runtime.body import MISSING
from bff_package.runtime.call import Call
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.index import Index
from bff_package.runtime.missing import Missing
from bff_package.runtime.writes import Writes
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.templates.runtime.fanning_out import Upstream, failed, for_each, found, in_batch
from tests.templates.runtime.virtual_clock import run

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
