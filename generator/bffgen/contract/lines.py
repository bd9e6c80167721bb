"""The lines of a text: on which one a stretch is printed, in which column, with what around it.

In:  a text; or bytes of UTF-8, each of them a character, as contract/scan.py has JSON.
Out: Spans.
How: line ends are counted block by block, and so are characters of several bytes, so that a mark
     costs the same on a line of a megabyte as on any other: such a line is never copied.
"""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from bffgen.model.place import Span

# Characters between two counts.
_BLOCK: Final = 1 << 14
# Of a longer line a Span has only what is around it, so far on both sides.
_LONG: Final = 4_000
_AROUND: Final = 1_000
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
# Of bytes only these are blank: 0xA0 alone is no blank, it is half of another character.
_BLANKS: Final = " \t\f\v"
# Bytes that go on with a character.
_GOES_ON: Final = bytes(range(0x80, 0xC0))


class _Line(NamedTuple):
    """One line: its number from 1 on, where it begins and ends, and where the last blanks begin."""

    number: int
    begin: int
    end: int
    stop: int


class Lines:
    """Cuts a text into lines."""

    def __init__(self, text: str, *, is_bytes: bool) -> None:
        self._text = text
        self._is_bytes = is_bytes and not text.isascii()
        self._blanks = _BLANKS if is_bytes else None
        self._long: dict[int, _Line] = {}
        # Lines that end otherwise are found one by one.
        self._starts: list[int] = []
        self._before: list[int] = []
        if "\r" in text:
            self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        else:
            counts = (text.count("\n", at, at + _BLOCK) for at in range(0, len(text), _BLOCK))
            self._before = [*accumulate(counts, initial=0)]

    def span(self, start: int, end: int) -> Span:
        """Give what of a stretch lies on the line that it begins on."""
        line = self._line(start)
        start = min(start, line.end)
        low, high = line.begin, line.end
        if high - low > _LONG:
            low = self._boundary(max(low, start - _AROUND))
            high = self._boundary(min(high, start + _AROUND))
        return Span(
            line=line.number,
            column=self._count(line.begin, start) + 1,
            width=max(1, self._count(start, min(end, line.stop))),
            text=self._characters(low, high),
            before=self._count(line.begin, low),
            after=self._count(high, line.end),
        )

    def _line(self, offset: int) -> _Line:
        number = self._number(offset)
        known = self._long.get(number)
        if known is not None:
            return known
        begin, end = self._extent(number, offset)
        text = self._text
        while end > begin and text[end - 1] in "\r\n":
            end -= 1
        tail = text[begin:end] if end - begin <= _LONG else text[end - _LONG : end]
        stop = end - len(tail) + len(tail.rstrip(self._blanks))
        line = _Line(number, begin, end, stop)
        if end - begin > _LONG:
            self._long[number] = line
        return line

    def _number(self, offset: int) -> int:
        if self._starts:
            return bisect_right(self._starts, offset)
        block = min(offset, len(self._text)) // _BLOCK
        return self._before[block] + self._text.count("\n", block * _BLOCK, offset) + 1

    def _extent(self, number: int, offset: int) -> tuple[int, int]:
        """Give where a line begins and ends, line end included."""
        text = self._text
        if self._starts:
            is_last = number == len(self._starts)
            return self._starts[number - 1], len(text) if is_last else self._starts[number]
        end = text.find("\n", offset)
        return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end

    def _boundary(self, offset: int) -> int:
        """Give the next place where a character begins."""
        while self._is_bytes and self._text[offset : offset + 1].encode("latin-1") in _PARTS:
            offset += 1
        return offset

    def _count(self, start: int, end: int) -> int:
        """Count the characters of a stretch."""
        if not self._is_bytes:
            return max(end - start, 0)
        return max(self._characters_before(end) - self._characters_before(start), 0)

    def _characters_before(self, offset: int) -> int:
        block = offset // _BLOCK
        return self._begun[block] + _begun(self._text[block * _BLOCK : offset])

    @cached_property
    def _begun(self) -> list[int]:
        """Give how many characters have begun before each block."""
        text = self._text
        parts = (text[at : at + _BLOCK] for at in range(0, len(text), _BLOCK))
        return [*accumulate(map(_begun, parts), initial=0)]

    def _characters(self, start: int, end: int) -> str:
        text = self._text[start:end]
        return text.encode("latin-1").decode(errors="replace") if self._is_bytes else text


_PARTS: Final = frozenset(bytes((each,)) for each in _GOES_ON)


def _begun(text: str) -> int:
    """Count the characters that begin in some bytes."""
    return len(text.encode("latin-1").translate(None, _GOES_ON))
