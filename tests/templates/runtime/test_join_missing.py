"""A join that lacks something, late writes among it: what is missing, why, and what is told."""
# ruff: noqa: PT012 - a join raises where its block ends, so the whole block is what raises
# ruff: noqa: PT012 - a join raises where its block ends, so the whole block is what raises

import asyncio
import gc
import weakref

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.missing import Missing

from tests.templates.runtime.joining import Upstream, call, failed, now_ms
from tests.templates.runtime.virtual_clock import run

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
