"""What a schema says of a value, taken apart: one fact each.

In:  nothing; `proof/meaning.py` makes facts of schemas.
Out: the facts. A literal is `n` for "a value of schema n" and `~n` for "no value of schema n".

A schema is a conjunction of choices, a choice is a list of alternatives, and an alternative is a
conjunction of facts.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from bffgen.model.canonical import Json

Number: TypeAlias = int | Fraction
Literal: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Holds:
    """The value is one of this literal."""

    literal: Literal


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A keyword says something that is not understood here."""

    reason: str


@dataclass(frozen=True, slots=True)
class Among:
    """The value is one of these, which are sorted.

    Attributes:
        known: what is equal for equal values, of each.
    """

    values: tuple[Json, ...]
    known: frozenset[object]


@dataclass(frozen=True, slots=True)
class Besides:
    """The value, which is no array and no object, is none of these; `known` as of Among."""

    values: tuple[Json, ...]
    known: frozenset[object]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number, or the length, or the count of items or members, is at least this."""

    limit: Number
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number, or the length, or the count of items or members, is at most this."""

    limit: Number
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Multiple:
    """The number is a multiple of this, > 0."""

    step: Number


@dataclass(frozen=True, slots=True)
class NoMultiple:
    """The number is no multiple of this, > 0."""

    step: Number


@dataclass(frozen=True, slots=True)
class Matches:
    """The text holds a match of this pattern."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Misses:
    """The text holds no match of this pattern."""

    pattern: str


@dataclass(frozen=True, slots=True)
class HasFormat:
    """The text is a member of this format."""

    name: str


@dataclass(frozen=True, slots=True)
class LacksFormat:
    """The text is no member of this format."""

    name: str


@dataclass(frozen=True, slots=True)
class Items:
    """Each item is a value of the literal at its index, those behind of the last one."""

    prefix: tuple[Literal, ...]
    rest: Literal


@dataclass(frozen=True, slots=True)
class ItemAt:
    """There is an item at this index, and it is a value of the literal."""

    index: int
    literal: Literal


@dataclass(frozen=True, slots=True)
class SomeItem:
    """Some item at this index or behind it is a value of the literal."""

    start: int
    literal: Literal


@dataclass(frozen=True, slots=True)
class Counted:
    """At least so many, at most so many items are values of the literal."""

    literal: Literal
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Distinct:
    """No two items are equal."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Two items are equal."""


@dataclass(frozen=True, slots=True)
class Members:
    """Members of these names, of names that match, and of all others are values of the literals."""

    named: dict[str, Literal] = field(hash=False)
    matched: tuple[tuple[str, Literal], ...]
    others: Literal


@dataclass(frozen=True, slots=True)
class Present:
    """There are members of these names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no member of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class MemberAt:
    """There is a member of this name, and it is a value of the literal."""

    name: str
    literal: Literal


@dataclass(frozen=True, slots=True)
class MemberMatching:
    """There is a member whose name holds a match of the pattern; it is a value of the literal."""

    pattern: str
    literal: Literal


@dataclass(frozen=True, slots=True)
class MemberBeside:
    """There is a member with another name, matched by no pattern; it is a value of the literal."""

    names: frozenset[str]
    patterns: tuple[str, ...]
    literal: Literal


@dataclass(frozen=True, slots=True)
class Names:
    """Every name is a value of the literal."""

    literal: Literal


@dataclass(frozen=True, slots=True)
class SomeName:
    """Some name is a value of the literal."""

    literal: Literal


Fact: TypeAlias = (
    Holds
    | Unsupported
    | Among
    | Besides
    | AtLeast
    | AtMost
    | Multiple
    | NoMultiple
    | Matches
    | Misses
    | HasFormat
    | LacksFormat
    | Items
    | ItemAt
    | SomeItem
    | Counted
    | Distinct
    | Repeated
    | Members
    | Present
    | Absent
    | MemberAt
    | MemberMatching
    | MemberBeside
    | Names
    | SomeName
)

Alternative: TypeAlias = tuple[Fact, ...]


class Choice(NamedTuple):
    """One of the alternatives holds; none of none.

    Attributes:
        negated: the schema whose negation this is, if it is one.
    """

    alternatives: tuple[Alternative, ...]
    negated: int | None = None
