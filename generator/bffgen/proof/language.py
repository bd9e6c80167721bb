"""The texts that a pattern matches, as an automaton that is explored on demand.

In:  a Part (patterns.py) and characters, one after the other.
Out: sets of states; whether a text that led to them is accepted.
How: a state is what remains to be matched, a list of parts whose tails are shared; the states after
     a character are partial derivatives (Antimirov 1996, Theor. Comput. Sci. 155:291). Anchors are
     the empty word at some places alone, so a state knows what stands before it, and they may be
     anywhere in a pattern.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from bffgen.proof.patterns import (
    ANYTHING,
    WORD,
    Chars,
    Choice,
    Edge,
    Part,
    Ranges,
    Repeat,
    Sequence,
    is_word,
    read_pattern,
    repeat,
)

# Numbers of states, which belong to one Language.
States: TypeAlias = frozenset[int]

# So many derivatives cost what one step of the search does.
_DERIVED_PER_STEP: Final = 32

# The state in which nothing remains.
_END: Final = 0

# What stands before a place: the start of the text, a character of a word, another one. Outside of
# patterns that ask for the edges of words, the last two are one.
_LATER: Final = 0
_FIRST: Final = 1
_IN_WORD: Final = 2
_MOMENTS: Final = 3
_NO_CHAR: Final = -1


class Language:
    """The texts that are matched from their start to their end.

    Attributes:
        start: the states before the first character.
        ranges: every class of characters that is told apart, sorted.
    """

    def __init__(self, part: Part) -> None:
        # What remains: a part and the state behind it; nothing at _END.
        self._states: list[tuple[Part, int]] = [(Sequence(()), _END)]
        self._number: dict[tuple[Part, int], int] = {}
        self._after: dict[tuple[int, int], tuple[States, int]] = {}
        self._has_words = _has_words(part)
        self._anything = self._state(ANYTHING, _END) * _MOMENTS
        self.start: States = frozenset((self._state(part, _END) * _MOMENTS + _FIRST,))
        words = (WORD,) if self._has_words else ()
        self.ranges = tuple(sorted({*_ranges(part), *words}))

    def after(self, states: States, char: int, spend: Callable[[int], None]) -> States:
        """Give the states after one more character; none where no text goes on like that.

        What it costs is the same whether the derivatives are known already.
        """
        found: set[int] = set()
        size = 0
        for state in states:
            derived, cost = self._derived(state, char)
            found |= derived
            size += cost
            if size >= _DERIVED_PER_STEP:
                spend(size // _DERIVED_PER_STEP)
                size = 0
        # What accepts every text makes the other states superfluous.
        return frozenset((self._anything,)) if self._anything in found else frozenset(found)

    def accepts(self, states: States) -> bool:
        """Say whether a text that led here is matched as it is."""
        return any(self._ends(state) for state in states)

    def accepts_all(self, states: States) -> bool:
        """Say whether it is matched whatever follows."""
        return self._anything in states

    def _state(self, part: Part, behind: int) -> int:
        if isinstance(part, Sequence):
            for each in reversed(part.parts):
                behind = self._state(each, behind)
            return behind
        key = (part, behind)
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._states)
            self._states.append(key)
        return number

    def _derived(self, state: int, char: int) -> tuple[States, int]:
        """Give the states after a character, and how many ways there were to come to them."""
        known = self._after.get((state, char))
        if known is None:
            number, moment = divmod(state, _MOMENTS)
            here = _Here(moment, char)
            then = _IN_WORD if self._has_words and is_word(char) else _LATER
            # To accept everything needs no memory of the last character.
            anything = self._anything // _MOMENTS
            ways = [
                each * _MOMENTS + (_LATER if each == anything else then)
                for each in self._beyond(number, _END, here)
            ]
            known = self._after[state, char] = frozenset(ways), 1 + len(ways)
        return known

    def _beyond(self, state: int, stop: int, here: "_Here") -> Iterator[int]:
        """Let one part of a list take the character, those before it the empty word."""
        while state != stop:
            part, state_behind = self._states[state]
            yield from self._taken(part, state_behind, here)
            if not _is_empty(part, here):
                return
            state = state_behind

    def _taken(self, part: Part, behind: int, here: "_Here") -> Iterator[int]:
        match part:
            case Chars(ranges):
                if any(low <= here.char <= high for low, high in ranges):
                    yield behind
            case Sequence():
                yield from self._beyond(self._state(part, behind), behind, here)
            case Choice(options):
                for option in options:
                    yield from self._taken(option, behind, here)
            case Repeat(inner, least, most):
                # Rounds that take the empty word may come before this one.
                fewer = 0 if _is_empty(inner, here) else max(least - 1, 0)
                rest = repeat(inner, fewer, None if most is None else most - 1)
                yield from self._taken(inner, self._state(rest, behind), here)
            case Edge():
                return

    def _ends(self, state: int) -> bool:
        number, moment = divmod(state, _MOMENTS)
        here = _Here(moment, _NO_CHAR)
        while number != _END:
            part, number = self._states[number]
            if not _is_empty(part, here):
                return False
        return True


class _Here(NamedTuple):
    """A place in a text: what stands before it, and the next character or _NO_CHAR at the end."""

    moment: int
    char: int

    def is_at(self, sign: str) -> bool:
        """Say whether this is the place that an Edge asks for."""
        if sign == "^":
            return self.moment == _FIRST
        if sign == "$":
            return self.char == _NO_CHAR
        is_boundary = (self.moment == _IN_WORD) != is_word(self.char)
        return is_boundary == (sign == "b")


@lru_cache(maxsize=1_024)
def language_of(pattern: str) -> Language:
    """Give the texts that hold a match of a pattern; raises Unhandled."""
    return Language(Sequence((ANYTHING, read_pattern(pattern), ANYTHING)))


def _is_empty(part: Part, here: _Here) -> bool:
    """Say whether a part may take the empty word at a place."""
    match part:
        case Chars():
            return False
        case Edge(sign):
            return here.is_at(sign)
        case Sequence(parts):
            return all(_is_empty(each, here) for each in parts)
        case Choice(options):
            return any(_is_empty(each, here) for each in options)
        case Repeat(inner, least, _):
            return least == 0 or _is_empty(inner, here)


def _has_words(part: Part) -> bool:
    """Say whether a part asks for the edges of words."""
    match part:
        case Edge(sign):
            return sign in ("b", "B")
        case Chars():
            return False
        case Sequence(parts) | Choice(parts):
            return any(map(_has_words, parts))
        case Repeat(inner, _, _):
            return _has_words(inner)


def _ranges(part: Part) -> Iterator[Ranges]:
    match part:
        case Chars(ranges):
            yield ranges
        case Sequence(parts):
            for each in parts:
                yield from _ranges(each)
        case Choice(options):
            for each in options:
                yield from _ranges(each)
        case Repeat(inner, _, _):
            yield from _ranges(inner)
        case Edge():
            return
