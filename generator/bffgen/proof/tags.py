"""Schemas of objects that cannot have a value in common, told by a member that names their kind.

In:  schemas of a pool.
Out: whether two of them are surely disjoint: both require a member, and list other values for it.
How: what a schema and its allOf require and list is gathered once. Between the variants of a union
     that is nearly always enough, and saves a question for each pair of them.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bffgen.proof.node import Node
from bffgen.proof.values import identity

# allOf below allOf; deeper ones are left to the search.
_DEPTH: Final = 4

_OBJECT: Final = frozenset(("object",))

_Listed = Mapping[str, frozenset[object]]


class Tags:
    """The tags of the schemas of one pool."""

    def __init__(self, node: Callable[[int], Node]) -> None:
        self._node = node
        self._listed: dict[int, _Listed] = {}

    def are_disjoint(self, one: int, other: int) -> bool:
        """Say whether two schemas surely have no value in common; False may be wrong."""
        first = self._of(one)
        if not first:
            return False
        second = self._of(other)
        return any(name in second and first[name].isdisjoint(second[name]) for name in first)

    def _of(self, schema: int) -> _Listed:
        """Give the values of each required member that lists them; none of what is no object."""
        known = self._listed.get(schema)
        if known is None:
            required: set[str] = set()
            listed: dict[str, frozenset[object]] = {}
            is_object = self._gather(schema, required, listed, 0)
            known = {name: each for name, each in listed.items() if name in required}
            known = self._listed[schema] = known if is_object else {}
        return known

    def _gather(
        self, schema: int, required: set[str], listed: dict[str, frozenset[object]], depth: int
    ) -> bool:
        """Enter what holds of every value; say whether all of them are objects."""
        node = self._node(schema)
        required.update(node.required)
        for name, member in node.named.get("properties", ()):
            values = self._node(member).listed
            if values is not None:
                found = frozenset(map(identity, values))
                listed[name] = listed.get(name, found) & found
        is_object = node.types == _OBJECT
        for part in node.many.get("allOf", ()) if depth < _DEPTH else ():
            is_object = self._gather(part, required, listed, depth + 1) or is_object
        return is_object
