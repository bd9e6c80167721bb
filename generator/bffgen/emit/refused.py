"""What a client's parameters promise and no parser of the runtime can hold.

In:  a client and its plan.
Out: findings with the author's places.
How: as for the members of an answer, which are held by their classes (`emit/unheld.py`).
"""

from collections.abc import Iterable

from bffgen.emit.unheld import unheld
from bffgen.model.client import Client
from bffgen.model.finding import Finding
from bffgen.model.plan import ClientPlan
from bffgen.model.shapes import solid


def unheld_parameters(client: Client, plan: ClientPlan) -> Iterable[Finding]:
    """Find the keywords that no request could be held against."""
    api = client.api
    pointers = [p.schema_pointer for each in plan.plans for p in each.operation.parameters]
    for pointer in dict.fromkeys(pointers):
        yield from unheld(api, pointer, solid(api.meaning, pointer))
