"""The texts that a pattern matches, as an automaton that is explored on demand.

In:  a Part (patterns.py) and characters, one after the other.
Out: sets of states; whether a text that led to them is accepted.
How: a state is what remains to be matched, a list of parts whose tails are shared; the states after
     a character are partial derivatives (Antimirov 1996, Theor. Comput. Sci. 155:291). `^` is the
     empty word before the first character alone, `$` behind the last one alone, so that anchors
     may stand anywhere.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from bffgen.proof.patterns import (
    ANYTHING,
    Chars,
    Choice,
    Edge,
    Part,
    Ranges,
    Repeat,
    Sequence,
    read_pattern,
    repeat,
)

# Numbers of states, which belong to one Language.
States: TypeAlias = frozenset[int]

# So many derivatives cost what one step of the search does.
_DERIVED_PER_STEP: Final = 32

# The state in which nothing remains.
_END: Final = 0


class Language:
    """The texts that are matched from their start to their end.

    Attributes:
        start: the states before the first character; they belong to no later moment.
        ranges: every class of characters that is told apart, sorted.
    """

    def __init__(self, part: Part) -> None:
        # What remains: a part and the state behind it; nothing at _END.
        self._states: list[tuple[Part, int]] = [(Sequence(()), _END)]
        self._number: dict[tuple[Part, int], int] = {}
        self._after: dict[tuple[int, int], tuple[States, int]] = {}
        self._start = self._state(part, _END)
        self._anything = self._state(ANYTHING, _END)
        self.start: States = frozenset((~self._start,))
        self.ranges = tuple(sorted(set(_ranges(part))))

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
            is_first = state < 0
            ways = list(self._beyond(~state if is_first else state, _END, char, is_first))
            known = self._after[state, char] = frozenset(ways), 1 + len(ways)
        return known

    def _beyond(self, state: int, stop: int, char: int, is_first: bool) -> Iterator[int]:
        """Let one part of a list take the character, those before it the empty word."""
        while state != stop:
            part, state_behind = self._states[state]
            yield from self._taken(part, state_behind, char, is_first)
            if not _skips(part, is_first):
                return
            state = state_behind

    def _taken(self, part: Part, behind: int, char: int, is_first: bool) -> Iterator[int]:
        match part:
            case Chars(ranges):
                if any(low <= char <= high for low, high in ranges):
                    yield behind
            case Sequence():
                yield from self._beyond(self._state(part, behind), behind, char, is_first)
            case Choice(options):
                for option in options:
                    yield from self._taken(option, behind, char, is_first)
            case Repeat(inner, least, most):
                # Rounds that take the empty word may come before this one.
                fewer = 0 if _skips(inner, is_first) else max(least - 1, 0)
                rest = repeat(inner, fewer, None if most is None else most - 1)
                yield from self._taken(inner, self._state(rest, behind), char, is_first)
            case Edge():
                return

    def _ends(self, state: int) -> bool:
        is_first = state < 0
        state = ~state if is_first else state
        while state != _END:
            part, state = self._states[state]
            if not _ends(part, is_first):
                return False
        return True


@lru_cache(maxsize=1_024)
def language_of(pattern: str) -> Language:
    """Give the texts that hold a match of a pattern; raises Unhandled."""
    return Language(Sequence((ANYTHING, read_pattern(pattern), ANYTHING)))


def _skips(part: Part, is_first: bool) -> bool:
    """Say whether a part takes the empty word where characters follow."""
    match part:
        case Chars():
            return False
        case Edge(is_start):
            return is_start and is_first
        case Sequence(parts):
            return all(_skips(each, is_first) for each in parts)
        case Choice(options):
            return any(_skips(each, is_first) for each in options)
        case Repeat(inner, least, _):
            return least == 0 or _skips(inner, is_first)


def _ends(part: Part, is_first: bool) -> bool:
    """Say whether a part takes the empty word where the text ends."""
    match part:
        case Chars():
            return False
        case Edge(is_start):
            return is_first or not is_start
        case Sequence(parts):
            return all(_ends(each, is_first) for each in parts)
        case Choice(options):
            return any(_ends(each, is_first) for each in options)
        case Repeat(inner, least, _):
            return least == 0 or _ends(inner, is_first)


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
