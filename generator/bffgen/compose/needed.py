"""Whether the contract of a client can do without a value, and whether one is always sent.

In:  the client's Api, the lineage of an operation, lines of it.
Out: a bool.
How: a field is needed where it and all that it stands in must be there; elements of a list are
     taken as there. What a source is asked with is needed where something of that source is.
"""

from collections.abc import Sequence

from bffgen.compose.walked import walked
from bffgen.model import schema
from bffgen.model.api import Api, Parameter, Response
from bffgen.model.lineage import EACH, HEADER, Line, OperationLineage, Way
from bffgen.model.tree import at


def is_needed(api: Api, operation: OperationLineage, line: Line) -> bool:
    """Say whether a client's contract cannot do without what a line is for."""
    if line not in operation.fields:
        asked = {each.name for each in operation.sources if line in each.given}
        further = frozenset[str]().union(*map(operation.hang_on, asked))
        return any(
            is_needed(api, operation, each)
            for each in operation.fields
            if each.part.name in further and each.part.holder in ("answer", "header", "hook")
        )
    called = api.operation(operation.key)
    response = called.response(operation.status) if called is not None else None
    if response is None or not line.to:
        return True
    if line.to[0].startswith(HEADER):
        name = line.to[0].removeprefix(HEADER).lower()
        return any(each.required for each in response.headers if each.name.lower() == name)
    return all(
        _is_demanded(api, response, line.to[:number], step)
        for number, step in enumerate(line.to)
        if step != EACH
    )


def is_always_sent(requests: Api, operation: OperationLineage, lines: Sequence[Line]) -> bool:
    """Say whether what lines are for goes to an upstream with each call: never yes too often.

    Args:
        requests: the contract of the client, as it asks.
    """
    by_name: dict[Way, list[Line]] = {}
    for line in lines:
        by_name.setdefault(line.to, []).append(line)
    return bool(lines) and all(
        any(_is_there(requests, operation, each) for each in several)
        for several in by_name.values()
    )


def _is_there(requests: Api, operation: OperationLineage, line: Line) -> bool:
    is_made = line.part.holder == "constant" or line.builder == "derive"
    if is_made or line.to[0].startswith("path."):
        return True
    asked = requests.operation(operation.key)
    if asked is None or line.part.holder != "request":
        return False
    location, _, name = line.part.name.partition(".")
    if location != "body":
        found = (e for e in asked.parameters if (e.location, e.name) == (location, name))
        return any(each.required or _has_default(requests, each) for each in found)
    content = asked.body.content if asked.body is not None and asked.body.required else ()
    way = line.part.way
    return bool(content) and all(
        schema.objects_have(requests.meaning, end, step)
        for each in content
        if each.schema_pointer is not None
        for number, step in enumerate(way)
        if step != EACH
        for end in walked(requests, each.schema_pointer, way[:number]).ends
    )


def _has_default(requests: Api, parameter: Parameter) -> bool:
    written = at(requests.document, schema.resolve(requests.document, parameter.schema_pointer))
    return isinstance(written, dict) and "default" in written


def _is_demanded(api: Api, response: Response, above: Way, name: str) -> bool:
    """Say whether each object at a way has a member."""
    pointers = [e.schema_pointer for e in response.content if e.schema_pointer is not None]
    return any(
        schema.objects_have(api.meaning, each, name)
        for pointer in pointers
        for each in walked(api, pointer, above).ends
    )
