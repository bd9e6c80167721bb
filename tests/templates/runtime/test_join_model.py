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
from bff_package.runtime.writes import Writes

from tests.templates.runtime.virtual_clock import run

PLANS = 1_000
SIXTEENTH = 1 / 16
NEVER = float("inf")


@dataclass(frozen=True)
class Step:
    """One source: `ends` is `value`, `left-out`, `bug`, or the reason of a failure."""

    name: str
    is_required: bool
    inputs: tuple[int, ...]
    cap_ms: int  # eighths of a second: never equal to how long a call takes
    takes_s: float  # odd sixteenths
    ends: str


@dataclass(frozen=True)
class Told:
    """What a plan comes to."""

    at_s: float
    failure: str | None
    values: tuple[bool, ...]  # which sources have a value, when nothing failed
    missing: tuple[tuple[str, str], ...]
    begun: frozenset[int]  # of those whose beginning is not in the turn of the end


def a_plan(rng):
    steps = []
    for index in range(rng.randint(1, 7)):
        is_required = rng.random() < 0.5
        given = [i for i in range(index) if steps[i].is_required or not is_required]
        inputs = tuple(rng.sample(given, min(len(given), rng.randint(0, 4), 4)))
        ends = rng.choices(
            ("value", "connect", "status", "left-out", "bug"),
            (12, 2, 2, 0 if is_required else 2, 0.3),
        )[0]
        steps.append(
            Step(
                name=rng.choice("abcdef"),
                is_required=is_required,
                inputs=inputs,
                cap_ms=125 * rng.randint(1, 8),
                takes_s=SIXTEENTH * (2 * rng.randint(0, 6) + 1),
                ends=ends,
            )
        )
    return tuple(steps), rng.randint(1, 16) / 8 + SIXTEENTH / 2


# --- the model


def foretold(steps, ends_at):
    begins, ends, hows = [], [], []
    for step in steps:
        given = [hows[i] for i in step.inputs]
        begin = max((ends[i] for i in step.inputs), default=0.0)
        if any(how != "value" for how in given):
            told = [how for how in given if how not in ("value", "left-out")]
            begin, end, how = NEVER, NEVER, told[0] if told else "left-out"
        elif step.ends == "left-out":
            begin, end, how = NEVER, NEVER, "left-out"
        else:
            until = min(begin + step.cap_ms / 1000, ends_at)
            end, how = begin + step.takes_s, step.ends
            if end > until:
                end, how = until, "budget" if until == ends_at else "timeout"
        begins.append(begin)
        ends.append(end)
        hows.append(how)
    begun = {i for i, begin in enumerate(begins) if begin < NEVER}
    fatal = [
        (ends[i], i)
        for i in begun
        if hows[i] == "bug" or (hows[i] != "value" and steps[i].is_required)
    ]
    if fatal:
        at_s, first = min(fatal)
        earlier = frozenset(i for i in begun if begins[i] < at_s)
        return Told(at_s, hows[first], (), (), earlier)
    missing = {}
    for step, how in zip(steps, hows, strict=True):
        if how not in ("value", "left-out"):
            missing.setdefault(step.name, how)
    return Told(
        max((ends[i] for i in begun), default=0.0),
        None,
        tuple(how == "value" for how in hows),
        tuple(missing.items()),
        frozenset(begun),
    )


# --- the join


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
        return index

    def fetch(index, *inputs):
        assert inputs == steps[index].inputs
        return MISSING if steps[index].ends == "left-out" else Fetch(partial(fetched, index))

    sources, failure = [], None
    try:
        async with Call(ends_at=ends_at, writes=Writes()).sources() as source:
            for index, step in enumerate(steps):
                begin = partial(fetch, index)
                where = source.after(*(sources[i] for i in step.inputs)) if step.inputs else source
                what = begin if step.inputs else begin()
                made = (
                    where.required(what, cap_ms=step.cap_ms)
                    if step.is_required
                    else where.optional(step.name, what, cap_ms=step.cap_ms)
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
    values = tuple(made.value is not MISSING for made in sources)
    assert all(made.value in (i, MISSING) for i, made in enumerate(sources))
    return Told(at_s, None, values, tuple((m.name, m.reason) for m in source.missing), begun)


@pytest.mark.parametrize("seed", [20_261_126])
def test_every_random_plan_comes_to_what_the_model_tells(seed):
    rng = Random(seed)
    kinds = {}
    for number in range(PLANS):
        steps, ends_at = a_plan(rng)
        told = foretold(steps, ends_at)
        assert run(performed(steps, ends_at)) == told, (seed, number, steps, ends_at)
        kind = told.failure or ("incomplete" if told.missing else "complete")
        kinds[kind] = kinds.get(kind, 0) + 1
    # Each way of ending is met often enough to mean something.
    assert set(kinds) == {"complete", "incomplete", "budget", "timeout", "connect", "status", "bug"}
    assert min(kinds.values()) >= 10, kinds


def test_the_model_notices_a_plan_whose_last_failure_wins():
    steps = (
        Step("a", True, (), 1000, 3 * SIXTEENTH, "connect"),
        Step("b", True, (), 1000, 1 * SIXTEENTH, "status"),
    )
    assert foretold(steps, 2.0).failure == "status"
    assert foretold(steps[:1], 2.0).failure == "connect"
