"""A join that fails or is cancelled: what is told, what is stopped, and that nothing is left."""
# ruff: noqa: PT012 - a join raises where its block ends, so the whole block is what raises
# ruff: noqa: PT012 - a join raises where its block ends, so the whole block is what raises

import asyncio

import pytest
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.missing import Missing

from tests.templates.runtime.joining import Upstream, call, failed, now_ms
from tests.templates.runtime.virtual_clock import run

# --- rule 3: the first required failure wins, alone


def test_a_required_failure_cancels_its_siblings_and_waits_for_their_end():
    async def plan():
        up = Upstream()

        async def slow_to_stop(until):
            try:
                await asyncio.sleep(300)
            finally:
                await asyncio.sleep(0.015)
                up._note("slow", "cleaned up")

        with pytest.raises(UpstreamFailed) as failure:
            async with call(within_ms=400).sources() as source:
                source.optional("rating", up.gives("rating", 1, after_ms=300), cap_ms=350)
                source.required(up.fails("product", failed("connect"), after_ms=40), cap_ms=100)
                source.optional("slow", Fetch(slow_to_stop), cap_ms=350)
                product = source.required(up.gives("price", 1, after_ms=200), cap_ms=300)
                source.after(product).optional(
                    "hero", lambda _: up.gives("hero", 1, after_ms=1), cap_ms=9
                )
        return failure.value.reason, now_ms(), up.notes[3:]

    assert run(plan()) == (
        "connect",
        55,
        ["40 product ended", "40 rating cancelled", "40 price cancelled", "55 slow cleaned up"],
    )


@pytest.mark.parametrize("first_ms", [40, 60])
def test_of_two_required_failures_apart_in_time_the_first_is_told(first_ms):
    async def plan():
        up = Upstream()
        with pytest.raises(UpstreamFailed) as failure:
            async with call(within_ms=400).sources() as source:
                source.required(up.fails("a", failed("status", 503), after_ms=50), cap_ms=100)
                source.required(up.fails("b", failed("status", 404), after_ms=first_ms), cap_ms=100)
        return failure.value.status, now_ms()

    assert run(plan()) == ((404, 40) if first_ms == 40 else (503, 50))


@pytest.mark.parametrize("statuses", [(404, 503), (503, 404), (500, 500)])
def test_of_two_required_failures_in_one_turn_the_first_in_plan_order_is_told(statuses):
    async def plan():
        up = Upstream()
        with pytest.raises(UpstreamFailed) as failure:
            async with call(within_ms=400).sources() as source:
                source.optional("a", up.fails("a", failed("status", 418), after_ms=50), cap_ms=100)
                for status in statuses:
                    source.required(
                        up.fails("b", failed("status", status), after_ms=50), cap_ms=100
                    )
        return failure.value.status

    assert [run(plan()) for _ in range(100)] == [statuses[0]] * 100


def test_the_failure_is_told_with_the_status_that_the_plan_maps_it_to():
    async def plan(status):
        up = Upstream()
        with pytest.raises(UpstreamFailed) as failure:
            async with call(within_ms=400).sources() as source:
                source.required(
                    up.fails("a", failed("status", status), after_ms=1),
                    cap_ms=100,
                    on_status={404: 404, 410: 404},
                )
        return failure.value.status, failure.value.client_status

    assert run(plan(410)) == (410, 404)
    assert run(plan(500)) == (500, None)


def test_a_fault_of_ours_ends_the_plan_from_an_optional_source_too():
    async def plan():
        up = Upstream()
        with pytest.raises(ZeroDivisionError):
            async with call(within_ms=400).sources() as source:
                source.required(up.gives("product", 1, after_ms=90), cap_ms=100)
                source.optional(
                    "rating", up.fails("r", ZeroDivisionError(), after_ms=5), cap_ms=100
                )
        return now_ms(), up.notes[-1]

    assert run(plan()) == (5, "5 product cancelled")


