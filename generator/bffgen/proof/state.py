"""What a goal has come to for values of one type: the facts that hold together.

In:  facts, one after the other.
Out: a State that leaves (numbers.py, texts.py, arrays.py, objects.py) make a value of; False where
     a fact contradicts what is there already.
"""

from typing import assert_never

from bffgen.model.canonical import Json
from bffgen.proof.evaluate import literals_at
from bffgen.proof.facts import (
    Absent,
    Alternative,
    Among,
    AtLeast,
    AtMost,
    Besides,
    Counted,
    Distinct,
    Fact,
    HasFormat,
    Holds,
    ItemAt,
    Items,
    LacksFormat,
    Literal,
    Matches,
    MemberAt,
    MemberBeside,
    MemberMatching,
    Members,
    Misses,
    Multiple,
    Names,
    NoMultiple,
    Number,
    Present,
    Repeated,
    SomeItem,
    SomeName,
    Unsupported,
)
from bffgen.proof.node import Node
from bffgen.proof.values import Kind, identity


class State:
    """Facts of one value; those of other types stay empty.

    Attributes:
        pending: literals that are still to be absorbed.
        facts: all of them, in the order in which they came.
        absorbed: literals whose facts are here; `entailing` are those of schemas without choices,
            which may make a negation superfluous.
        candidates: where values are listed, those; None where any value may do.
        undecided: why a value that is found need not be one; None where it is one.
        low, high: of a number, or of a length or count; `is_low_open`: the bound itself is out.
    """

    __slots__ = (
        *("kind", "pending", "facts", "absorbed", "entailing", "candidates", "undecided"),
        *("low", "is_low_open", "high", "is_high_open"),
        *("multiples", "no_multiples", "unwanted"),
        *("matched", "missed", "formats", "no_formats"),
        *("items", "item_at", "some_item", "counted", "is_distinct", "is_repeated"),
        *("members", "present", "absent", "member_at", "some_member", "names", "some_name"),
    )

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.pending: tuple[Literal, ...] = ()
        self.facts: list[Fact] = []
        self.absorbed: set[Literal] = set()
        self.entailing: set[Literal] = set()
        self.candidates: tuple[Json, ...] | None = None
        self.undecided: str | None = None
        self.low: Number | None = None if kind == "number" else 0
        self.high: Number | None = None
        self.is_low_open = self.is_high_open = False
        self.multiples: tuple[Number, ...] = ()
        self.no_multiples: tuple[Number, ...] = ()
        self.unwanted: tuple[Json, ...] = ()
        self.matched: tuple[str, ...] = ()
        self.missed: tuple[str, ...] = ()
        self.formats: tuple[str, ...] = ()
        self.no_formats: tuple[str, ...] = ()
        self.items: tuple[Items, ...] = ()
        self.item_at: tuple[ItemAt, ...] = ()
        self.some_item: tuple[SomeItem, ...] = ()
        self.counted: tuple[Counted, ...] = ()
        self.is_distinct = self.is_repeated = False
        self.members: tuple[Members, ...] = ()
        self.present: frozenset[str] = frozenset()
        self.absent: frozenset[str] = frozenset()
        self.member_at: tuple[MemberAt, ...] = ()
        self.some_member: tuple[MemberMatching | MemberBeside, ...] = ()
        self.names: tuple[Literal, ...] = ()
        self.some_name: tuple[Literal, ...] = ()

    def copy(self) -> "State":
        """Copy it, so that an alternative can be tried."""
        fresh = State.__new__(State)
        for name in State.__slots__:
            setattr(fresh, name, getattr(self, name))
        fresh.facts = self.facts.copy()
        fresh.absorbed = self.absorbed.copy()
        fresh.entailing = self.entailing.copy()
        return fresh

    def enter(self, literal: Literal, node: Node) -> None:
        """Note that the facts of a literal are here."""
        self.absorbed.add(literal)
        if literal >= 0 and node.is_flat:
            self.entailing.add(literal)

    def literals_at(self, name: str) -> list[Literal]:
        """Give what the member of a name is held to, if there is one; raises Undecidable."""
        return [literal for group in self.members for literal in literals_at(group, name)]

    def literals_of_item(self, index: int) -> list[Literal]:
        """Give what the item at an index is held to, if there is one."""
        return [
            group.prefix[index] if index < len(group.prefix) else group.rest for group in self.items
        ]

    def absorb(self, fact: Fact) -> bool:
        """Take a fact in, a literal apart; False where nothing can hold with it."""
        self.facts.append(fact)
        match fact:
            case Holds():
                return True
            case Unsupported(reason):
                self.undecided = self.undecided or reason
            case Among():
                self._list(fact)
                return bool(self.candidates)
            case Besides(values, _):
                self.unwanted += values
            case AtLeast(limit, is_open):
                self._at_least(limit, is_open=is_open)
            case AtMost(limit, is_open):
                self._at_most(limit, is_open=is_open)
            case Multiple(step):
                self.multiples += (step,)
            case NoMultiple(step):
                self.no_multiples += (step,)
                return step not in self.multiples
            case Matches() | Misses() | HasFormat() | LacksFormat():
                return self._absorb_of_text(fact)
            case Items() | ItemAt() | SomeItem() | Counted() | Distinct() | Repeated():
                self._absorb_of_array(fact)
            case _:
                self._absorb_of_object(fact)
        return self._is_possible()

    def _list(self, among: Among) -> None:
        if self.candidates is None:
            self.candidates = among.values
        else:
            kept = (each for each in self.candidates if identity(each) in among.known)
            self.candidates = tuple(kept)

    def _absorb_of_text(self, fact: Matches | Misses | HasFormat | LacksFormat) -> bool:
        match fact:
            case Matches(pattern):
                self.matched += (pattern,)
            case Misses(pattern):
                self.missed += (pattern,)
                return pattern not in self.matched
            case HasFormat(name):
                self.formats += (name,)
            case LacksFormat(name):
                self.no_formats += (name,)
                return name not in self.formats
        return True

    def _absorb_of_array(
        self, fact: Items | ItemAt | SomeItem | Counted | Distinct | Repeated
    ) -> None:
        match fact:
            case Items():
                self.items += (fact,)
            case ItemAt(index, _):
                self.item_at += (fact,)
                self._at_least(index + 1)
            case SomeItem(start, _):
                self.some_item += (fact,)
                self._at_least(start + 1)
            case Counted():
                self.counted += (fact,)
            case Distinct():
                self.is_distinct = True
            case Repeated():
                self.is_repeated = True
                self._at_least(2)

    def _absorb_of_object(
        self,
        fact: Members
        | Present
        | Absent
        | MemberAt
        | MemberMatching
        | MemberBeside
        | Names
        | SomeName,
    ) -> None:
        match fact:
            case Members():
                self.members += (fact,)
            case Present(names):
                self.present = self.present.union(names)
            case Absent(name):
                self.absent |= {name}
            case MemberAt(name, _):
                self.present |= {name}
                self.member_at += (fact,)
            case MemberMatching() | MemberBeside():
                self.some_member += (fact,)
                self._at_least(1)
            case Names(literal):
                self.names += (literal,)
            case SomeName(literal):
                self.some_name += (literal,)
                self._at_least(1)
            case _:
                assert_never(fact)

    def _at_least(self, limit: Number, *, is_open: bool = False) -> None:
        if self.low is None or limit > self.low or (limit == self.low and is_open):
            self.low, self.is_low_open = limit, is_open

    def _at_most(self, limit: Number, *, is_open: bool = False) -> None:
        if self.high is None or limit < self.high or (limit == self.high and is_open):
            self.high, self.is_high_open = limit, is_open

    def _is_possible(self) -> bool:
        if self.high is not None and self.low is not None:
            if self.low > self.high:
                return False
            if self.low == self.high and (self.is_low_open or self.is_high_open):
                return False
        if self.is_distinct and self.is_repeated:
            return False
        if self.kind == "object" and self.high is not None and len(self.present) > self.high:
            return False
        return self.present.isdisjoint(self.absent)

    # -- looking ahead --------------------------------------------------------------------------

    def refuses(self, facts: Alternative) -> bool:
        """Say whether one of the facts contradicts the state at once; False may be wrong."""
        return any(map(self._refuses, facts))

    def _refuses(self, fact: Fact) -> bool:
        match fact:
            case Holds(literal):
                return literal in (1, ~0) or ~literal in self.absorbed
            case MemberAt(name, _):
                return name in self.absent
            case Absent(name):
                return name in self.present
            case Present(names):
                return not self.absent.isdisjoint(names)
            case AtMost(limit, is_open):
                return self.low is not None and (
                    self.low > limit or (self.low == limit and (is_open or self.is_low_open))
                )
            case AtLeast(limit, is_open):
                return self.high is not None and (
                    self.high < limit or (self.high == limit and (is_open or self.is_high_open))
                )
            case Misses(pattern):
                return pattern in self.matched
            case LacksFormat(name):
                return name in self.formats
            case NoMultiple(step):
                return step in self.multiples
            case Repeated():
                return self.is_distinct
            case _:
                return False

    def has(self, facts: Alternative) -> bool:
        """Say whether the facts are literals whose facts are here already."""
        return all(isinstance(each, Holds) and each.literal in self.absorbed for each in facts)

    def below(self, facts: Alternative) -> frozenset[Literal] | None:
        """Give a goal for a part of the value, without whose value the facts cannot hold.

        Raises Undecidable.
        """
        for fact in facts:
            match fact:
                case MemberAt(name, literal):
                    others = [each.literal for each in self.member_at if each.name == name]
                    return frozenset((*self.literals_at(name), *others, literal))
                case ItemAt(index, literal):
                    others = [each.literal for each in self.item_at if each.index == index]
                    return frozenset((*self.literals_of_item(index), *others, literal))
                case SomeItem(start, literal):
                    if all(len(group.prefix) <= start for group in self.items):
                        return frozenset((*(group.rest for group in self.items), literal))
                case MemberBeside(names, patterns, literal):
                    plain = [group for group in self.members if _is_beside(group, names, patterns)]
                    return frozenset((*(group.others for group in plain), literal))
                case _:
                    pass
        return None


def _is_beside(group: Members, names: frozenset[str], patterns: tuple[str, ...]) -> bool:
    """Say whether what lies beside the names and patterns lies beside those of the group."""
    return all(name in names for name in group.named) and all(
        pattern in patterns for pattern, _ in group.matched
    )
