"""Whether a value is one of a literal: exactly, by the meaning of schemas alone.

In:  a fact or a literal, and a JSON value.
Out: yes or no; Undecidable where a part of the schema that matters is not understood.
How: a value satisfies a literal if each of its choices has an alternative whose facts all hold.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final, Protocol, TypeAlias, assert_never

from bffgen.model.canonical import Json
from bffgen.proof.answer import OutOfFuel, Undecidable
from bffgen.proof.facts import (
    Absent,
    Alternative,
    Among,
    AtLeast,
    AtMost,
    Besides,
    Choice,
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
    Present,
    Repeated,
    SomeItem,
    SomeName,
    Unsupported,
)
from bffgen.proof.formats import around
from bffgen.proof.language import Language, language_of
from bffgen.proof.values import Kind, identity, kind_of, number_of

# Schemas that are asked of one value below each other; deeper ones stay undecided, so that the
# stack of calls stays small.
_DEPTH: Final = 60

# So many schemas that are asked cost what one step of the search does.
_ASKED_PER_STEP: Final = 16

# Steps that reading one text by a pattern may take, and characters that take one at least.
_READ_AT_MOST: Final = 5_000
_CHARACTERS_PER_STEP: Final = 32

_Object: TypeAlias = dict[str, Json]


class Meaning(Protocol):
    """What is asked about schemas."""

    def of(self, literal: Literal, kind: Kind) -> tuple[Choice, ...]:
        """Give the choices of a literal for values of a type."""
        ...


class Evaluator:
    """Decides about values by the schemas of one pool."""

    def __init__(self, meanings: Meaning, spend: Callable[[int], None]) -> None:
        self._meanings, self._spend = meanings, spend
        self._asked = 0
        self._depth = 0
        # (schema, identity of the part of a value) -> answer, or why there is none, within one
        # question. No fault is kept, here or below: it would hold the frames that it went through,
        # gigabytes of them in a question of unions.
        self._known: dict[tuple[int, int], bool | str] = {}

    def is_of(self, literal: Literal, value: Json) -> bool:
        """Say whether a value is one of a literal; raises Undecidable."""
        if literal < 0:
            return not self.is_of(~literal, value)
        key = (literal, id(value))
        known = self._known.get(key)
        if isinstance(known, bool):
            return known
        if known is not None:
            raise Undecidable(known)
        if self._depth >= _DEPTH:
            raise Undecidable("depth")
        self._asked += 1
        if self._asked % _ASKED_PER_STEP == 0:
            self._spend(1)
        self._depth += 1
        try:
            holds = self.is_chosen(self._meanings.of(literal, kind_of(value)), value)
            self._known[key] = holds
        except Undecidable as fault:
            self._known[key] = str(fault)
            raise
        finally:
            self._depth -= 1
            if self._depth == 0:
                # The parts of the value may go, and their identities come again.
                self._known.clear()
        return holds

    def is_chosen(self, choices: Iterable[Choice], value: Json) -> bool:
        """Say whether each choice has an alternative that holds; raises Undecidable."""
        reason: str | None = None
        for choice in choices:
            try:
                if not self._any(choice.alternatives, value):
                    return False
            except OutOfFuel:
                raise
            except Undecidable as fault:
                reason = str(fault)
        if reason is not None:
            raise Undecidable(reason)
        return True

    def all_hold(self, facts: Iterable[Fact], value: Json) -> bool:
        """Say whether all of the facts hold of a value; raises Undecidable."""
        reason: str | None = None
        for fact in facts:
            try:
                if not self._holds(fact, value):
                    return False
            except OutOfFuel:
                raise
            except Undecidable as fault:
                reason = str(fault)
        if reason is not None:
            raise Undecidable(reason)
        return True

    def _any(self, alternatives: Iterable[Alternative], value: Json) -> bool:
        reason: str | None = None
        for facts in alternatives:
            try:
                if self.all_hold(facts, value):
                    return True
            except OutOfFuel:
                raise
            except Undecidable as fault:
                reason = str(fault)
        if reason is not None:
            raise Undecidable(reason)
        return False

    def _holds(self, fact: Fact, value: Json) -> bool:
        match fact:
            case Holds(literal):
                return self.is_of(literal, value)
            case Unsupported(reason):
                raise Undecidable(reason)
            case Among(_, known):
                return identity(value) in known
            case Besides(_, known):
                return identity(value) not in known
            case AtLeast(limit, is_open):
                size = _size(value)
                return size > limit if is_open else size >= limit
            case AtMost(limit, is_open):
                size = _size(value)
                return size < limit if is_open else size <= limit
            case Multiple(step) | NoMultiple(step):
                return (number_of(value) % step == 0) == isinstance(fact, Multiple)
            case Matches() | Misses() | HasFormat() | LacksFormat():
                return _holds_of_text(fact, value if isinstance(value, str) else "")
            case Items() | ItemAt() | SomeItem() | Counted() | Distinct() | Repeated():
                return self._holds_of_array(fact, value if isinstance(value, list) else [])
            case _:
                return self._holds_of_object(fact, value if isinstance(value, dict) else {})

    def _holds_of_array(
        self, fact: Items | ItemAt | SomeItem | Counted | Distinct | Repeated, items: list[Json]
    ) -> bool:
        match fact:
            case Items(prefix, rest):
                front = all(map(self.is_of, prefix, items))
                return front and all(self.is_of(rest, each) for each in items[len(prefix) :])
            case ItemAt(index, literal):
                return len(items) > index and self.is_of(literal, items[index])
            case SomeItem(start, literal):
                return any(self.is_of(literal, each) for each in items[start:])
            case Counted(literal, least, most):
                count = sum(self.is_of(literal, each) for each in items)
                return least <= count and (most is None or count <= most)
            case Distinct():
                return len(set(map(identity, items))) == len(items)
            case Repeated():
                return len(set(map(identity, items))) < len(items)
            case _:
                assert_never(fact)

    def _holds_of_object(
        self,
        fact: Members
        | Present
        | Absent
        | MemberAt
        | MemberMatching
        | MemberBeside
        | Names
        | SomeName,
        members: _Object,
    ) -> bool:
        match fact:
            case Members():
                return all(
                    self.is_of(literal, value)
                    for name, value in members.items()
                    for literal in literals_at(fact, name)
                )
            case Present(names):
                return all(name in members for name in names)
            case Absent(name):
                return name not in members
            case MemberAt(name, literal):
                return name in members and self.is_of(literal, members[name])
            case MemberMatching(pattern, literal):
                return any(
                    matches(pattern, name) and self.is_of(literal, value)
                    for name, value in members.items()
                )
            case MemberBeside(names, patterns, literal):
                return any(
                    is_beside(name, names, patterns) and self.is_of(literal, value)
                    for name, value in members.items()
                )
            case Names(literal):
                return all(self.is_of(literal, name) for name in members)
            case SomeName(literal):
                return any(self.is_of(literal, name) for name in members)
            case _:
                assert_never(fact)


def literals_at(group: Members, name: str) -> list[Literal]:
    """Give the literals that a group of members holds the member of a name to."""
    found = [group.named[name]] if name in group.named else []
    found += [literal for pattern, literal in group.matched if matches(pattern, name)]
    return found or [group.others]


def is_beside(name: str, names: Iterable[str], patterns: Iterable[str]) -> bool:
    """Say whether a name is neither listed nor matched."""
    return name not in names and not any(matches(pattern, name) for pattern in patterns)


def matches(pattern: str, text: str) -> bool:
    """Say whether a text holds a match of a pattern; raises Undecidable."""
    return _accepts(language_of(pattern), text)


def _holds_of_text(fact: Matches | Misses | HasFormat | LacksFormat, text: str) -> bool:
    match fact:
        case Matches(pattern):
            return matches(pattern, text)
        case Misses(pattern):
            return not matches(pattern, text)
        case HasFormat(name) | LacksFormat(name):
            languages = around(name)
            if _accepts(languages.sure, text):
                return isinstance(fact, HasFormat)
            if _accepts(languages.every, text):
                raise Undecidable(f"format: {name}")
            return isinstance(fact, LacksFormat)


def _accepts(language: Language, text: str) -> bool:
    rest = _READ_AT_MOST

    def spend(steps: int) -> None:
        nonlocal rest
        rest -= steps
        if rest < 0:
            raise Undecidable("fuel")

    states = language.start
    for n, char in enumerate(text, 1):
        if n % _CHARACTERS_PER_STEP == 0:
            spend(1)
        states = language.after(states, ord(char), spend)
        if not states or language.accepts_all(states):
            break
    return language.accepts(states)


def _size(value: Json) -> int | Fraction:
    match value:
        case str() | list() | dict():
            return len(value)
        case _:
            return number_of(value)