def test_a_fault_in_the_plans_own_function_is_raised_where_the_plan_is():
    async def plan():
        up = Upstream()
        with pytest.raises(AttributeError, match="sku"):
            async with call(within_ms=400).sources() as source:
                product = source.required(up.gives("product", "p", after_ms=5), cap_ms=100)
                source.after(product).optional("price", lambda p: p.sku, cap_ms=100)
                source.optional("rating", up.gives("rating", 1, after_ms=90), cap_ms=100)
        return up.notes[-1]

    assert run(plan()) == "5 rating cancelled"


def test_a_fault_inside_the_block_cancels_what_was_begun():
    async def plan():
        up = Upstream()
        with pytest.raises(KeyError):
            async with call(within_ms=400).sources() as source:
                source.required(up.gives("product", 1, after_ms=90), cap_ms=100)
                await asyncio.sleep(0.01)
                raise KeyError("px")
        return now_ms(), up.notes

    assert run(plan()) == (10, ["0 product begun", "10 product cancelled"])


def test_a_call_that_its_library_cancels_by_itself_is_a_broken_connection():
    async def given_up(until):
        raise asyncio.CancelledError

    async def plan():
        async with call(within_ms=400).sources() as source:
            source.optional("rating", Fetch(given_up), cap_ms=100)
        with pytest.raises(UpstreamFailed, match="connect"):
            async with call(within_ms=400).sources() as required:
                required.required(Fetch(given_up), cap_ms=100)
        return source.missing

    assert run(plan()) == (Missing("rating", "connect"),)


# --- cancellation from outside


def test_cancelling_the_caller_cancels_every_call_and_waits_for_their_end():
    async def plan(up):
        async with call(within_ms=400).sources() as source:
            source.required(up.gives("product", 1, after_ms=90), cap_ms=100)
            source.optional("rating", up.gives("rating", 1, after_ms=90), cap_ms=100)

    async def caller():
        up = Upstream()
        task = asyncio.create_task(plan(up))
        await asyncio.sleep(0.03)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return up.notes[2:]

    assert run(caller()) == ["30 product cancelled", "30 rating cancelled"]


def test_cancelling_twice_still_waits_for_the_end_of_every_call():
    async def slow_to_stop(until):
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(0.05)

    async def plan():
        async with call(within_ms=400).sources() as source:
            source.required(Fetch(slow_to_stop), cap_ms=300)

    async def caller():
        task = asyncio.create_task(plan())
        for _ in range(2):
            await asyncio.sleep(0.02)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return now_ms()

    assert run(caller()) == 70


def test_a_sibling_that_answers_although_it_was_cancelled_begins_nothing_more():
    async def stubborn(until):
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return "value"

    async def plan():
        up = Upstream()
        with pytest.raises(UpstreamFailed):
            async with call(within_ms=400).sources() as source:
                product = source.required(Fetch(stubborn), cap_ms=300)
                source.after(product).optional(
                    "hero", lambda _: up.gives("hero", 1, after_ms=1), cap_ms=9
                )
                source.required(up.fails("p", failed("connect"), after_ms=10), cap_ms=300)
        return up.notes

    assert run(plan()) == ["0 p begun", "10 p ended"]


def test_a_cancellation_while_siblings_are_stopping_is_not_swallowed_by_the_failure():
    async def slow_to_stop(until):
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(0.05)

    async def plan():
        async with call(within_ms=400).sources() as source:
            source.required(Fetch(slow_to_stop), cap_ms=300)
            source.required(Upstream().fails("p", failed("connect"), after_ms=10), cap_ms=300)

    async def caller():
        task = asyncio.create_task(plan())
        await asyncio.sleep(0.03)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return now_ms()

    assert run(caller()) == 60


def test_a_plan_inside_a_timeout_of_its_caller_gives_a_timeout():
    async def plan():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), call(within_ms=400).sources() as source:
                source.required(Upstream().gives("product", 1, after_ms=90), cap_ms=100)
        return now_ms()

    assert run(plan()) == 50
