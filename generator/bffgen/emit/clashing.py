"""Names of a client and its upstreams that would become one name in Python.

In:  a client, its plan, the upstreams' contracts; classes apart (`emit/classes.py`).
Out: findings with the places of both.
How: every name is made as the modules make it, beside all names that stand in one scope with it.
"""

from collections.abc import Callable, Iterable

from bffgen.emit.arguments import given_of
from bffgen.emit.byhook import reply_stem
from bffgen.emit.naming import (
    body_constant,
    clashes,
    member,
    operation_name,
    request_name,
    upstream_module,
)
from bffgen.emit.operation import local_names, methods, request_members, source_classes
from bffgen.emit.security import scheme_constant
from bffgen.model.api import Operation
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.finding import Finding
from bffgen.model.implemented import Sent
from bffgen.model.names import operation_type
from bffgen.model.place import Place
from bffgen.model.plan import ClientPlan, Plan
from bffgen.model.spelling import upstream_setting


def clashing(client: Client, workspace: Workspace, plan: ClientPlan) -> list[Finding]:
    """Find the names that clash; of those that follow from one clash only the first."""
    place = client.api.place
    operations = [each.operation for each in plan.answered]
    sent = plan.sent
    used = [each for each in workspace.upstreams if each.name in {s.upstream for s in sent}]
    found = _operations(operations, operation_name, place)
    found = found or _operations(operations, operation_type, place)
    found = found or _constants(operations, place)
    alike = clashes((each.name, upstream_module(each.name), each.place) for each in used)
    alike = alike or clashes((each.name, upstream_setting(each.name), each.place) for each in used)
    found += alike
    found += clashes((e.name, scheme_constant(e), place(e.pointer)) for e in plan.schemes)
    callers = client.composition.callers
    found += clashes((each.name, member(each.name), each.place) for each in callers.claims)
    for each in plan.plans:
        found += _members(client, each.operation, each.forwarded)
        found += [] if alike else _sources(client, each)
    for made in (each for each in plan.implemented if each.raw is None):
        found += _members(client, made.operation, made.forwarded)
    uses = [use for made in plan.implemented for use in made.uses]
    found += clashes(
        (f"{use.upstream}.{use.operation.name}", reply_stem(use), use.place) for use in uses
    )
    for upstream in used:
        found += _requests(upstream, [each for each in sent if each.upstream == upstream.name])
    return list(dict.fromkeys(found))


def _members(client: Client, operation: Operation, forwarded: Iterable[str]) -> list[Finding]:
    """Find clashes in the request of an operation."""
    place = client.api.place
    at = place(operation.pointer)
    places = {f"{p.location}.{p.name}": place(p.pointer) for p in operation.parameters}
    return clashes(
        (f"{member.location} {member.name}", member.attribute, places.get(member.key, at))
        for member in request_members(operation, forwarded)
    )


def _operations(
    operations: Iterable[Operation],
    name_of: Callable[[Operation], str],
    place: Callable[[str], Place],
) -> list[Finding]:
    return clashes((each.name, name_of(each), place(each.pointer)) for each in operations)


def _constants(operations: Iterable[Operation], place: Callable[[str], Place]) -> list[Finding]:
    """Find clashes of the facts of one operation with the reader of another's body."""
    return clashes(
        (named, made, place(each.pointer))
        for each in operations
        for named, made in (
            (each.name, operation_name(each).upper()),
            *([(f"the body of {each.name}", body_constant(each))] if each.body else []),
        )
    )


def _requests(upstream: Upstream, sent: list[Sent]) -> Iterable[Finding]:
    """Find clashes in the module of an upstream: its functions, and the arguments of each."""
    place = upstream.api.place
    operations = dict.fromkeys(each.operation for each in sent)
    yield from _operations(operations, request_name, place)
    for operation in operations:
        parameters = [p for each in sent if each.operation == operation for p in each.parameters]
        yield from clashes(
            (
                f"{given.parameter.location} {given.parameter.name}",
                given.name,
                place(given.parameter.pointer),
            )
            for given in given_of(parameters, operation, upstream.name, upstream.api)
        )


def _sources(client: Client, plan: Plan) -> list[Finding]:
    """Find clashes among the sources of an operation: values, methods, classes and members."""
    places = _places(client, plan)
    for names in (local_names(plan), methods(plan)):
        if found := clashes((source, name, places[source]) for source, name in names.items()):
            return found
    made = source_classes(plan)
    found = clashes(
        (origin.written, name, places[source])
        for source, classes in made.items()
        for name, origin in classes.named
    )
    for source, classes in made.items():
        for members in classes.members:
            found += clashes((written, name, places[source]) for written, name in members)
    return found


def _places(client: Client, plan: Plan) -> dict[str, Place]:
    """Give where the team wrote each source of an operation."""
    for answered in client.composition.operations:
        operation = client.api.operation(answered.operation)
        if operation is not None and operation.key == plan.operation.key:
            return {source.name: source.place for source in answered.sources}
    return {}
