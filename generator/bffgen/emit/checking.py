"""The expression that makes a Check of the runtime.

In:  a schema that stands alone.
Out: a node to be laid out.
"""

from collections.abc import Mapping

from bffgen.emit.expression import literal
from bffgen.emit.layout import Node, call
from bffgen.model.canonical import Json


def check_node(written: Mapping[str, Json]) -> Node:
    """Write the expression of a Check."""
    return call("Check", [literal(dict(written))])
