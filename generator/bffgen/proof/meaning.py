"""What a schema says of values of one JSON type, and what its negation says.

In:  a literal (`n` or `~n`) and a type.
Out: choices, all of which hold; no choice at all is "every value", a choice without alternatives
     is "no value".
How: a negation is pushed one step: not `required` is an absent member, not `items` an item that
     fails, not `oneOf` none or two (COMPATIBILITY.md 5).
"""

from collections.abc import Callable, Iterator
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.pool import Pool
from bffgen.proof.facts import (
    Absent,
    Alternative,
    Among,
    AtLeast,
    AtMost,
    Besides,
    Choice,
    Holds,
    ItemAt,
    Literal,
    MemberAt,
    MemberBeside,
    Unsupported,
)
from bffgen.proof.node import Node, read_node
from bffgen.proof.said import Said, said
from bffgen.proof.tags import Tags
from bffgen.proof.values import Kind, identity, kind_of

_NEVER: Final = (Choice(()),)
_TRUE: Final = Pool.TRUE
# Alternatives, or pairs of them, that cost one step to write down.
_WRITTEN_PER_STEP: Final = 256
_IN_PLACE: Final = frozenset(("if", "then", "else", "not"))


class Meanings:
    """The meanings of the schemas of one pool; each is worked out once.

    Attributes:
        asserts_formats: whether a known format is a predicate, else an annotation.
        tags: which schemas are surely disjoint.
    """

    def __init__(self, pool: Pool, spend: Callable[[int], None], *, asserts_formats: bool) -> None:
        self.pool, self._spend = pool, spend
        self.asserts_formats = asserts_formats
        self.tags = Tags(self.node)
        self._nodes: dict[int, Node] = {}
        self._choices: dict[tuple[Literal, Kind], tuple[Choice, ...]] = {}

    def node(self, schema: int) -> Node:
        """Give the keywords of a schema."""
        node = self._nodes.get(schema)
        if node is None:
            node = self._nodes[schema] = read_node(self.pool.node(schema))
            if node.unsupported is None and self._acts_on_itself(schema):
                # No validator gives it a meaning, and a search would take it for anything.
                node.unsupported = "$ref"
        return node

    def of(self, literal: Literal, kind: Kind) -> tuple[Choice, ...]:
        """Give the choices of a literal for values of a type."""
        known = self._choices.get((literal, kind))
        if known is None:
            known = self._held(literal, kind) if literal >= 0 else self._denied(~literal, kind)
            self._choices[literal, kind] = known
        return known

    def listing(self, *values: Json) -> int:
        """Give the schema of exactly these values."""
        return self.pool.add((("enum", frozenset(map(identity, values))),))

    def any_of(self, schemas: frozenset[int]) -> int:
        """Give the schema of the values of any of these, of which there is one at least."""
        if len(schemas) == 1:
            return min(schemas)
        return self.pool.add((("anyOf", tuple(sorted(schemas))),))

    def _acts_on_itself(self, schema: int) -> bool:
        """Say whether a schema is asked of the very value that it is asked of."""
        if not self.pool.is_cyclic(schema):
            return False
        seen: set[int] = set()
        work = list(self._in_place(schema))
        while work:
            here = work.pop()
            if here == schema:
                return True
            if here not in seen and self.pool.is_cyclic(here):
                seen.add(here)
                work += self._in_place(here)
        return False

    def _in_place(self, schema: int) -> Iterator[int]:
        node = read_node(self.pool.node(schema))
        for keyword, members in node.many.items():
            if keyword != "prefixItems":
                yield from members
        yield from (each for keyword, each in node.one.items() if keyword in _IN_PLACE)
        yield from (each for _, each in node.named.get("dependentSchemas", ()))

    def _held(self, schema: int, kind: Kind) -> tuple[Choice, ...]:
        """Say what holds of a value of the schema."""
        if schema == Pool.FALSE:
            return _NEVER
        node = self.node(schema)
        if node.types is not None and kind not in node.types:
            return _NEVER
        of_kind = self._said(node, kind)
        facts = list(of_kind.facts)
        if node.unsupported is not None:
            facts.append(Unsupported(f"unsupported: {node.unsupported}"))
        if node.listed is not None:
            values = tuple(each for each in node.listed if kind_of(each) == kind)
            if not values:
                return _NEVER
            facts.append(Among(values, frozenset(map(identity, values))))
        facts += (Holds(each) for each in node.many.get("allOf", ()))
        facts += (Holds(~node.one[keyword]) for keyword in ("not",) if keyword in node.one)
        choices = [Choice((tuple(facts),))] if facts else []
        return (*choices, *of_kind.choices, *self._combined(node))

    def _denied(self, schema: int, kind: Kind) -> tuple[Choice, ...]:
        """Say what holds of a value that is none of the schema."""
        if schema in (Pool.TRUE, Pool.FALSE):
            return _NEVER if schema == Pool.TRUE else ()
        node = self.node(schema)
        if node.types is not None and kind not in node.types:
            return ()
        of_kind = self._said(node, kind)
        against = list(of_kind.against)
        if node.unsupported is not None:
            against.append((Unsupported(f"unsupported: {node.unsupported}"),))
        if node.listed is not None:
            values = tuple(each for each in node.listed if kind_of(each) == kind)
            if not values:
                return ()
            if kind in ("array", "object"):
                pure = self.listing(*node.listed)
                if pure == schema:
                    self._spend(len(values) // _WRITTEN_PER_STEP)
                    unlike = (Choice(tuple(self._unlike(each))) for each in values)
                    # The first alone tells listed values at once; the others say how to differ.
                    besides = Besides(values, frozenset(map(identity, values)))
                    return (Choice(((besides,),)), *unlike)
                against.append((Holds(~pure),))
            else:
                against.append((Besides(values, frozenset(map(identity, values))),))
        against += self._broken(node)
        return (Choice(tuple(dict.fromkeys(against)), negated=schema),)

    def _said(self, node: Node, kind: Kind) -> Said:
        return said(node, kind, self)

    def _unlike(self, value: Json) -> Iterator[Alternative]:
        """Give the ways in which an array or an object differs from one."""
        if isinstance(value, list):
            if value:
                yield (AtMost(len(value) - 1),)
            yield (AtLeast(len(value) + 1),)
            for index, item in enumerate(value):
                yield (ItemAt(index, ~self.listing(item)),)
        elif isinstance(value, dict):
            for name in sorted(value):
                yield (Absent(name),)
            for name in sorted(value):
                yield (MemberAt(name, ~self.listing(value[name])),)
            yield (MemberBeside(frozenset(value), (), _TRUE),)

    def _combined(self, node: Node) -> Iterator[Choice]:
        """Give the choices of anyOf, oneOf and if."""
        for keyword, members in node.many.items():
            if keyword == "anyOf":
                yield Choice(tuple((Holds(each),) for each in members))
            elif keyword == "oneOf":
                yield Choice(tuple(self._alone(members)))
        if "if" in node.one:
            condition = node.one["if"]
            then, otherwise = (node.one.get(each, _TRUE) for each in ("then", "else"))
            if then != _TRUE or otherwise != _TRUE:
                holds: Alternative = (Holds(condition), Holds(then))
                yield Choice((holds, (Holds(~condition), Holds(otherwise))))

    def _broken(self, node: Node) -> Iterator[Alternative]:
        """Give the ways in which allOf, anyOf, oneOf, not and if fail."""
        for keyword, members in node.many.items():
            if keyword == "allOf":
                yield from ((Holds(~each),) for each in members)
            elif keyword in ("anyOf", "oneOf"):
                yield tuple(Holds(~each) for each in dict.fromkeys(members))
            if keyword == "oneOf":
                for n, near in enumerate(self._near(members)):
                    for other in near:
                        if n < other and members[n] == members[other]:
                            yield (Holds(members[n]),)
                        elif n < other:
                            yield (Holds(members[n]), Holds(members[other]))
        if "not" in node.one:
            yield (Holds(node.one["not"]),)
        if "if" in node.one:
            condition = node.one["if"]
            for keyword, literal in (("then", condition), ("else", ~condition)):
                if keyword in node.one:
                    yield (Holds(literal), Holds(~node.one[keyword]))

    def _alone(self, members: tuple[int, ...]) -> Iterator[Alternative]:
        """Say that one member holds and no other; of those that cannot, nothing need be said."""
        for one, near in zip(members, self._near(members), strict=True):
            yield (Holds(one), *(Holds(~members[other]) for other in near))

    def _near(self, members: tuple[int, ...]) -> list[list[int]]:
        """Give for each member the positions of those that it may have a value in common with."""
        self._spend(self.tags.pairs(members) // _WRITTEN_PER_STEP)
        return self.tags.near(members)
