"""Tell where the answers of clients come from.

In:  a reader of the workspace's files; which clients, which operation or which field of one.
Out: Graphed: a Lineage a client, narrowed to what is asked for; what is wrong with the others.
How: contract -> compose; a client that cannot be planned hides no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import Below, nothing_below
from bffgen.contract.workspace import read_workspace
from bffgen.model.client import Client, Workspace
from bffgen.model.finding import Finding, stops
from bffgen.model.lineage import EACH, Lineage, OperationLineage, Way, dotted
from bffgen.model.place import Locate, tokens
from bffgen.model.spelling import nearest
from bffgen.tasks.reading import Read, locate_in

__all__ = ["Field", "Graphed", "NotThere", "field_named", "graph"]


class NotThere(Exception):
    """A name of an operation or a field that there is not; the text says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an answer as it was asked for: `web.getOrder#/lines` or `web.getOrder#lines`."""

    text: str
    client: str
    operation: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphed:
    """What came of it.

    Attributes:
        lineages: of the clients that can be planned and have what is asked for.
        findings: what is wrong with what was read, all that is asked for.
        names: of all clients that bffgen.yaml has.
    """

    lineages: tuple[Lineage, ...]
    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    locate: Locate


def field_named(text: str) -> Field:
    """Read the name of a field.

    Raises:
        NotThere: it is not written as one.
    """
    owner, sign, field = text.partition("#")
    client, dot, operation = owner.partition(".")
    if not (sign and dot and client and operation):
        how = "write CLIENT.OPERATION#/POINTER, or CLIENT.OPERATION#name.below[].it"
        raise NotThere(f"`{text}` names no field: {how}")
    way = tuple(tokens(field)) if field.startswith("/") else _steps(field)
    return Field(text=text, client=client, operation=operation, way=way)


def _steps(field: str) -> Way:
    spread = field.replace("[]", f".{EACH}").removeprefix(".")
    return tuple(spread.split(".")) if spread else ()


def graph(
    read: Read,
    *,
    only: Sequence[str] = (),
    operation: str | None = None,
    field: Field | None = None,
    below: Below = nothing_below,
) -> Graphed:
    """Follow the fields of the wanted clients.

    Args:
        read: bytes of a file by its path relative to the workspace; OSError where there is none.
        only: clients, all of them if empty.
        operation: by its id or `METHOD path`; all of them if None.
        field: what alone is told.
        below: paths of the files below a folder, relative to the workspace.

    Raises:
        NotThere: no client that was read has the operation, or it has not the field.
    """
    workspace, found = read_workspace(read, only=only, below=below)
    findings = list(found)
    named = field.operation if field is not None else operation
    if named is not None:
        workspace = replace(workspace, clients=_having(workspace, named))
    lineages = []
    for client in workspace.clients:
        plan, faults = plan_client(client, workspace)
        findings += faults
        if plan is not None:
            lineages.append(_narrowed(lineage(client.name, plan), named, field))
    return Graphed(
        lineages=tuple(lineages),
        findings=tuple(each for each in dict.fromkeys(findings) if stops([each])),
        names=workspace.names,
        locate=locate_in(read),
    )


def _having(workspace: Workspace, name: str) -> tuple[Client, ...]:
    """Give the clients whose contract has an operation."""
    having = tuple(e for e in workspace.clients if e.api.operation(name) is not None)
    if not having and workspace.clients:
        operations = [each for client in workspace.clients for each in client.api.operations]
        known = sorted({n for each in operations for n in (each.name, each.key)})
        close = nearest(name, known)
        where = ", ".join(each.name for each in workspace.clients)
        said = f"the nearest is `{close}`" if close else "`bffgen graph` lists them"
        raise NotThere(f"no operation of {where} is called `{name}`; {said}")
    return having


def _narrowed(whole: Lineage, name: str | None, field: Field | None) -> Lineage:
    if name is None:
        return whole
    found = whole.operation(name)
    if found is None:
        raise NotThere(f"`{whole.client}.{name}` answers 501: nothing says how it is answered")
    if field is not None:
        found = _of_field(found, field)
    return replace(whole, operations=(found,))


def _of_field(operation: OperationLineage, field: Field) -> OperationLineage:
    """Keep of an operation what a field is made of."""
    way = _known(operation, field.way)
    if not operation.knows(way):
        known = sorted({dotted(each.to) for each in operation.fields} - {""})
        close = nearest(dotted(way), known) or _nearest_below(way, operation)
        asked = f"--operation {operation.name if ' ' not in operation.name else 'OPERATION'}"
        said = f"the nearest is `{close}`" if close else f"`bffgen graph {asked}` lists them"
        where = f"{field.client}.{operation.name}"
        raise NotThere(f"the answer of `{where}` has no `{dotted(way)}`; {said}")
    lines = operation.about(way)
    named = {each.part.name for each in lines}
    sources = tuple(each for each in operation.sources if each.name in named)
    return replace(operation, fields=lines, sources=sources)


def _known(operation: OperationLineage, way: Way) -> Way:
    """Read `0`, or a key of a map, as any element where the answer has no member of that name."""
    taken: Way = ()
    for step in way:
        above = operation.folded(taken)
        here, each = (*above, step), (*above, EACH)
        starts = {line.to[: len(here)] for line in operation.fields}
        is_each = here not in starts and each in starts
        taken = (*taken, EACH if is_each else step)
    return taken


def _nearest_below(way: Way, operation: OperationLineage) -> str:
    """Give the nearest name beside the first step that leads nowhere."""
    for size in range(1, len(way) + 1):
        if operation.knows(way[:size]):
            continue
        beside = {
            e.to[size - 1]
            for e in operation.fields
            if e.to[: size - 1] == way[: size - 1] and len(e.to) >= size
        }
        close = nearest(way[size - 1], sorted(beside))
        return dotted((*way[: size - 1], close)) if close else ""
    return ""
