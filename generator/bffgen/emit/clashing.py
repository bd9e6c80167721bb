"""Names of a client and its upstreams that would become one name in Python.

In:  a client, its plan, the upstreams' contracts; classes apart (`emit/classes.py`).
Out: findings with the places of both.
How: every name is made as the modules make it, beside all names that stand in one scope with it.
"""

from collections.abc import Callable, Iterable

from bffgen.emit.arguments import parameters_of
from bffgen.emit.naming import (
    argument,
    clashes,
    operation_name,
    operation_type,
    request_name,
    upstream_module,
)
from bffgen.emit.operation import local_names, methods, request_members, source_classes
from bffgen.model.api import Operation
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.finding import Finding
from bffgen.model.place import Place
from bffgen.model.plan import Call, ClientPlan, Plan
from bffgen.model.spelling import upstream_setting


def clashing(client: Client, workspace: Workspace, plan: ClientPlan) -> list[Finding]:
    """Find the names that clash."""
    place = client.api.place
    operations = [each.operation for each in plan.plans]
    # A clash of functions is one of their classes too, but not the other way round.
    found = _operations(operations, operation_name, place)
    found = found or _operations(operations, operation_type, place)
    for each in plan.plans:
        at = place(each.operation.pointer)
        places = {f"{p.location}.{p.name}": place(p.pointer) for p in each.operation.parameters}
        found += clashes(
            (f"{member.location} {member.name}", member.attribute, places.get(member.key, at))
            for member in request_members(each)
        )
        found += _sources(client, each)
    calls = [call for each in plan.plans for call in each.calls]
    used = [each for each in workspace.upstreams if each.name in {c.upstream for c in calls}]
    for spelling in (upstream_module, upstream_setting):
        found += clashes((each.name, spelling(each.name), each.place) for each in used)
    for upstream in used:
        found += _requests(upstream, [call for call in calls if call.upstream == upstream.name])
    return list(dict.fromkeys(found))


def _operations(
    operations: Iterable[Operation],
    name_of: Callable[[Operation], str],
    place: Callable[[str], Place],
) -> list[Finding]:
    return clashes((each.name, name_of(each), place(each.pointer)) for each in operations)


def _requests(upstream: Upstream, calls: list[Call]) -> Iterable[Finding]:
    """Find clashes in the module of an upstream: its functions, and the arguments of each."""
    place = upstream.api.place
    operations = dict.fromkeys(call.operation for call in calls)
    yield from _operations(operations, request_name, place)
    for operation in operations:
        arguments = [a for call in calls if call.operation == operation for a in call.arguments]
        yield from clashes(
            (
                f"{parameter.location} {parameter.name}",
                argument(parameter, operation, upstream.name),
                place(parameter.pointer),
            )
            for parameter in parameters_of(arguments)
        )


def _sources(client: Client, plan: Plan) -> Iterable[Finding]:
    """Find clashes among the sources of an operation: values, methods and classes."""
    places = _places(client, plan)
    for names in (local_names(plan), methods(plan)):
        yield from clashes((source, name, places[source]) for source, name in names.items())
    made = source_classes(plan)
    yield from clashes(
        (origin.written, name, places[source])
        for source, classes in made.items()
        for name, origin in classes.named
    )
    for source, classes in made.items():
        for members in classes.members:
            yield from clashes((written, name, places[source]) for written, name in members)


def _places(client: Client, plan: Plan) -> dict[str, Place]:
    """Give where the team wrote each source of an operation."""
    for answered in client.composition.operations:
        operation = client.api.operation(answered.operation)
        if operation is not None and operation.key == plan.operation.key:
            return {source.name: source.place for source in answered.sources}
    return {}
