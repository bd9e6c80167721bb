r"""Sets of characters, as the classes of a regular expression name them.

In:  ranges of code points, classes such as `\d` and `\p{Lu}`.
Out: CharSet: united, complemented, and one character drawn of it, a usual one if it has one.
How: sorted, disjoint ranges; classes are ECMA's, so `\d` and `\w` are ASCII.
"""

import string
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

_LAST: Final = 0x10FFFF
_SURROGATES: Final = (0xD800, 0xDFFF)
# What reads well in a text; a wide class such as `.` is drawn of these alone.
_USUAL: Final = frozenset(string.ascii_letters + string.digits)
_PRINTABLE: Final = frozenset(string.printable) - frozenset("\t\n\r\x0b\x0c")
_USUAL_SHARE: Final = 0.9
_WIDE: Final = 0x7F


@dataclass(frozen=True, slots=True, kw_only=True)
class CharSet:
    """Characters by ranges of code points.

    Attributes:
        ranges: (first, last), sorted, disjoint.
    """

    ranges: tuple[tuple[int, int], ...]

    @staticmethod
    def of(ranges: Iterable[tuple[int, int]]) -> "CharSet":
        """Unite ranges that may overlap."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return CharSet(ranges=tuple(joined))

    @staticmethod
    def just(characters: str) -> "CharSet":
        """Give the set of the characters of a text."""
        return CharSet.of((ord(each), ord(each)) for each in characters)

    def complement(self) -> "CharSet":
        """Give every other character; surrogates are no characters."""
        found, start = [], 0
        for first, last in CharSet.of((*self.ranges, _SURROGATES)).ranges:
            if start < first:
                found.append((start, first - 1))
            start = last + 1
        if start <= _LAST:
            found.append((start, _LAST))
        return CharSet(ranges=tuple(found))

    def __contains__(self, character: str) -> bool:
        """Say whether a character is in the set."""
        return any(first <= ord(character) <= last for first, last in self.ranges)

    def draw(self, rng: Random) -> str:
        """Draw one character: a letter or digit if there is one, and now and then another.

        Raises:
            ValueError: the set is empty.
        """
        usual, others = _readable(self)
        if usual and (not others or rng.random() < _USUAL_SHARE):
            return rng.choice(usual)
        if others:
            return rng.choice(others)
        if not self.ranges:
            raise ValueError("a class of no characters")
        first, last = rng.choice(self.ranges)
        return chr(rng.randint(first, last))


@lru_cache(maxsize=256)
def _readable(among: CharSet) -> tuple[str, str]:
    """Give the usual characters of a set and its other printable ones; a wide one needs none."""
    usual = "".join(each for each in sorted(_USUAL) if each in among)
    if usual and any(last - first > _WIDE for first, last in among.ranges):
        return usual, ""
    return usual, "".join(each for each in sorted(_PRINTABLE - _USUAL) if each in among)


DIGITS: Final = CharSet.just(string.digits)
WORD: Final = CharSet.just(string.ascii_letters + string.digits + "_")
# ECMA-262 WhiteSpace and LineTerminator.
SPACE: Final = CharSet.just(" \t\n\v\f\r\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")
ANY: Final = CharSet.just("\n\r\u2028\u2029").complement()

_LOWER: Final = CharSet.just(string.ascii_lowercase)
_UPPER: Final = CharSet.just(string.ascii_uppercase)
_LETTERS: Final = CharSet.just(string.ascii_letters)
# Of a Unicode property only ASCII is drawn: enough for a text, and right in every version.
_PROPERTIES: Final = {
    "L": _LETTERS,
    "Letter": _LETTERS,
    "Alphabetic": _LETTERS,
    "Alpha": _LETTERS,
    "Latin": _LETTERS,
    "Lu": _UPPER,
    "Uppercase": _UPPER,
    "Uppercase_Letter": _UPPER,
    "Ll": _LOWER,
    "Lowercase": _LOWER,
    "Lowercase_Letter": _LOWER,
    "N": DIGITS,
    "Nd": DIGITS,
    "Number": DIGITS,
    "P": CharSet.just("!\"#%&'()*,-./:;?@[\\]_{}"),
    "Punctuation": CharSet.just("!\"#%&'()*,-./:;?@[\\]_{}"),
    "S": CharSet.just("$+<=>^`|~"),
    "Symbol": CharSet.just("$+<=>^`|~"),
    "Z": CharSet.just(" "),
    "Zs": CharSet.just(" "),
    "Separator": CharSet.just(" "),
    "M": CharSet.of([(0x300, 0x301)]),
    "Mn": CharSet.of([(0x300, 0x301)]),
    "ASCII": CharSet.of([(0, 0x7F)]),
    "Any": CharSet.of([(0, _LAST)]),
}


def of_property(written: str, *, negated: bool) -> CharSet | None:
    """Give characters of a Unicode property, `Lu` or `Script=Latin`; None for one not known here.

    A subset, of ASCII mostly; the negated one as well.
    """
    found = _PROPERTIES.get(written.rpartition("=")[2])
    if found is None or not negated:
        return found
    # Beyond ASCII the subset above does not tell what is in the property.
    return CharSet.of((*found.ranges, (0x80, _LAST))).complement()
