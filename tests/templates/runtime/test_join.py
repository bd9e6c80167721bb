"""The join, rule by rule, in virtual time: what is begun, cut, told and raised, and when.

Stand-ins for upstreams are fetches that take a time and end in a value or a failure; they end by
themselves at the moment they are given, as every real call does.
"""
# ruff: noqa: PT012 - a join raises where its block ends, so the whole block is what raises

import asyncio
import gc
import weakref
from dataclasses import dataclass, field

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.call import Call
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.missing import Missing
from bff_package.runtime.writes import Writes

from tests.templates.runtime.virtual_clock import run


@dataclass
class Upstream:
    """Makes fetches and notes what becomes of them, each line with the loop time in ms."""

    notes: list[str] = field(default_factory=list)

    def gives(self, name, value, *, after_ms, is_write=False):
        return Fetch(lambda until: self._call(name, after_ms, value, until), is_write=is_write)

    def fails(self, name, failure, *, after_ms):
        return Fetch(lambda until: self._call(name, after_ms, failure, until))

    async def _call(self, name, after_ms, end, until):
        loop = asyncio.get_running_loop()
        self._note(name, "begun")
        try:
            await asyncio.sleep(min(after_ms / 1000, until - loop.time()))
        except asyncio.CancelledError:
            self._note(name, "cancelled")
            raise
        if loop.time() >= until and after_ms > 0:
            self._note(name, "late")
            raise UpstreamFailed("timeout")
        self._note(name, "ended")
        if isinstance(end, BaseException):
            raise end
        return end

    def _note(self, name, what):
        self.notes.append(f"{round(asyncio.get_running_loop().time() * 1000)} {name} {what}")


def call(*, within_ms):
    return Call(ends_at=asyncio.get_running_loop().time() + within_ms / 1000, writes=Writes())


def now_ms():
    return round(asyncio.get_running_loop().time() * 1000)


def failed(reason, status=None):
    return UpstreamFailed(reason, status)


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


# --- rule 4: a write once begun is not cancelled


def test_a_write_out_at_the_plans_end_or_at_a_failure_runs_to_its_own_end():
    async def plan(rescue_ms):
        up = Upstream()
        begun = call(within_ms=100)
        with pytest.raises(UpstreamFailed) as failure:
            async with begun.sources() as source:
                source.required(up.gives("order", 1, after_ms=60, is_write=True), cap_ms=300)
                source.required(up.fails("p", failed("connect"), after_ms=rescue_ms), cap_ms=300)
        told_at = now_ms()
        await begun.writes.settle()
        return failure.value.reason, told_at, up.notes[-1]

    assert run(plan(rescue_ms=20)) == ("connect", 20, "60 order ended")


def test_a_write_that_does_not_end_in_time_is_told_late_and_still_not_cancelled():
    async def order(until):
        await asyncio.sleep(0.25)
        notes.append(now_ms())

    async def plan():
        begun = call(within_ms=100)
        async with begun.sources() as source:
            source.optional("order", Fetch(order, is_write=True), cap_ms=300)
        told_at = now_ms()
        await begun.writes.settle()
        return source.missing, told_at

    notes = []
    assert run(plan()) == ((Missing("order", "budget"),), 100)
    assert notes == [250]


def test_what_a_held_write_raises_is_logged(caplog):
    async def order(until):
        await asyncio.sleep(0.25)
        raise ZeroDivisionError("the write's own fault")

    async def plan():
        begun = call(within_ms=100)
        async with begun.sources() as source:
            source.optional("order", Fetch(order, is_write=True), cap_ms=300)
        await begun.writes.settle()

    run(plan())
    assert "the write's own fault" in caplog.text


# --- rule 5: what waits for a missing source


def test_what_waits_for_a_missing_source_is_not_begun_and_missing_for_the_same_reason():
    async def plan():
        up = Upstream()
        async with call(within_ms=400).sources() as source:
            media = source.optional(
                "media", up.fails("media", failed("status", 500), after_ms=5), cap_ms=9
            )
            hero = source.after(media).optional(
                "hero", lambda _: up.gives("h", 1, after_ms=1), cap_ms=9
            )
            alt = source.after(hero).optional(
                "alt", lambda _: up.gives("a", 1, after_ms=1), cap_ms=9
            )
        return alt.value, source.missing, len(up.notes)

    assert run(plan()) == (
        MISSING,
        (Missing("media", "status"), Missing("hero", "status"), Missing("alt", "status")),
        2,
    )


def test_a_name_that_several_sources_share_is_told_once():
    async def plan():
        up = Upstream()
        async with call(within_ms=100).sources() as source:
            media = source.optional("pictures", up.gives("media", 1, after_ms=500), cap_ms=300)
            source.after(media).optional(
                "pictures", lambda _: up.gives("h", 1, after_ms=1), cap_ms=9
            )
            source.optional("pictures", up.fails("x", failed("connect"), after_ms=1), cap_ms=9)
        return source.missing

    # The first in plan order gives the reason, not the first in time.
    assert run(plan()) == (Missing("pictures", "budget"),)


