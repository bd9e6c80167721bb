"""Which members and items a schema has spoken of, for `unevaluatedProperties` and `...Items`.

In:  a schema of the pool that holds.
Out: its cases: facts that decide which in-place schemas hold, and what is evaluated then.
How: whether a schema below anyOf, oneOf, if or dependentSchemas holds is made a question of its own
     where the answer changes what is evaluated, so each case knows it.

Source: JSON Schema 2020-12 core 11.2, 11.3.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from bffgen.proof.answer import Undecidable
from bffgen.proof.facts import Absent, Fact, Holds, Present
from bffgen.proof.node import Node

# Cases double with each question; schemas of people have few.
_CASES: Final = 64
# In-place schemas nested deeper than this, or in a circle, stay undecided.
_DEPTH: Final = 20

ReadNode = Callable[[int], Node]


class Evaluated(NamedTuple):
    """What has been spoken of.

    Attributes:
        names, patterns: of members; `all_members` where additionalProperties spoke of the rest.
        items: how many from the front; `all_items` where `items` spoke of the rest.
        contained: schemas of `contains`, whose items are evaluated.
    """

    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    all_members: bool = False
    items: int = 0
    all_items: bool = False
    contained: frozenset[int] = frozenset()

    def __or__(self, other: "Evaluated") -> "Evaluated":
        """Join what two schemas of one place have spoken of."""
        return Evaluated(
            self.names | other.names,
            self.patterns | other.patterns,
            self.all_members or other.all_members,
            max(self.items, other.items),
            self.all_items or other.all_items,
            self.contained | other.contained,
        )


class Case(NamedTuple):
    """One way in which a schema holds."""

    facts: tuple[Fact, ...]
    evaluated: Evaluated


_NOTHING: Final = Case((), Evaluated())


def cases(node: Node, read: ReadNode, keyword: str) -> list[Case]:
    """Give every case for one unevaluated keyword, whose own schema is left out.

    Raises:
        Undecidable: there are too many.
    """
    return _Cases(read, keyword).below(node, 0)


class _Cases:
    def __init__(self, read: ReadNode, keyword: str) -> None:
        self.read, self.keyword = read, keyword
        self.is_of_members = keyword == "unevaluatedProperties"

    def of(self, schema: int, depth: int) -> list[Case]:
        """Give the cases of a schema that holds at the same place."""
        node = self.read(schema)
        if depth > _DEPTH or node.unsupported:
            raise Undecidable(f"unsupported: {self.keyword}")
        spoken = self.keyword in node.one
        own = Evaluated(all_members=self.is_of_members, all_items=not self.is_of_members)
        return [Case((), own)] if spoken else self.below(node, depth)

    def below(self, node: Node, depth: int) -> list[Case]:
        found = [Case((), self._own(node))]
        for member in node.many.get("allOf", ()):
            found = self._both(found, self.of(member, depth + 1))
        for member in node.many.get("anyOf", ()):
            found = self._both(found, self._perhaps(member, depth))
        if "oneOf" in node.many:
            found = self._both(found, self._exactly_one(node.many["oneOf"], depth))
        if "if" in node.one:
            found = self._both(found, self._conditional(node, depth))
        # Of an array, dependentSchemas say nothing.
        dependent = node.named.get("dependentSchemas", ()) if self.is_of_members else ()
        for name, member in dependent:
            there = [
                Case((Present((name,)), *case.facts), case.evaluated)
                for case in self.of(member, depth + 1)
            ]
            if any(case.evaluated != Evaluated() for case in there):
                found = self._both(found, [Case((Absent(name),), Evaluated()), *there])
        return found

    def _own(self, node: Node) -> Evaluated:
        if self.is_of_members:
            named = node.named
            return Evaluated(
                names=frozenset(name for name, _ in named.get("properties", ())),
                patterns=frozenset(name for name, _ in named.get("patternProperties", ())),
                all_members="additionalProperties" in node.one,
            )
        return Evaluated(
            items=len(node.many.get("prefixItems", ())),
            all_items="items" in node.one,
            contained=frozenset(_one(node, "contains")),
        )

    def _perhaps(self, schema: int, depth: int) -> list[Case]:
        """Give the cases of a schema that may hold or fail."""
        holds = self.of(schema, depth + 1)
        if all(case.evaluated == Evaluated() for case in holds):
            return [_NOTHING]
        return [
            *(Case((Holds(schema), *case.facts), case.evaluated) for case in holds),
            Case((Holds(~schema),), Evaluated()),
        ]

    def _exactly_one(self, schemas: tuple[int, ...], depth: int) -> list[Case]:
        """Give the cases of schemas of which one holds; where two do, their holder fails anyway."""
        found: list[Case] = []
        silent: tuple[Fact, ...] = ()
        for schema in schemas:
            holds = self.of(schema, depth + 1)
            if any(case.evaluated != Evaluated() for case in holds):
                found += (Case((Holds(schema), *case.facts), case.evaluated) for case in holds)
                silent = (*silent, Holds(~schema))
        return [*found, Case(silent, Evaluated())]

    def _conditional(self, node: Node, depth: int) -> list[Case]:
        condition = node.one["if"]
        holds = self.of(condition, depth + 1)
        for member in _one(node, "then"):
            holds = self._both(holds, self.of(member, depth + 1))
        fails = [_NOTHING]
        for member in _one(node, "else"):
            fails = self.of(member, depth + 1)
        if all(case.evaluated == Evaluated() for case in (*holds, *fails)):
            return [_NOTHING]
        return [
            *(Case((Holds(condition), *case.facts), case.evaluated) for case in holds),
            *(Case((Holds(~condition), *case.facts), case.evaluated) for case in fails),
        ]

    def _both(self, one: list[Case], other: list[Case]) -> list[Case]:
        if len(one) * len(other) > _CASES:
            raise Undecidable(f"unsupported: {self.keyword}")
        return [
            Case(tuple(dict.fromkeys((*a.facts, *b.facts))), a.evaluated | b.evaluated)
            for a in one
            for b in other
        ]


def _one(node: Node, keyword: str) -> Iterator[int]:
    if keyword in node.one:
        yield node.one[keyword]
