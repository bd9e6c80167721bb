r"""Regular expressions of schemas, read into parts.

In:  a pattern as JSON Schema asks for it: ECMA-262 with flag `u`, unanchored.
Out: a Part, or Unhandled where derivatives cannot say what the pattern means: backreferences,
     lookaround, `\p`, and what is no regular expression.
How: recursive descent; `\d` and `\w` are ASCII, a dot takes no line terminator. Parts are tuples,
     which are fast and compare by what they hold alone, so that each holds its kind.

Source: ECMA-262 22.2.1; JSON Schema 2020-12 core 6.4.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from bffgen.proof.answer import Undecidable

# Longer patterns and deeper groups than people write; the derivatives would cost too much.
_LONGEST: Final = 4_096
_DEEPEST: Final = 40

Ranges: TypeAlias = tuple[tuple[int, int], ...]

LAST: Final = 0x10FFFF
# JSON texts hold no half of a surrogate pair.
EVERY: Final[Ranges] = ((0, 0xD7FF), (0xE000, LAST))


class Chars(NamedTuple):
    """One character of these ranges, which are sorted and apart."""

    ranges: Ranges
    kind: Literal["chars"] = "chars"


class Sequence(NamedTuple):
    """Parts that follow each other; none is the empty word."""

    parts: "tuple[Part, ...]"
    kind: Literal["sequence"] = "sequence"


class Choice(NamedTuple):
    """One of these; none of none."""

    options: "tuple[Part, ...]"
    kind: Literal["choice"] = "choice"


class Repeat(NamedTuple):
    """A part again and again; `most` None is without end."""

    part: "Part"
    least: int
    most: int | None
    kind: Literal["repeat"] = "repeat"


class Edge(NamedTuple):
    """A place between characters: `^` the start, `$` the end, `b` a word's edge, `B` none."""

    sign: str
    kind: Literal["edge"] = "edge"


Part: TypeAlias = Chars | Sequence | Choice | Repeat | Edge

EMPTYWORD: Final = Sequence(())
ANYTHING: Final = Repeat(Chars(EVERY), 0, None)


