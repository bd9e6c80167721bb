"""What a client's parameters promise and no parser of the runtime can hold.

In:  a client and its plan.
Out: findings with the author's places.
How: as for the members of an answer, which are held by their classes (`emit/unheld.py`).
"""

from collections.abc import Iterable

from bffgen.emit.plain import bare
from bffgen.emit.unheld import unheld
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.client import Client
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import join
from bffgen.model.plain import plain_schema
from bffgen.model.plan import ClientPlan
from bffgen.model.shapes import solid
from bffgen.model.travel import is_one_text


def unheld_parameters(client: Client, plan: ClientPlan) -> Iterable[Finding]:
    """Find the keywords that no request could be held against."""
    api = client.api
    # Others are held by their classes and types.
    plain = (p for each in plan.typed for p in each.operation.parameters)
    pointers = [each.schema_pointer for each in plain if is_one_text(api.meaning, each)]
    for pointer in dict.fromkeys(pointers):
        yield from unheld(api, pointer, solid(api.meaning, pointer))
        # The parsers read a boolean, or one of some texts and numbers.
        if bare(plain_schema(api.meaning, pointer)) in ("Literal[True]", "Literal[False]"):
            part = next(p for p in schema.conjuncts(api.meaning, pointer) if _listing(api, p))
            keyword = _listing(api, part)
            mark = Mark(place=api.place(join(part, keyword)), on="key")
            yield finding("compose-bound-unenforceable", mark, keyword=keyword)


def _listing(api: Api, pointer: str) -> str:
    """Give the keyword of a schema that lists its values, the empty text without one."""
    written = schema.at(api.meaning, pointer)
    found = [key for key in ("enum", "const") if isinstance(written, dict) and key in written]
    return found[0] if found else ""
