"""The shortest text that some languages hold and others do not.

In:  languages, a window of lengths, texts that are not wanted, and what a step costs.
Out: such a text, or None where there is none.
How: breadth first over the product of the automata, one character of each class that all of them
     treat alike, readable ones first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from bffgen.proof.language import Language, States
from bffgen.proof.patterns import LAST, Ranges

# The first of these that a class has stands for it.
_READABLE: Final = "axzbcAXZ019_- .@/:"

_LINE_ENDS: Final = (0x2028, 0x2029)

# What the required and the refused languages have come to; the text itself, as long as one that is
# not wanted begins with it.
_Moment: TypeAlias = tuple[tuple[States, ...], tuple[States, ...], str | None]
# Moments, with the moment before each and the character that led on from there.
_Ways: TypeAlias = dict[_Moment, tuple[_Moment, int]]

# Characters of a text that is known already which cost one step.
_TOLD_PER_STEP: Final = 64
# Characters of all beginnings of a text that is not wanted which cost one step to hold.
_BEGUN_PER_STEP: Final = 8_192


class Window(NamedTuple):
    """Lengths from `least` to `most`; None is without end."""

    least: int
    most: int | None


def shortest(
    required: Sequence[Language],
    refused: Sequence[Language],
    window: Window,
    unwanted: frozenset[str],
    spend: Callable[[int], None],
) -> str | None:
    """Find the shortest text within the window that every required and no refused language holds.

    Args:
        spend: told about the steps; it raises what ends the search.
    """
    spend(sum(len(text) ** 2 for text in unwanted) // _BEGUN_PER_STEP)
    search = _Product(required, refused, unwanted)
    growth = _Growth(search, spend)
    layer = _Layer({search.start: (search.start, 0)})
    layers = [layer]
    seen: set[_Moment] = set()
    while layer.ways:
        length = len(layers) - 1
        if length >= window.least:
            for moment in layer.ways:
                if search.is_accepted(moment):
                    return _text(layers, moment)
            # Only now: below the window the same moment may be wanted at a greater length.
            layer = _Layer({each: way for each, way in layer.ways.items() if each not in seen})
            seen.update(layer.ways)
        elif len(layer.ways) == 1 and search.is_free(free := next(iter(layer.ways))):
            spend(1 + window.least // _TOLD_PER_STEP)
            return _text(layers, free) + "a" * (window.least - length)
        if length == window.most:
            return None
        layer = growth.after(layer)
        layers.append(layer)
        if length % _TOLD_PER_STEP == 0:
            spend(1)
    return None


class _Layer:
    """Every moment that texts of one length come to.

    Attributes:
        after: the next layer, once it is known.
    """

    __slots__ = ("after", "ways")

    def __init__(self, ways: _Ways) -> None:
        self.ways = ways
        self.after: _Layer | None = None


def _text(layers: Sequence[_Layer], moment: _Moment) -> str:
    """Give the text that led to a moment of the last layer."""
    found: list[str] = []
    for layer in reversed(layers[1:]):
        moment, char = layer.ways[moment]
        found.append(chr(char))
    return "".join(reversed(found))


class _Growth:
    """Makes layer after layer; a long text goes in circles, so most of them are known."""

    def __init__(self, search: "_Product", spend: Callable[[int], None]) -> None:
        self._search, self._spend = search, spend
        self._known: dict[frozenset[_Moment], _Layer] = {}

    def after(self, layer: _Layer) -> _Layer:
        """Give the next layer: what follows on the same moments is the same."""
        if layer.after is None:
            moments = frozenset(layer.ways)
            layer.after = self._known.get(moments)
            if layer.after is None:
                following = _Layer(self._search.next_ways(layer.ways, self._spend))
                layer.after = self._known[moments] = following
        return layer.after


class _Product:
    def __init__(
        self, required: Sequence[Language], refused: Sequence[Language], unwanted: frozenset[str]
    ) -> None:
        self.required, self.refused, self.unwanted = required, refused, unwanted
        self.beginnings = {text[:end] for text in unwanted for end in range(len(text) + 1)}
        letters = {ord(letter) for text in unwanted for letter in text}
        ranges = {each for language in (*required, *refused) for each in language.ranges}
        ranges |= {((code, code),) for code in letters}
        self.chars = _representatives(ranges)
        states = tuple(each.start for each in required), tuple(each.start for each in refused)
        self.start: _Moment = (*states, "" if unwanted else None)

    def is_accepted(self, moment: _Moment) -> bool:
        required, refused, text = moment
        return (
            all(map(Language.accepts, self.required, required))
            and not any(map(Language.accepts, self.refused, refused))
            and text not in self.unwanted
        )

    def is_free(self, moment: _Moment) -> bool:
        """Say whether whatever follows is accepted."""
        required, refused, text = moment
        return (
            all(map(Language.accepts_all, self.required, required))
            and not any(refused)
            and text is None
        )

    def next_ways(self, moments: Iterable[_Moment], spend: Callable[[int], None]) -> _Ways:
        found: _Ways = {}
        for moment in moments:
            spend(1 + len(self.chars) // 64)
            for char in self.chars:
                after = self._after(moment, char, spend)
                if after is not None:
                    found.setdefault(after, (moment, char))
        return found

    def _after(self, moment: _Moment, char: int, spend: Callable[[int], None]) -> _Moment | None:
        required = []
        for language, states in zip(self.required, moment[0], strict=True):
            after = language.after(states, char, spend)
            if not after:
                return None
            required.append(after)
        refused = []
        for language, states in zip(self.refused, moment[1], strict=True):
            after = language.after(states, char, spend)
            if language.accepts_all(after):
                return None
            refused.append(after)
        text = None if moment[2] is None else moment[2] + chr(char)
        text = text if text in self.beginnings else None
        return tuple(required), tuple(refused), text


def _representatives(classes: Iterable[Ranges]) -> list[int]:
    """Choose one character for each set of characters that all classes treat alike."""
    # Character -> the classes that begin or end there, a bit each.
    edges: dict[int, int] = defaultdict(int, {0: 0, 0xD800: 0, 0xE000: 0, LAST + 1: 0})
    for number, ranges in enumerate(classes):
        for low, high in ranges:
            edges[low] ^= 1 << number
            edges[high + 1] ^= 1 << number
    best: dict[int, int] = {}
    alike = 0
    for low, following in pairwise(sorted(edges)):
        alike ^= edges[low]
        if 0xD800 <= low < 0xE000:
            continue
        char = _readable(low, following - 1)
        if alike not in best or _rank(char) < _rank(best[alike]):
            best[alike] = char
    return sorted(best.values(), key=_rank)


def _readable(low: int, high: int) -> int:
    for letter in _READABLE:
        if low <= ord(letter) <= high:
            return ord(letter)
    return max(low, 0x21) if low <= 0x21 <= high else low


def _rank(char: int) -> tuple[int, int]:
    """Order characters: letters, digits, what is visible, what else there is."""
    letter = chr(char)
    if char < 128 and letter.isalnum():
        return (0 if letter.islower() else 1 if letter.isupper() else 2), char
    # ECMA-262 knows four ends of a line, most engines the line feed alone: it stands for all.
    is_shown = char >= 0xA0 and char not in _LINE_ENDS
    return (3 if 0x20 < char < 0x7F else 4 if is_shown else 5), char