def ranges_of(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Sort and join ranges, without surrogates."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(pairs):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    cut = ((max(low, a), min(high, b)) for low, high in joined for a, b in EVERY)
    return tuple((low, high) for low, high in cut if low <= high)


def all_but(ranges: Ranges) -> Ranges:
    """Give the characters outside of ranges."""
    apart: list[tuple[int, int]] = []
    first = 0
    for low, high in ranges:
        if first < low:
            apart.append((first, low - 1))
        first = high + 1
    apart.append((first, LAST))
    return ranges_of(pair for pair in apart if pair[0] <= pair[1])


_DIGIT: Final = ranges_of([(0x30, 0x39)])
WORD: Final = ranges_of([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
# ECMA-262 22.2.2.9 CharacterClassEscape :: s is WhiteSpace and LineTerminator.
_SPACE: Final = ranges_of(
    (
        *((9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
        *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
        (0xFEFF, 0xFEFF),
    )
)
_DOT: Final = all_but(((10, 10), (13, 13), (0x2028, 0x2029)))
_CLASSES: Final = {
    "d": _DIGIT,
    "w": WORD,
    "s": _SPACE,
    "D": all_but(_DIGIT),
    "W": all_but(WORD),
    "S": all_but(_SPACE),
}
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_HEX_DIGITS: Final = {"x": 2, "u": 4}
_QUANTIFIERS: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_LOW_HALF: Final = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_AROUND: Final = ("?=", "?!", "?<=", "?<!")


class Unhandled(Undecidable):
    """A pattern that stays undecided; the text says which part of it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"regex: {what}")


@lru_cache(maxsize=4_096)
def read_pattern(pattern: str) -> Part:
    """Read a pattern; what it matches is somewhere in the text.

    Raises:
        Unhandled: it is not understood here.
    """
    if len(pattern) > _LONGEST:
        raise Unhandled(f"longer than {_LONGEST} characters")
    reader = _Reader(pattern)
    part = reader.choice(0)
    if reader.peek():
        raise Unhandled("a bracket that opens nothing")
    return part


class _Reader:
    """A pattern and how far it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self, size: int = 1) -> str:
        return self.text[self.at : self.at + size]

    def take(self) -> str:
        found = self.peek()
        if not found:
            raise Unhandled("it ends too early")
        self.at += 1
        return found

    def skip(self, text: str) -> bool:
        if not self.text.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def choice(self, depth: int) -> Part:
        if depth > _DEEPEST:
            raise Unhandled(f"groups nested more than {_DEEPEST} deep")
        options = [self.sequence(depth)]
        while self.skip("|"):
            options.append(self.sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(dict.fromkeys(options)))

    def sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while self.peek() not in ("", "|", ")"):
            part = self.term(depth)
            parts += part.parts if isinstance(part, Sequence) else (part,)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def term(self, depth: int) -> Part:
        first = self.take()
        match first:
            case "^" | "$":
                return Edge(first)
            case "\\" if self.peek() in ("b", "B"):
                return Edge(self.take())
            case "(":
                part = self.group(depth)
            case "[":
                part = Chars(self.bracket())
            case "\\":
                part = Chars(self.escape())
            case ".":
                part = Chars(_DOT)
            case "*" | "+" | "?" | "{":
                raise Unhandled(f"`{first}` that counts nothing")
            case _:
                part = Chars(((ord(first), ord(first)),))
        return self.counted(part)

    def group(self, depth: int) -> Part:
        if any(self.skip(mark) for mark in _AROUND):
            raise Unhandled("lookaround")
        if self.skip("?<"):
            while self.take() != ">":
                pass
        elif self.peek() == "?" and not self.skip("?:"):
            raise Unhandled("flags in a group")
        part = self.choice(depth + 1)
        if not self.skip(")"):
            raise Unhandled("a bracket that is not closed")
        return part

    def counted(self, part: Part) -> Part:
        following = self.peek()
        if following in _QUANTIFIERS:
            least, most = _QUANTIFIERS[self.take()]
        elif following == "{":
            least, most = self.braces()
        else:
            return part
        # A lazy match takes other characters than a greedy one, and matches the same texts.
        self.skip("?")
        if self.peek() in (*_QUANTIFIERS, "{"):
            raise Unhandled("a count of a count")
        return repeat(part, least, most)

    def braces(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        least, comma, most = self.text[self.at + 1 : end].partition(",")
        is_count = least.isdecimal() and least.isascii() and (not most or most.isdecimal())
        # Nine digits are more than any text is long.
        if end < 0 or not is_count or len(least) > 9 or len(most) > 9:
            raise Unhandled("a brace that is no count")
        self.at = end + 1
        low = int(least)
        high = int(most) if most else None if comma else low
        if high is not None and high < low:
            raise Unhandled("a count that runs backwards")
        return low, high

    def escape(self) -> Ranges:
        """Read what follows a backslash outside of brackets."""
        letter = self.peek()
        if letter.isdecimal() and letter != "0":
            raise Unhandled("a backreference")
        if letter == "k":
            raise Unhandled("a backreference")
        return self.character()

    def character(self) -> Ranges:
        """Read what follows a backslash: one character or a class of them."""
        letter = self.take()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter in ("p", "P"):
            raise Unhandled("a Unicode property")
        return ((code := self.code(letter), code),)

    def code(self, letter: str) -> int:
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter == "0" and not self.peek().isdecimal():
            return 0
        if letter == "c" and self.peek().isascii() and self.peek().isalpha():
            return ord(self.take()) % 32
        if letter in _HEX_DIGITS:
            return self.hexadecimal(_HEX_DIGITS[letter])
        if letter.isascii() and letter.isalnum():
            raise Unhandled(f"`\\{letter}`")
        return ord(letter)

    def hexadecimal(self, size: int) -> int:
        if size == 4 and self.skip("{"):
            end = self.text.find("}", self.at)
            digits, self.at = self.text[self.at : end], end + 1
            is_whole = 0 < len(digits) <= 6
        else:
            digits = self.peek(size)
            self.at += size
            is_whole = len(digits) == size
        if not is_whole or not _HEX.issuperset(digits):
            raise Unhandled("an escape without its digits")
        code = int(digits, 16)
        if not 0xD800 <= code <= 0xDFFF:
            return min(code, LAST)
        second = self.peek(6)
        if code > 0xDBFF or not _LOW_HALF.fullmatch(second):
            raise Unhandled("half of a surrogate pair")
        self.at += 6
        return 0x10000 + ((code - 0xD800) << 10) + int(second[2:], 16) - 0xDC00

    def bracket(self) -> Ranges:
        """Read a class up to its closing bracket."""
        is_negated = self.skip("^")
        found: list[tuple[int, int]] = []
        while not self.skip("]"):
            low = self.member()
            if self.peek() == "-" and self.peek(2) != "-]" and len(self.peek(2)) == 2:
                self.at += 1
                high = self.member()
                if _is_one(low) and _is_one(high):
                    if high[0][0] < low[0][0]:
                        raise Unhandled("a range that runs backwards")
                    found.append((low[0][0], high[0][0]))
                    continue
                # ECMA-262 B.1.2.8: beside a class, a hyphen stands for itself.
                found += ((0x2D, 0x2D), *high)
            found += low
        ranges = ranges_of(found)
        return all_but(ranges) if is_negated else ranges

    def member(self) -> Ranges:
        letter = self.take()
        if letter != "\\":
            return ((ord(letter), ord(letter)),)
        if self.skip("b"):
            return ((8, 8),)
        return self.character()


def is_word(char: int) -> bool:
    """Say whether a character is one of words, as ECMA-262 has it."""
    return any(low <= char <= high for low, high in WORD)


def repeat(part: Part, least: int, most: int | None) -> Part:
    """Repeat a part; what is repeated once is the part itself."""
    if most == 0:
        return EMPTYWORD
    return part if (least, most) == (1, 1) else Repeat(part, least, most)


def _is_one(ranges: Ranges) -> bool:
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]
