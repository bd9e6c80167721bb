"""The join in virtual time: what is begun, what is cut, and when.

In `test_join_failures.py` it fails or is cancelled, in `test_join_missing.py` it lacks something.
"""

import asyncio
import gc

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.missing import Missing

from tests.templates.runtime.joining import Upstream, call, now_ms
from tests.templates.runtime.virtual_clock import run

# --- rule 1: begun at once, or when the inputs are there; nothing outside, nothing left


def test_independent_sources_run_side_by_side_and_the_block_ends_with_the_last():
    async def plan():
        up = Upstream()
        async with call(within_ms=400).sources() as source:
            product = source.required(up.gives("product", "p", after_ms=90), cap_ms=200)
            rating = source.optional("rating", up.gives("rating", "r", after_ms=40), cap_ms=200)
        assert (product.value, rating.value, source.missing, now_ms()) == ("p", "r", (), 90)
        return up.notes

    assert run(plan()) == [
        "0 product begun",
        "0 rating begun",
        "40 rating ended",
        "90 product ended",
    ]


def test_a_fetch_that_no_join_begins_sends_nothing_and_leaves_nothing_unawaited(recwarn):
    up = Upstream()
    up.gives("product", "p", after_ms=1)
    gc.collect()
    assert (up.notes, list(recwarn)) == ([], [])


def test_a_dependent_source_begins_in_the_turn_in_which_its_last_input_is_there():
    async def plan():
        up = Upstream()
        async with call(within_ms=400).sources() as source:
            product = source.required(up.gives("product", 2, after_ms=30), cap_ms=100)
            price = source.required(up.gives("price", 3, after_ms=50), cap_ms=100)
            total = source.after(product, price).required(
                lambda a, b: up.gives("total", a * b, after_ms=20), cap_ms=100
            )
        return total.value, now_ms(), up.notes[-2:]

    assert run(plan()) == (6, 70, ["50 total begun", "70 total ended"])


def test_a_chain_of_three_waits_for_each_link_and_four_inputs_are_handed_on_in_order():
    async def plan():
        up = Upstream()
        async with call(within_ms=400).sources() as source:
            a = source.required(up.gives("a", "a", after_ms=30), cap_ms=100)
            b = source.after(a).optional(
                "b", lambda a: up.gives("b", a + "b", after_ms=9), cap_ms=50
            )
            c = source.after(b).optional(
                "c", lambda b: up.gives("c", b + "c", after_ms=5), cap_ms=50
            )
            d = source.after(c, b, a, c).optional(
                "d", lambda *inputs: up.gives("d", "/".join(inputs), after_ms=1), cap_ms=50
            )
        return d.value, now_ms()

    assert run(plan()) == ("abc/ab/a/abc", 45)


def test_a_source_made_before_or_after_the_block_is_refused():
    async def plan():
        up = Upstream()
        source = call(within_ms=100).sources()
        with pytest.raises(RuntimeError, match="inside the block"):
            source.required(up.gives("early", 1, after_ms=1), cap_ms=10)
        async with source:
            pass
        with pytest.raises(RuntimeError, match="inside the block"):
            source.optional("late", up.gives("late", 1, after_ms=1), cap_ms=10)
        return up.notes

    assert run(plan()) == []


def test_a_value_read_inside_the_block_says_when_it_will_be_there():
    async def plan():
        async with call(within_ms=100).sources() as source:
            product = source.required(Upstream().gives("product", 1, after_ms=1), cap_ms=10)
            with pytest.raises(RuntimeError, match="after the block"):
                _ = product.value
        return product.value

    assert run(plan()) == 1


def test_a_plan_without_sources_ends_at_once():
    async def plan():
        async with call(within_ms=100).sources() as source:
            pass
        return source.missing, now_ms()

    assert run(plan()) == ((), 0)


# --- rule 2: each call ends by itself; the plan's end cuts what is optional


def test_an_optional_source_past_its_own_cap_is_missing_for_timeout():
    async def plan():
        async with call(within_ms=400).sources() as source:
            rating = source.optional("rating", Upstream().gives("r", 1, after_ms=900), cap_ms=80)
        return rating.value, source.missing, now_ms()

    assert run(plan()) == (MISSING, (Missing("rating", "timeout"),), 80)


def test_only_an_optional_source_late_is_cut_at_the_plans_end_and_never_a_failure():
    async def plan():
        up = Upstream()
        async with call(within_ms=100).sources() as source:
            product = source.required(up.gives("product", "p", after_ms=30), cap_ms=90)
            rating = source.optional("rating", up.gives("rating", 1, after_ms=500), cap_ms=450)
        return product.value, rating.value, source.missing, now_ms()

    for _ in range(40):
        assert run(plan()) == ("p", MISSING, (Missing("rating", "budget"),), 100)


def test_an_optional_call_that_does_not_end_by_itself_is_cut_at_the_plans_end():
    async def deaf(until):
        await asyncio.get_running_loop().create_future()

    async def plan(cap_ms):
        async with call(within_ms=100).sources() as source:
            source.optional("rating", Fetch(deaf), cap_ms=cap_ms)
        return source.missing[0].reason, now_ms()

    # The shorter of the two limits is the reason, however the call came to its end.
    assert run(plan(cap_ms=300)) == ("budget", 100)
    assert run(plan(cap_ms=60)) == ("timeout", 100)


@pytest.mark.parametrize(("cap_ms", "reason", "at_ms"), [(60, "timeout", 60), (300, "budget", 100)])
def test_a_required_source_fails_by_its_own_limit(cap_ms, reason, at_ms):
    async def plan():
        with pytest.raises(UpstreamFailed) as failure:
            async with call(within_ms=100).sources() as source:
                source.required(Upstream().gives("product", 1, after_ms=500), cap_ms=cap_ms)
        return failure.value.reason, now_ms()

    assert run(plan()) == (reason, at_ms)


def test_a_required_call_that_does_not_end_by_itself_cannot_hold_up_the_plan():
    async def deaf(until):
        await asyncio.get_running_loop().create_future()

    async def plan():
        with pytest.raises(UpstreamFailed) as failure:
            async with call(within_ms=100).sources() as source:
                source.required(Fetch(deaf), cap_ms=300)
        return failure.value.reason, now_ms()

    assert run(plan()) == ("budget", 100)


def test_a_cap_counts_from_the_beginning_of_its_call_not_of_the_plan():
    async def plan():
        up = Upstream()
        async with call(within_ms=400).sources() as source:
            product = source.required(up.gives("product", 1, after_ms=70), cap_ms=100)
            hero = source.after(product).optional(
                "hero", lambda _: up.gives("hero", "h", after_ms=90), cap_ms=100
            )
        return hero.value, now_ms()

    assert run(plan()) == ("h", 160)


def test_what_is_waited_for_is_known_early_so_the_block_ends_early():
    async def plan():
        async with call(within_ms=9_000).sources() as source:
            source.required(Upstream().gives("product", 1, after_ms=20), cap_ms=8_000)
        return now_ms()

    assert run(plan()) == 20


def test_a_call_begun_after_the_plans_end_is_not_made():
    async def plan():
        up = Upstream()
        async with call(within_ms=-1).sources() as source:
            rating = source.optional("rating", up.gives("rating", 1, after_ms=1), cap_ms=80)
        with pytest.raises(UpstreamFailed, match="budget"):
            async with call(within_ms=0).sources() as source:
                source.required(up.gives("product", 1, after_ms=1), cap_ms=80)
        return rating.value, up.notes

    assert run(plan()) == (MISSING, [])
