"""Whether the contract of a client can do without a value.

In:  the client's Api, the lineage of an operation, a line of it.
Out: a bool.
How: a field is needed where it and all that it stands in must be there; elements of a list are
     taken as there. What a source is asked with is needed where something of that source is.
"""

from bffgen.compose.walked import walked
from bffgen.model import schema
from bffgen.model.api import Api, Response
from bffgen.model.lineage import EACH, Line, OperationLineage, Way

_HEADER = "header "


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
    if line.to[0].startswith(_HEADER):
        name = line.to[0].removeprefix(_HEADER).lower()
        return any(each.required for each in response.headers if each.name.lower() == name)
    return all(
        _is_demanded(api, response, line.to[:number], step)
        for number, step in enumerate(line.to)
        if step != EACH
    )


def _is_demanded(api: Api, response: Response, above: Way, name: str) -> bool:
    """Say whether each object at a way has a member."""
    pointers = [e.schema_pointer for e in response.content if e.schema_pointer is not None]
    return any(
        schema.objects_have(api.meaning, each, name)
        for pointer in pointers
        for each in walked(api, pointer, above).ends
    )
