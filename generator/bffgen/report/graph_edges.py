"""What a drawing of lineages has: boxes of three columns, and who asks whom.

In:  the lineages of clients.
Out: a Box a client, an operation and an upstream's operation, each once; an Edge for each two that
     are joined, in the order of the lineages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bffgen.model.lineage import Asked, Lineage, OperationLineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box.

    Attributes:
        key: tells it from any other: its kind, then names.
        label: what stands in it.
        says: a sentence about it.
    """

    key: tuple[str, ...]
    label: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """That one is answered by another.

    Attributes:
        is_required: it is not answered without the other.
    """

    begin: tuple[str, ...]
    end: tuple[str, ...]
    is_required: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """All boxes, a column at a time, and all edges.

    Attributes:
        operations: with the client that they are of.
        asked: with the upstream that they are of, those of one together; `hooks` of a client
            stands for its functions.
    """

    clients: tuple[Box, ...]
    operations: tuple[tuple[str, Box], ...]
    asked: tuple[tuple[str, tuple[Box, ...]], ...]
    edges: tuple[Edge, ...]


def boxes_and_edges(lineages: Sequence[Lineage]) -> Drawn:
    """Find the boxes and edges of lineages."""
    asked: dict[str, dict[tuple[str, ...], Box]] = {}
    edges: list[Edge] = []
    operations: list[tuple[str, Box]] = []
    for each in lineages:
        for operation in each.operations:
            box = _operation(each.client, operation)
            operations.append((each.client, box))
            says = f"{each.client} has {operation.name}"
            edges.append(Edge(begin=_client(each.client), end=box.key, is_required=True, says=says))
            for group, other, edge in _asked(each.client, box, operation):
                asked.setdefault(group, {}).setdefault(other.key, other)
                edges.append(edge)
    return Drawn(
        clients=tuple(
            Box(key=_client(each.client), label=each.client, says=f"the client {each.client}")
            for each in lineages
        ),
        operations=tuple(operations),
        asked=tuple((group, tuple(boxes.values())) for group, boxes in asked.items()),
        edges=tuple(edges),
    )


def _client(name: str) -> tuple[str, ...]:
    return ("client", name)


def _operation(client: str, operation: OperationLineage) -> Box:
    if operation.function:
        how = f"answered by hooks.{operation.function}"
    else:
        how = f"{operation.critical_ms} of {operation.budget_ms} ms"
    key = ("operation", client, operation.name)
    return Box(key=key, label=operation.name, says=f"{client} {operation.key}: {how}")


def _asked(client: str, box: Box, operation: OperationLineage) -> Iterator[tuple[str, Box, Edge]]:
    """Give what an operation asks: group, box and edge; what two sources ask is one."""
    if operation.function:
        yield _joined(client, box, "", operation.function, operation.function, ())
    together: dict[tuple[str, str, str], list[Asked]] = {}
    for each in operation.sources:
        together.setdefault((each.upstream, each.operation, each.key), []).append(each)
    for (upstream, name, key), sources in together.items():
        yield _joined(client, box, upstream, name, key, sources)


def _joined(
    client: str, box: Box, upstream: str, name: str, key: str, sources: Sequence[Asked]
) -> tuple[str, Box, Edge]:
    group = upstream or f"{client} hooks"
    kind = ("asked", upstream) if upstream else ("hook", client)
    other = Box(key=(*kind, name), label=name, says=f"{group} {key or name}")
    is_required = not sources or any(each.required for each in sources)
    calls = sum(each.calls for each in sources)
    listed = ", ".join(each.name for each in sources)
    says = f"{box.label} of {client} asks {group} {name}"
    says += f" as {listed}" if sources and upstream else ""
    says += "" if is_required else "; it may be missing"
    says += f"; at most {calls} calls" if calls > 1 else ""
    return group, other, Edge(begin=box.key, end=other.key, is_required=is_required, says=says)
