"""How a route answers a request that comes again.

In:  Once of a plan.
Out: the fact of the operation, the statement that claims the key.
"""

from bffgen.emit.imports import Imports
from bffgen.emit.layout import Node, call, named
from bffgen.emit.plain import text
from bffgen.model.idempotency import Once

_MODULE = "..runtime.idempotency"
# Keeping times are read as people write them.
_UNITS = (86400, 3600, 60)


def once_node(once: Once, imports: Imports) -> Node:
    """Write what the runtime is told of keys."""
    imports.add(_MODULE, "Idempotency")
    facts = [
        named("header", text(once.header)),
        named("keep_s", _seconds(once.keep_s)),
        named("lease_s", str(once.lease_s)),
    ]
    return call("Idempotency", facts)


def claim_of(once: Once, imports: Imports) -> str:
    """Write the statement after which a request is the first, or the only one, under its key."""
    imports.add(_MODULE, "claim")
    return "await claim(http, call, request)"


def _seconds(count: int) -> str:
    unit = next((each for each in _UNITS if count % each == 0), 1)
    factors = {86400: ["24", "3600"], 3600: ["3600"], 60: ["60"]}.get(unit, [])
    many = count // unit
    return " * ".join([*([str(many)] if many > 1 or not factors else []), *factors])
