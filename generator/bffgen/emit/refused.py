"""What a client's parameters promise and no parser of the runtime can hold.

In:  a client and its plan.
Out: findings with the author's places.
How: a parameter that no parser takes whole has a reader of its own, and is checked there; a key of
     requests that come again is read by a parser alone.
"""

from collections.abc import Iterable

from bffgen.emit.travelling import is_parsed
from bffgen.emit.unheld import unheld
from bffgen.model.client import Client
from bffgen.model.finding import Finding
from bffgen.model.plan import ClientPlan
from bffgen.model.shapes import solid


def unheld_parameters(client: Client, plan: ClientPlan) -> Iterable[Finding]:
    """Find the keywords that no request could be held against."""
    api = client.api
    for each in (one for one in plan.typed if one.once is not None):
        header = each.once.header if each.once is not None else ""
        for parameter in each.operation.parameters:
            is_key = (parameter.location, parameter.name) == ("header", header)
            if is_key and not is_parsed(api.meaning, parameter):
                pointer = parameter.schema_pointer
                yield from unheld(api, pointer, solid(api.meaning, pointer))
