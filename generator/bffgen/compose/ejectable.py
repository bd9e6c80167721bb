"""Put a function of hooks in the place of a composed operation, for one that answers alike.

In:  an operation of the client with its composition, and its plan.
Out: the entry with `implement` and `uses`, and what is planned of it; or why there is none.
How: the entry keeps what is said of the operation itself; each upstream operation is listed once,
     with the longest time and the largest body of the sources that ask it.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bffgen.compose.errors import failures
from bffgen.compose.implement import implemented
from bffgen.compose.promises import declared, reasons_by_hook
from bffgen.model.api import Operation
from bffgen.model.builder import Constant
from bffgen.model.client import Client, Workspace
from bffgen.model.composition import (
    Answered,
    Bounds,
    Derived,
    Implement,
    OnInvalid,
    Pages,
    Use,
)
from bffgen.model.finding import Finding, Mark, finding, stops
from bffgen.model.implemented import Implemented
from bffgen.model.media import is_json
from bffgen.model.plan import Call, Plan


def without_plan(client: Client, operation: Operation) -> Finding:
    """Say of an operation that nothing composes why there is nothing to eject."""
    answered = next(
        (
            each
            for each in client.composition.operations
            if each.operation in (operation.name, operation.key)
        ),
        None,
    )
    if answered is not None and answered.implement is not None:
        reason = f"`{answered.implement.function}` of hooks answers it already"
        mark = Mark(place=answered.implement.place)
        return _refused(mark, operation, reason, answered.implement.function)
    if not client.composition.is_written:
        reason = "there is no composition.yaml: functions of hooks answer everything"
        mark = Mark(place=client.api.place(operation.pointer), on="key")
        return _refused(mark, operation, reason)
    for name, place in client.composition.omit_operations:
        if name in (operation.name, operation.key):
            return _refused(Mark(place=place), operation, "`omit_operations` leaves it unanswered")
    mark = Mark(place=client.api.place(operation.pointer), on="key")
    return _refused(mark, operation, "nothing composes it")


def in_the_way(client: Client, operation: Operation, name: str) -> Finding:
    """Say which name of hooks stands where the code needs one."""
    place = client.hooks.place if client.hooks is not None else client.composition.place
    reason = f"its code imports `{name}`, which hooks have for something else"
    return _refused(Mark(place=place, width=1), operation, reason)


def ejectable(
    client: Client,
    workspace: Workspace,
    plan: Plan,
    answered: Answered,
    function: str,
) -> tuple[tuple[Answered, Implemented] | None, tuple[Finding, ...]]:
    """Put a function in the place of a plan.

    Args:
        answered: how the operation is composed.
        function: what it is called.
    """
    lost = [
        _refused(Mark(place=answered.place, on="key"), plan.operation, reason)
        for reason in (*_beyond_functions(plan), *_trusted(client, answered))
    ]
    if lost:
        return None, tuple(lost)
    entry = _entry(client, answered, plan, function)
    made, found = implemented(
        client, workspace, plan.operation, entry, failures(client), may_lack=True
    )
    faults = [each for each in found if stops([each])]
    if made is None or faults:
        return None, tuple(faults)
    for use in made.uses:
        successes = [each.status for each in use.answers if each.status < 300]
        if len(successes) != 1:
            told = " and ".join(map(str, successes))
            reason = f"{use.upstream} answers `{use.operation.name}` with {told}"
            faults.append(_refused(Mark(place=use.place), plan.operation, reason))
    return ((entry, replace(made, is_there=True)) if not faults else None), tuple(faults)


def _beyond_functions(plan: Plan) -> Iterator[str]:
    """Say what of a plan a function cannot go on with."""
    if plan.once is not None:
        yield "a request that comes again is answered once, which its calls are part of"
    for call in plan.calls:
        if call.on_invalid is not OnInvalid.FAIL:
            yield f"a broken body of `{call.name}` does not fail it, as it does a function's call"
        if call.may_lack:
            yield f"`{call.name}` may succeed without its body, and a function is handed classes"
        if call.body is not None and not is_json(call.body.media_type):
            yield f"`{call.name}` is sent {call.body.media_type}, and eject writes JSON alone"


def _trusted(client: Client, answered: Answered) -> Iterator[str]:
    """Say which sources are not held to bounds, to which a function's calls are."""
    for each in answered.sources:
        if (each.bounds or client.composition.defaults.bounds) is Bounds.TRUST:
            yield f"bounds of `{each.name}` are trusted, and those of a function's calls are held"


def lacking(made: Implemented) -> tuple[int, ...]:
    """Give the statuses that a function may answer and the contract does not declare, sorted."""
    found = reasons_by_hook(made.operation, made.access, ())
    return tuple(each for each in sorted(found) if declared(made.operation, each) is None)


def _entry(client: Client, answered: Answered, plan: Plan, function: str) -> Answered:
    paging = answered.paginate
    pages = None
    if paging is not None:
        pages = Pages(cursor=paging.cursor, seal=paging.seal, place=paging.place)
    returned = [each.returns for each in answered.sources]
    kept = tuple(
        each
        for each in answered.headers
        if isinstance(each.value, Derived)
        or (isinstance(each.value, Constant) and each.name.lower() == "cache-control")
    )
    return replace(
        answered,
        budget_ms=plan.budget_ms if answered.budget_ms is not None else None,
        sources=(),
        body=None,
        omit=(),
        paginate=None,
        headers=kept,
        missing_in=None,
        implement=Implement(
            function=function,
            uses=tuple(_uses(client, answered, plan)),
            respond=(),
            returns=tuple({e.text: e for e in returned if e is not None}.values()),
            place=answered.place,
            pages=pages,
        ),
    )


def _uses(client: Client, answered: Answered, plan: Plan) -> list[Use]:
    defaults, by_name = client.composition.defaults, {e.name: e for e in answered.sources}
    asked: dict[tuple[str, str], list[Call]] = {}
    for call in plan.calls:
        asked.setdefault((call.upstream, call.operation.key), []).append(call)
    found = []
    for calls in asked.values():
        first = by_name[calls[0].name]
        cap_ms, body = (max(each) for each in _limits(calls))
        found.append(
            Use(
                service=first.service,
                operation=first.operation,
                timeout_ms=cap_ms if cap_ms != defaults.timeout_ms else None,
                max_body_bytes=body if body != defaults.max_body_bytes else None,
                on_status=(),
                place=first.place,
                call=first.call,
            )
        )
    return found


def _limits(calls: Collection[Call]) -> tuple[list[int], list[int]]:
    return [each.cap_ms for each in calls], [each.max_body_bytes for each in calls]


def _refused(mark: Mark, operation: Operation, reason: str, function: str = "") -> Finding:
    name = operation.name
    return finding("compose-not-ejected", mark, operation=name, reason=reason, function=function)
