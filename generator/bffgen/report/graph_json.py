"""Print lineages as JSON for machines: the format `graph/1`.

In:  the lineages of clients.
Out: one JSON text; `schemas/graph-1.json` says what it holds, and members are only ever added.
How: in the order of bffgen.yaml and of the contracts. Ways are JSON pointers in which `*` stands
     for each element of an array, or each value of a map.
"""

from collections.abc import Sequence

from bffgen import VERSION
from bffgen.model.canonical import Json, indented
from bffgen.model.lineage import Asked, Line, Lineage, OperationLineage, Part, Way
from bffgen.model.place import join

FORMAT = "graph/1"
_HEADER = "header "


def told(lineages: Sequence[Lineage]) -> str:
    """Print all that is known of each operation."""
    clients: list[Json] = [
        {"client": each.client, "operations": [_operation(one) for one in each.operations]}
        for each in lineages
    ]
    return indented({"format": FORMAT, "tool": f"bffgen {VERSION}", "clients": clients}) + "\n"


def _operation(operation: OperationLineage) -> Json:
    return {
        "name": operation.name,
        "key": operation.key,
        "status": operation.status,
        "function": operation.function or None,
        "budget_ms": operation.budget_ms,
        "reserve_ms": operation.reserve_ms,
        "critical_path": list(operation.critical_path),
        "sources": [_source(each, operation) for each in operation.sources],
        "fields": [_field(each, operation) for each in operation.fields],
    }


def _source(source: Asked, operation: OperationLineage) -> Json:
    return {
        "name": source.name,
        "upstream": source.upstream or None,
        "operation": source.operation,
        "key": source.key or None,
        "status": source.status or None,
        "required": source.required,
        "calls": source.calls,
        "waits": list(source.waits),
        "starts_ms": source.starts_ms,
        "finish_ms": source.finish_ms,
        "given": [_given(each, operation) for each in source.given],
    }


def _field(line: Line, operation: OperationLineage) -> Json:
    first = line.to[:1]
    if first and first[0].startswith(_HEADER):
        return {
            "to": "header",
            "name": first[0].removeprefix(_HEADER),
            **_line(line, (), operation),
        }
    return {"to": "body", **_line(line, line.to, operation)}


def _given(line: Line, operation: OperationLineage) -> Json:
    """Print what is sent: the list that there is a call for each of is `calls`."""
    first, *below = line.to or ("calls",)
    return {"to": "calls" if first == "*" else first, **_line(line, tuple(below), operation)}


def _line(line: Line, to: Way, operation: OperationLineage) -> dict[str, Json]:
    return {
        "pointer": _pointer(to),
        "builder": line.builder,
        "whole": line.whole,
        "like": None if line.like is None else _pointer(line.like),
        "from": _part(line.part, operation),
    }


def _part(part: Part, operation: OperationLineage) -> Json:
    source = operation.source(part.name) if part.holder in ("answer", "header", "hook") else None
    return {
        "holder": part.holder,
        "name": part.name or None,
        "pointer": _pointer(part.way),
        "upstream": source.upstream or None if source else None,
        "operation": source.operation if source else None,
        "status": source.status or None if source else None,
    }


def _pointer(way: Way) -> str:
    pointer = ""
    for step in way:
        pointer = join(pointer, step)
    return pointer
