"""Patterns of a client's parameters that the engine of the runtime refuses.

In:  a client and its plan.
Out: findings with the author's places.
How: each pattern is given to the engine once; what an answer promises is held by its classes.
"""

from collections.abc import Iterable

from bffgen.emit.plain import refused_pattern, rust_pattern
from bffgen.model import schema
from bffgen.model.client import Client
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plan import ClientPlan


def unheld_patterns(client: Client, plan: ClientPlan) -> Iterable[Finding]:
    """Find the patterns that no request could be held against."""
    api = client.api
    for each in plan.plans:
        for parameter in each.operation.parameters:
            for part in schema.conjuncts(api.meaning, parameter.schema_pointer):
                written = schema.at(api.meaning, part)
                pattern = written.get("pattern") if isinstance(written, dict) else None
                if isinstance(pattern, str) and refused_pattern(rust_pattern(pattern)):
                    mark = Mark(place=api.place(f"{part}/pattern"), on="key")
                    yield finding("compose-bound-unenforceable", mark, keyword="pattern")