def test_a_source_that_its_plan_leaves_out_is_missing_and_told_to_nobody():
    async def plan():
        up = Upstream()
        async with call(within_ms=100).sources() as source:
            off = source.optional("off", MISSING, cap_ms=9)
            product = source.required(up.gives("product", (), after_ms=1), cap_ms=9)
            hero = source.after(product).optional("hero", lambda media: MISSING, cap_ms=9)
            alt = source.after(hero).optional(
                "alt", lambda _: up.gives("a", 1, after_ms=1), cap_ms=9
            )
            both = source.after(off, hero).optional(
                "both", lambda *_: up.gives("b", 1, after_ms=1), cap_ms=9
            )
        return (off.value, hero.value, alt.value, both.value), source.missing, len(up.notes)

    assert run(plan()) == ((MISSING,) * 4, (), 2)


def test_an_input_that_failed_is_the_reason_beside_one_that_was_left_out():
    async def plan():
        up = Upstream()
        async with call(within_ms=100).sources() as source:
            off = source.optional("off", MISSING, cap_ms=9)
            bad = source.optional("bad", up.fails("bad", failed("bad-body"), after_ms=1), cap_ms=9)
            source.after(off, bad).optional("both", lambda *_: MISSING, cap_ms=9)
        return source.missing

    assert run(plan()) == (Missing("bad", "bad-body"), Missing("both", "bad-body"))


def test_several_late_extras_are_told_once_each_and_what_waited_sends_no_call():
    async def plan():
        up = Upstream()
        async with call(within_ms=100).sources() as source:
            product = source.required(up.gives("product", "p", after_ms=20), cap_ms=90)
            late = source.optional("reviews", up.gives("reviews", 1, after_ms=400), cap_ms=300)
            source.optional("stock", up.gives("stock", 1, after_ms=400), cap_ms=50)
            source.after(product, late).optional(
                "authors", lambda *_: up.gives("authors", 1, after_ms=1), cap_ms=90
            )
        return source.missing, now_ms(), any("authors" in note for note in up.notes)

    assert run(plan()) == (
        (Missing("reviews", "budget"), Missing("stock", "timeout"), Missing("authors", "budget")),
        100,
        False,
    )


def test_a_required_source_that_waits_for_an_optional_one_is_refused_whatever_comes():
    async def plan():
        up = Upstream()
        with pytest.raises(TypeError, match="waits for `media`, which is optional"):
            async with call(within_ms=100).sources() as source:
                media = source.optional("media", up.gives("media", 1, after_ms=1), cap_ms=9)
                source.after(media).required(lambda _: up.gives("x", 1, after_ms=1), cap_ms=9)

    run(plan())


def test_a_required_source_cannot_be_left_out():
    async def plan():
        with pytest.raises(TypeError, match="cannot be left out"):
            async with call(within_ms=100).sources() as source:
                media = source.required(Upstream().gives("media", 1, after_ms=1), cap_ms=9)
                source.after(media).required(lambda _: MISSING, cap_ms=9)

    run(plan())


def test_a_dependent_source_may_be_refused_by_its_own_arguments():
    async def plan():
        def refused(_):
            raise UpstreamFailed("refused-value")

        async with call(within_ms=100).sources() as source:
            media = source.required(Upstream().gives("media", "..", after_ms=1), cap_ms=9)
            source.after(media).optional("hero", refused, cap_ms=9)
        return source.missing

    assert run(plan()) == (Missing("hero", "refused-value"),)


# --- what a join costs and leaves behind


@pytest.mark.parametrize("fails", [False, True])
def test_a_join_leaves_no_circle_for_the_collector(fails):
    async def fetched(until):
        if fails:
            raise UpstreamFailed("connect")

    class Witness:
        """What every frame of the plan holds: gone as soon as the plan is."""

    async def plan():
        witness = Witness()
        try:
            async with call(within_ms=100).sources() as source:
                product = source.required(Fetch(fetched), cap_ms=9)
                source.optional("rating", Fetch(fetched), cap_ms=9)
                source.after(product).optional("hero", lambda _: MISSING, cap_ms=9)
        except UpstreamFailed:
            pass
        return weakref.ref(witness)

    gc.collect()
    gc.disable()
    try:
        assert run(plan())() is None
    finally:
        gc.enable()


def test_what_is_missing_is_named_in_the_order_of_its_list_or_not_at_all():
    async def main(*failing):
        upstream = Upstream()
        async with call(within_ms=100).sources() as source:
            for name in ("reviews", "images"):
                made = upstream.gives(name, 1, after_ms=1)
                if name in failing:
                    made = upstream.fails(name, UpstreamFailed("connect"), after_ms=1)
                source.optional(name, made, cap_ms=50)
        return source.missing_names("images", "reviews", "never")

    assert run(main()) is MISSING
    assert run(main("reviews")) == ["reviews"]
    assert run(main("reviews", "images")) == ["images", "reviews"]
