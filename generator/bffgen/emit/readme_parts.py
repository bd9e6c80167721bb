"""What README.md tells beside operations: sources that may break their contract, functions.

In:  the plan of a client.
Out: rows, a source each and a function each, in the order of the contract.
How: what a build says once as a warning is told here for good, to whoever runs the BFF.
"""

from collections.abc import Iterator

from bffgen.model.composition import OnInvalid
from bffgen.model.expression import Hooked, parts
from bffgen.model.implemented import Used
from bffgen.model.plan import ClientPlan, Plan

_SERVED = {
    OnInvalid.OBSERVE: "what breaks a bound, a format or a list of values is served, and counted"
    " in the log",
    OnInvalid.DROP_ITEM: "elements that break its contract are left out and told",
}


def view_loose(plan: ClientPlan) -> tuple[tuple[str, str, str], ...]:
    """View the sources whose answers are not refused as a whole: operation, source, what becomes.

    Those that are served as they come stand first.
    """
    found = [
        (each.operation.name, call.name, call.on_invalid)
        for each in plan.plans
        for call in each.calls
        if call.on_invalid in _SERVED
    ]
    order = sorted(found, key=lambda row: row[2] is not OnInvalid.OBSERVE)
    return tuple((operation, source, _SERVED[how]) for operation, source, how in order)


def view_functions(plan: ClientPlan) -> tuple[tuple[str, str], ...]:
    """View the functions of the team that the BFF calls, each with all that it is for."""
    rows: dict[str, list[str]] = {}
    for each in plan.plans:
        for function, does in _does(each):
            rows.setdefault(function, []).append(does)
    for made in plan.implemented:
        if made.is_there:
            asked = [_asked(use) for use in made.uses]
            may = f"; it may ask {', '.join(asked)}" if asked else "; it asks no upstream"
            rows.setdefault(made.function, []).append(f"answers `{made.operation.name}`{may}")
    return tuple((name, "; ".join(dict.fromkeys(does))) for name, does in rows.items())


def _asked(use: Used) -> str:
    key = f" with a key of each request in `{use.forwards.name}`" if use.forwards else ""
    return f"{use.upstream} `{use.operation.key}`{key}"


def _does(plan: Plan) -> Iterator[tuple[str, str]]:
    """Say of each function that a plan calls what it does there."""
    operation = plan.operation.name
    for each in plan.computed:
        yield each.function, f"computes the source `{each.name}` of `{operation}`"
    for part in (part for value in plan.expressions for part in parts(value)):
        if isinstance(part, Hooked):
            yield part.function, f"gives `{part.feeds}` of `{operation}`"
