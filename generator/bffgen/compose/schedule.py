"""Order the calls of an operation and hold them against its budget.

In:  the sources with the sources that each waits for, their caps, the operation's budget.
Out: a Schedule (plan order, start and finish of each call, the critical path), or findings.
How: depth first in the author's order; forward pass of the critical path method (Kelley and
     Walker 1959). Timeouts include retries, so a finish is a bound, not an estimate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.policy import Budgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A call before it has a time.

    Attributes:
        waits: names of the calls whose values its arguments read.
        cap_ms: milliseconds, > 0.
        calls: how many upstream calls it is at most.
    """

    name: str
    waits: frozenset[str]
    cap_ms: int
    required: bool
    place: Place
    calls: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """When a call starts and has ended, at the latest, in milliseconds from the start."""

    name: str
    starts_ms: int
    finish_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All calls in plan order, and the required ones that take longest together."""

    calls: tuple[Timed, ...]
    critical_path: tuple[str, ...]


def schedule(calls: Sequence[Waiting]) -> Schedule | Finding:
    """Order the calls and give each its times; a cycle is a finding. O(calls * calls)."""
    by_name = {call.name: call for call in calls}
    ordered: dict[str, Timed] = {}
    longest: dict[str, str] = {}
    for call in calls:
        cycle = _place(call, by_name, ordered, longest, ())
        if cycle:
            listed = " -> ".join(f"`{name}`" for name in cycle)
            marks = [Mark(place=by_name[name].place, on="key") for name in cycle[:-1]]
            return finding("compose-cycle", *marks, sources=listed)
    required = [ordered[call.name] for call in calls if call.required]
    last = max(required, key=lambda timed: timed.finish_ms, default=None)
    return Schedule(
        calls=tuple(ordered.values()),
        critical_path=_path_to(last.name, longest) if last else (),
    )


def _place(
    call: Waiting,
    by_name: Mapping[str, Waiting],
    ordered: dict[str, Timed],
    longest: dict[str, str],
    open_calls: tuple[str, ...],
) -> tuple[str, ...]:
    """Put a call behind what it waits for; give the cycle if it waits for itself."""
    if call.name in open_calls:
        return (*open_calls[open_calls.index(call.name) :], call.name)
    if call.name in ordered:
        return ()
    waits = [each for name, each in by_name.items() if name in call.waits]
    for each in waits:
        cycle = _place(each, by_name, ordered, longest, (*open_calls, call.name))
        if cycle:
            return cycle
    before = max((ordered[each.name] for each in waits), key=lambda t: t.finish_ms, default=None)
    starts_ms = before.finish_ms if before else 0
    if before:
        longest[call.name] = before.name
    ordered[call.name] = Timed(
        name=call.name, starts_ms=starts_ms, finish_ms=starts_ms + call.cap_ms
    )
    return ()


def _path_to(name: str, longest: Mapping[str, str]) -> tuple[str, ...]:
    path = [name]
    while path[-1] in longest:
        path.append(longest[path[-1]])
    return tuple(reversed(path))


def overruns(
    planned: Schedule,
    calls: Sequence[Waiting],
    *,
    budget_ms: int,
    reserve_ms: int,
    budgets: Budgets,
    place: Place,
) -> Iterable[Finding]:
    """Find what does not fit: the critical path, the optional calls, the policy's ceilings.

    Args:
        planned: of these calls.
        budget_ms, reserve_ms: of the operation; both in milliseconds.
        budgets: the client's ceilings.
        place: the operation in composition.yaml.
    """
    timed = {each.name: each for each in planned.calls}
    if budget_ms > budgets.latency_ms:
        yield finding(
            "compose-budget-over-policy",
            place.at("budget"),
            Mark(place=budgets.place.at("latency"), label="the ceiling"),
            budget_ms=budget_ms,
            policy_ms=budgets.latency_ms,
        )
    if planned.critical_path:
        needed_ms = timed[planned.critical_path[-1]].finish_ms + reserve_ms
        if needed_ms > budget_ms:
            caps = {call.name: call.cap_ms for call in calls}
            chain = " -> ".join(f"{name} {caps[name]}" for name in planned.critical_path)
            places = {call.name: call.place for call in calls}
            marks = [
                Mark(place=places[name], on="key", label=f"{caps[name]} ms")
                for name in planned.critical_path
            ]
            yield finding(
                "compose-budget",
                Mark(place=place.at("budget")),
                *marks,
                chain=f"{chain}, reserve {reserve_ms}",
                needed_ms=needed_ms,
                budget_ms=budget_ms,
                late_by_ms=needed_ms - budget_ms,
            )
    for call in calls:
        finish_ms = timed[call.name].finish_ms
        if not call.required and finish_ms + reserve_ms > budget_ms:
            yield finding(
                "compose-optional-cut",
                Mark(place=call.place, on="key"),
                effect=Effect.RISKY,
                source=call.name,
                finish_ms=finish_ms + reserve_ms,
                budget_ms=budget_ms,
                least_ms="",
                plan_ms="",
            )
    most = sum(call.calls for call in calls)
    if most > budgets.calls:
        yield finding(
            "compose-fan-out-over-policy",
            Mark(place=place, on="key"),
            Mark(place=budgets.place.at("calls"), label="the ceiling"),
            calls=most,
            limit=budgets.calls,
        )
