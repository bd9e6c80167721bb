"""A thousand random plans, run by the join in virtual time and told beforehand by a plain model.

The model knows no loop and no task: it computes for every source when it begins and how it ends,
then looks for the first moment at which something ends the plan. Moments are multiples of binary
fractions of a second, so that two of them are equal or clearly apart.
"""

import asyncio
from dataclasses import dataclass
from functools import partial
from random import Random

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.call import Call
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.index import Index
from bff_package.runtime.writes import Writes

from tests.templates.runtime.virtual_clock import run

PLANS = 1_000
SIXTEENTH = 1 / 16
NEVER = float("inf")


@dataclass(frozen=True)
class Step:
    """One source: `ends` is `value`, `left-out`, `bug`, or the reason of a failure.

    Attributes:
        has_fallback: of an optional one.
        partly: the reason for which its value, an Index, is not whole.
    """

    name: str
    is_required: bool
    inputs: tuple[int, ...]
    cap_ms: int  # eighths of a second: never equal to how long a call takes
    takes_s: float  # odd sixteenths
    ends: str
    has_fallback: bool = False
    partly: str | None = None


@dataclass(frozen=True)
class Told:
    """What a plan comes to."""

    at_s: float
    failure: str | None
    values: tuple[str, ...]  # what each source has when nothing failed: value, fallback, nothing
    missing: tuple[tuple[str, str], ...]
    begun: frozenset[int]  # of those whose beginning is not in the turn of the end


def a_plan(rng):
    steps = []
    for index in range(rng.randint(1, 7)):
        is_required = rng.random() < 0.5
        sure = [i for i in range(index) if steps[i].is_required or steps[i].has_fallback]
        given = sure if is_required else range(index)
        inputs = tuple(rng.sample(given, min(len(given), rng.randint(0, 4), 4)))
        ends = rng.choices(
            ("value", "connect", "status", "left-out", "bug"),
            (12, 2, 2, 0 if is_required else 2, 0.3),
        )[0]
        has_fallback = not is_required and rng.random() < 0.4
        partly = rng.choice(("status", "timeout")) if rng.random() < 0.15 else None
        steps.append(
            Step(
                name=rng.choice("abcdef"),
                is_required=is_required,
                inputs=inputs,
                cap_ms=125 * rng.randint(1, 8),
                takes_s=SIXTEENTH * (2 * rng.randint(0, 6) + 1),
                ends=ends,
                has_fallback=has_fallback,
                partly=None if is_required else partly,
            )
        )
    return tuple(steps), rng.randint(1, 16) / 8 + SIXTEENTH / 2


# --- the model


def foretold(steps, ends_at):
    begins, ends, holds, says = [], [], [], []
    for step in steps:
        begin, end, hold, why = outcome(
            step, [(ends[i], holds[i], says[i]) for i in step.inputs], ends_at
        )
        begins.append(begin)
        ends.append(end)
        holds.append("fallback" if hold == "nothing" and step.has_fallback else hold)
        says.append(why)
    begun = {i for i, begin in enumerate(begins) if begin < NEVER}
    fatal = [
        (ends[i], i)
        for i, step in enumerate(steps)
        if holds[i] == "bug" or (step.is_required and holds[i] == "nothing")
    ]
    if fatal:
        at_s, first = min(fatal)
        earlier = frozenset(i for i in begun if begins[i] < at_s)
        return Told(at_s, says[first], (), (), earlier)
    missing = {}
    for step, why in zip(steps, says, strict=True):
        if why is not None:
            missing.setdefault(step.name, why)
    return Told(
        max((ends[i] for i in begun), default=0.0),
        None,
        tuple(holds),
        tuple(missing.items()),
        frozenset(begun),
    )


def outcome(step, given, ends_at):
    """Say when a source begins and ends, what it holds before its fallback, and what it tells.

    Args:
        given: of each input its end, what it holds, what it tells.
    """
    lost = [(end, why) for end, hold, why in given if hold in ("nothing", "bug")]
    begin = max((end for end, _, _ in given), default=0.0)
    if lost:  # lost with its inputs, for the reason of the first that has one
        return (
            NEVER,
            min(end for end, _ in lost),
            "nothing",
            next((why for _, why in lost if why), None),
        )
    if step.ends == "left-out":
        return NEVER, begin, "nothing", next((why for _, _, why in given if why), None)
    if begin >= ends_at:
        return NEVER, begin, "nothing", "budget"
    until = min(begin + step.cap_ms / 1000, ends_at)
    late = "budget" if until == ends_at else "timeout"
    if begin + step.takes_s > until:
        return begin, until, "nothing", late
    end = begin + step.takes_s
    if step.ends == "value":
        return begin, end, "value", late if step.partly == "timeout" else step.partly
    return begin, end, "bug" if step.ends == "bug" else "nothing", step.ends


