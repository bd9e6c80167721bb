"""Schemas of objects that cannot have a value in common, told by a member that names their kind.

In:  schemas of a pool.
Out: whether two of them are surely disjoint: both require a member, and list other values for it.
How: what a schema and its allOf require and list is gathered once. Between the variants of a union
     that is nearly always enough, and saves a question for each pair of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeAlias

from bffgen.proof.node import Node
from bffgen.proof.values import identity

# allOf below allOf; deeper ones are left to the search.
_DEPTH: Final = 4

# The tag of a schema that lists its values; no name of a member, as JSON has no half of a pair.
_ITSELF: Final = "\ud800"

_OBJECT: Final = frozenset(("object",))

_Listed: TypeAlias = Mapping[str, frozenset[object]]


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

    def near(self, members: Sequence[int]) -> list[list[int]]:
        """Give for each member the positions of others that it is not surely disjoint with."""
        found = []
        for n, among in enumerate(self._among(members)):
            one = members[n]
            others = (each for each in sorted(among) if each != n)
            found.append([each for each in others if not self.are_disjoint(one, members[each])])
        return found

    def pairs(self, members: Sequence[int]) -> int:
        """Count the pairs that `near` has to look at."""
        return sum(map(len, self._among(members)))

    def _among(self, members: Sequence[int]) -> list[Collection[int]]:
        """Give for each member the positions of those that share a value of a tag of all."""
        tags = [self._of(each) for each in members]
        shared = set(tags[0]).intersection(*tags[1:]) if tags else set()
        if not shared:
            return [range(len(members))] * len(members)
        tag = min(shared)
        by_value: dict[object, list[int]] = defaultdict(list)
        for n, each in enumerate(tags):
            for value in each[tag]:
                by_value[value].append(n)
        return [{n for value in each[tag] for n in by_value[value]} for each in tags]

    def _of(self, schema: int) -> _Listed:
        """Give the values of each required member that lists them; of a list, its own."""
        known = self._listed.get(schema)
        listed = self._node(schema).listed if known is None else None
        if listed is not None:
            known = self._listed[schema] = {_ITSELF: frozenset(map(identity, listed))}
        elif known is None:
            required: set[str] = set()
            tagged: dict[str, frozenset[object]] = {}
            is_object = self._gather(schema, required, tagged, 0)
            known = {name: each for name, each in tagged.items() if name in required}
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
