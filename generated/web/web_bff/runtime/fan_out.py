"""One source made of several calls: a batch in chunks of keys, or a call an element.

In:  keys or elements, and what makes the call of a chunk or of an element.
Out: a Fetch like any other, whose value is an Index.
How: calls begin in order, a few at once, all within the limits of the source. The first that fails
     ends the source; where it may be partial, its own keys are left out and the Index says why.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from .body import MISSING
from .fetch import Fetch, Reason, UpstreamFailed
from .index import Index

A = TypeVar("A")
E = TypeVar("E")
K = TypeVar("K")
S = TypeVar("S")
V = TypeVar("V")


def batch(
    keys: Iterable[S | MISSING | None],
    fetch: Callable[[Sequence[S]], Fetch[A]],
    by_key: Callable[[A], Mapping[K, V]],
    *,
    size: int,
    limit: int | None = None,
    at_once: int,
    partial: bool = False,
) -> Fetch[Index[K, V]]:
    """Ask for the elements of some keys, as many in one call as the upstream takes.

    Args:
        keys: absent ones drop, equal ones are asked for once.
        fetch: makes the call of a chunk.
        by_key: takes an answer apart.
        size: the most keys of one call.
        limit: the most keys of all; more of them fail the source, or are left out where it may be
            partial.
        at_once: the most calls at one time.
        partial: a call that fails leaves its keys out.
    """

    async def begin(until: float) -> Index[K, V]:
        wanted = [key for key in dict.fromkeys(keys) if key is not MISSING and key is not None]
        asked = _limited(wanted, limit, partial=partial)
        calls = [fetch(asked[at : at + size]) for at in range(0, len(asked), size)]
        answers, reason = await _all(calls, until, at_once=at_once, partial=partial)
        found: dict[K, V] = {}
        for answer in answers:
            if answer is not MISSING:
                found.update(by_key(answer))
        # Keys that are sent may be of fewer types than those of an answer: integers of numbers.
        order: dict[object, int] = {key: number for number, key in enumerate(asked)}
        kept = sorted((key for key in found if key in order), key=order.__getitem__)
        return Index({key: found[key] for key in kept}, reason)

    return Fetch(begin)


def each(
    elements: Iterable[E],
    fetch: Callable[[E], Fetch[V] | MISSING],
    key: Callable[[E], K | MISSING | None],
    *,
    limit: int,
    at_once: int,
    partial: bool = False,
) -> Fetch[Index[K, V]]:
    """Ask for something of each element, a call a key.

    Args:
        fetch: makes the call of an element; MISSING makes none.
        key: of an element; without one no call is made, equal ones are asked for once.
        limit: the most calls; more elements fail the source, or are left out where it may be
            partial.
        at_once: the most calls at one time.
        partial: a call that fails leaves its element out.
    """

    async def begin(until: float) -> Index[K, V]:
        by_key: dict[K, E] = {}
        for element in elements:
            if (name := key(element)) is not MISSING and name is not None:
                by_key.setdefault(name, element)
        calls: dict[K, Fetch[V]] = {}
        for name in _limited(list(by_key), limit, partial=partial):
            if (call := fetch(by_key[name])) is not MISSING:
                calls[name] = call
        answers, reason = await _all(list(calls.values()), until, at_once=at_once, partial=partial)
        found = zip(calls, answers, strict=True)
        return Index({name: answer for name, answer in found if answer is not MISSING}, reason)

    return Fetch(begin)


def _limited(keys: list[K], limit: int | None, *, partial: bool) -> list[K]:
    if limit is None or len(keys) <= limit:
        return keys
    if not partial:
        raise UpstreamFailed("too-large")
    return keys[:limit]


async def _all(
    calls: Sequence[Fetch[A]], until: float, *, at_once: int, partial: bool
) -> tuple[list[A | MISSING], Reason | None]:
    """Make all calls; the reason is that of the first which failed, in their order."""
    answers: list[A | MISSING] = [MISSING] * len(calls)
    failed: dict[int, Reason] = {}
    numbered = enumerate(calls)

    async def take_turns(turns: Iterator[tuple[int, Fetch[A]]]) -> None:
        for number, call in turns:  # shared by all, so that each takes the next that is left
            try:
                answers[number] = await call.begin(until)
            except UpstreamFailed as failure:
                if not partial:
                    raise
                failed[number] = failure.reason

    if len(calls) <= 1:
        await take_turns(numbered)
    else:
        await _together([take_turns(numbered) for _ in range(min(at_once, len(calls)))])
    return answers, failed[min(failed)] if failed else None


async def _together(coroutines: Sequence[Coroutine[object, None, None]]) -> None:
    """Run all; the first that fails ends the others, and is told when they have ended."""
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