# --- the join


@dataclass(frozen=True)
class Fallback:
    """What stands in for the source of a number."""

    index: int


def named(value):
    """Give the number of the source whose value or fallback it is; None for MISSING."""
    match value:
        case Fallback():
            return value.index
        case Index():
            return next(
                number for number in range(len("abcdefg")) if value.by(number) is not MISSING
            )
        case int():
            return value
    return None


def held(value):
    return "nothing" if value is MISSING else "fallback" if type(value) is Fallback else "value"


async def performed(steps, ends_at):
    loop = asyncio.get_running_loop()
    begun_at, is_out = {}, set()

    async def fetched(index, until):
        step = steps[index]
        begun_at[index] = loop.time()
        is_out.add(index)
        try:
            await asyncio.sleep(min(step.takes_s, until - loop.time()))
        finally:
            is_out.discard(index)
        if loop.time() >= until:
            raise UpstreamFailed("timeout")
        if step.ends == "bug":
            raise ZeroDivisionError
        if step.ends != "value":
            raise UpstreamFailed(step.ends)
        return value(index)

    def value(index):
        return Index({index: "whole"}, steps[index].partly) if steps[index].partly else index

    def fetch(index, *inputs):
        assert [named(each) for each in inputs] == list(steps[index].inputs)
        return MISSING if steps[index].ends == "left-out" else Fetch(partial(fetched, index))

    sources, failure = [], None
    try:
        async with Call(ends_at=ends_at, writes=Writes()).sources() as source:
            for index, step in enumerate(steps):
                begin = partial(fetch, index)
                more = {"fallback": Fallback(index)} if step.has_fallback else {}
                where = source.after(*(sources[i] for i in step.inputs)) if step.inputs else source
                what = begin if step.inputs else begin()
                made = (
                    where.required(what, cap_ms=step.cap_ms)
                    if step.is_required
                    else where.optional(step.name, what, cap_ms=step.cap_ms, **more)
                )
                sources.append(made)
    except UpstreamFailed as failed:
        failure = failed.reason
    except ZeroDivisionError:
        failure = "bug"
    assert not is_out, "a call outlived its plan"
    at_s = loop.time()
    begun = frozenset(i for i, at in begun_at.items() if failure is None or at < at_s)
    if failure is not None:
        return Told(at_s, failure, (), (), begun)
    assert all(named(made.value) in (i, None) for i, made in enumerate(sources))
    holds = tuple(held(made.value) for made in sources)
    return Told(at_s, None, holds, tuple((m.name, m.reason) for m in source.missing), begun)


@pytest.mark.parametrize("seed", [20_261_126])
def test_every_random_plan_comes_to_what_the_model_tells(seed):
    rng = Random(seed)
    kinds, holds = {}, set()
    for number in range(PLANS):
        steps, ends_at = a_plan(rng)
        told = foretold(steps, ends_at)
        assert run(performed(steps, ends_at)) == told, (seed, number, steps, ends_at)
        kind = told.failure or ("incomplete" if told.missing else "complete")
        kinds[kind] = kinds.get(kind, 0) + 1
        holds.update(told.values)
    # Each way of ending is met often enough to mean something.
    assert set(kinds) == {"complete", "incomplete", "budget", "timeout", "connect", "status", "bug"}
    assert min(kinds.values()) >= 10, kinds
    assert holds == {"value", "fallback", "nothing"}


def test_the_model_notices_a_plan_whose_last_failure_wins():
    steps = (
        Step("a", True, (), 1000, 3 * SIXTEENTH, "connect"),
        Step("b", True, (), 1000, 1 * SIXTEENTH, "status"),
    )
    assert foretold(steps, 2.0).failure == "status"
    assert foretold(steps[:1], 2.0).failure == "connect"
