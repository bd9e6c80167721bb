"""Eject a composed operation: the function of hooks that answers it in the same way.

In:  a reader of the workspace's files, the client, the operation by its name.
Out: Ejection: what to paste, or why there is nothing.
How: contract -> compose -> emit, as a build does; nothing is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bffgen.compose.ejectable import ejectable, in_the_way, lacking, without_plan
from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import Below
from bffgen.contract.python import names_of, parsed
from bffgen.contract.workspace import read_workspace
from bffgen.emit.ejected import eject
from bffgen.emit.named import name_all
from bffgen.emit.naming import operation_name
from bffgen.model.api import Operation
from bffgen.model.client import Client, Workspace
from bffgen.model.ejected import Ejected
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Locate
from bffgen.tasks.reading import Read, locate_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Ejection:
    """What came of it.

    Attributes:
        ejected: None where the operation is not there, or cannot be ejected.
        clients, operations: all names there are, for who misspells one.
        findings: what stops it.
    """

    ejected: Ejected | None
    clients: tuple[str, ...]
    operations: tuple[str, ...]
    findings: tuple[Finding, ...]
    locate: Locate


def ejected(read: Read, client: str, operation: str, *, below: Below) -> Ejection:
    """Write the function that answers a composed operation of a client."""
    workspace, found = read_workspace(read, only=(client,), below=below)
    faults = [each for each in found if stops([each])]
    theirs = next((each for each in workspace.clients if each.name == client), None)
    wanted = theirs.api.operation(operation) if theirs is not None else None
    made = None
    if theirs is not None and wanted is not None and not faults:
        made, more = _ejected(theirs, workspace, wanted)
        faults += more
    return Ejection(
        ejected=made,
        clients=workspace.names,
        operations=tuple(each.name for each in theirs.api.operations) if theirs else (),
        findings=tuple(dict.fromkeys(faults)),
        locate=locate_in(read),
    )


def _ejected(
    client: Client, workspace: Workspace, operation: Operation
) -> tuple[Ejected | None, list[Finding]]:
    plan, found = plan_client(client, workspace)
    faults = [each for each in found if stops([each])]
    if plan is None:
        return None, faults
    planned = next((each for each in plan.plans if each.operation == operation), None)
    answered = next(
        (
            e
            for e in client.composition.operations
            if client.api.operation(e.operation) == operation
        ),
        None,
    )
    if planned is None or answered is None:
        return None, [without_plan(client, operation)]
    taken = dict(client.hooks.bound) if client.hooks is not None else {}
    function = operation_name(operation)
    function = f"answer_{function}" if function in taken else function
    standing, refused = ejectable(client, workspace, planned, answered, function)
    if standing is None:
        return None, list(refused)
    entry, made = standing
    others = tuple(each for each in plan.plans if each is not planned)
    named = name_all(
        client, workspace, replace(plan, plans=others, implemented=(*plan.implemented, made))
    )
    if stops(named.faults):
        return None, [each for each in named.faults if stops([each])]
    imports, code = eject(planned, made, named, client.name, frozenset(taken))
    clash = next(_clashes(imports, taken), "")
    if clash:
        return None, [in_the_way(client, operation, clash)]
    return Ejected(
        client=client.name,
        operation=operation.name,
        function=function,
        imports=imports,
        code=code,
        entry=entry,
        lacking=lacking(made),
    ), []


def _clashes(imports: str, taken: Mapping[str, str]) -> Iterator[str]:
    """Give the names that hooks have for something else than the code imports by them."""
    for name, module in names_of(parsed(imports.encode())):
        if taken.get(name, module) != module:
            yield name
