"""What stands in for an optional source, and what that means for the sources that wait for it."""

import asyncio
from typing import Annotated

import pytest
from bff_package.runtime.body import MISSING, Body
from bff_package.runtime.call import Call
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.missing import Missing
from bff_package.runtime.writes import Writes
from pydantic import Field, ValidationError

from tests.templates.runtime.virtual_clock import run


def gives(value, *, after_ms=10):
    async def begin(until):
        await asyncio.sleep(min(after_ms / 1000, until - asyncio.get_running_loop().time()))
        return value

    return Fetch(begin)


def fails(reason="connect"):
    async def begin(until):
        raise UpstreamFailed(reason)

    return Fetch(begin)


def planned(plan, *, within_ms=1000):
    """Run a plan that gives its sources: their values, what is missing, when it ended in ms."""

    async def performed():
        loop = asyncio.get_running_loop()
        call = Call(ends_at=loop.time() + within_ms / 1000, writes=Writes())
        async with call.sources() as source:
            made = plan(source)
        return [each.value for each in made], source.missing, round(loop.time() * 1000)

    return run(performed())


def test_what_waits_for_a_fallback_runs_with_it():
    def plan(source):
        tier = source.optional("tier", fails(), cap_ms=100, fallback="basic")
        offers = source.after(tier).required(lambda tier: gives(f"of {tier}"), cap_ms=100)
        return tier, offers

    assert planned(plan) == (["basic", "of basic"], (Missing("tier", "connect"),), 10)


def test_a_source_left_out_in_the_plan_has_its_fallback_at_once():
    def plan(source):
        tier = source.optional("tier", MISSING, cap_ms=100, fallback="basic")
        offers = source.after(tier).required(lambda tier: gives(f"of {tier}"), cap_ms=100)
        return tier, offers

    assert planned(plan) == (["basic", "of basic"], (), 10)


def test_a_source_that_waits_for_one_left_out_has_its_own_fallback():
    def plan(source):
        tier = source.optional("tier", MISSING, cap_ms=100)
        return tier, source.after(tier).optional(
            "offers", lambda _: gives("some"), cap_ms=100, fallback="none"
        )

    assert planned(plan) == ([MISSING, "none"], (), 0)


def test_a_failure_with_a_fallback_is_not_blamed_for_another_input_that_is_left_out():
    def plan(source):
        tier = source.optional("tier", fails(), cap_ms=100, fallback="basic")
        market = source.optional("market", MISSING, cap_ms=100)
        return (
            source.after(tier, market).optional("offers", lambda *_: gives("some"), cap_ms=100),
        )

    assert planned(plan) == ([MISSING], (Missing("tier", "connect"),), 0)


@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_lost_is_lost_for_the_reason_of_the_input_that_is_missing(is_first):
    def plan(source):
        tier = source.optional("tier", fails("connect"), cap_ms=100, fallback="basic")
        market = source.optional("market", fails("status"), cap_ms=100)
        inputs = (tier, market) if is_first else (market, tier)
        return (source.after(*inputs).optional("offers", lambda *_: gives("some"), cap_ms=100),)

    missing = (Missing("tier", "connect"), Missing("market", "status"), Missing("offers", "status"))
    assert planned(plan) == ([MISSING], missing, 0)


def test_a_call_left_out_for_want_of_what_a_failed_input_would_have_said_tells_its_reason():
    def plan(source):
        tier = source.optional("tier", fails(), cap_ms=100, fallback={})
        return (source.after(tier).optional("offers", lambda _: MISSING, cap_ms=100),)

    assert planned(plan)[1] == (Missing("tier", "connect"), Missing("offers", "connect"))


def test_a_fallback_that_stands_in_when_the_plan_ends_begins_no_more_calls():
    begun = []

    async def begin(until):
        begun.append(until)

    def plan(source):
        tier = source.optional("tier", gives("late", after_ms=9000), cap_ms=5000, fallback="basic")
        offers = source.after(tier).optional(
            "offers", lambda _: Fetch(begin), cap_ms=9, fallback=[]
        )
        return tier, offers

    missing = (Missing("tier", "budget"), Missing("offers", "budget"))
    assert planned(plan, within_ms=300) == (["basic", []], missing, 300)
    assert begun == []


class Asked(Body):
    count: Annotated[int, Field(le=9)]


def asks(count):
    return gives(Asked(count=count).count)


@pytest.mark.parametrize("fallback", [{}, {"fallback": 0}])
def test_a_body_that_breaks_its_contract_before_it_is_sent_costs_its_source_alone(fallback, caplog):
    def plan(source):
        first = source.optional("first", lambda: asks(10), cap_ms=100, **fallback)
        second = source.required(gives(12), cap_ms=100)
        third = source.after(second).optional("third", asks, cap_ms=100, **fallback)
        fourth = source.optional("fourth", lambda: asks(9), cap_ms=100)
        fifth = source.optional("fifth", lambda: MISSING, cap_ms=100, **fallback)
        return first, second, third, fourth, fifth

    lost = fallback.get("fallback", MISSING)
    lacking = (Missing("first", "bad-body"), Missing("third", "bad-body"))
    assert planned(plan)[:2] == ([lost, 12, lost, 9, lost], lacking)
    assert [each.split(":")[0] for each in caplog.messages] == ["first", "third"]
    assert not any("input_value" in each or "12" in each for each in caplog.messages)


def test_a_required_source_that_cannot_be_asked_ends_the_plan():
    def plan(source):
        first = source.required(gives(12), cap_ms=100)
        return first, source.after(first).required(asks, cap_ms=100)

    with pytest.raises(ValidationError):
        planned(plan)
