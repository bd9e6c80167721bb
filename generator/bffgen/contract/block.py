"""Find where a value stands in a YAML text by the lines that the members of its blocks begin on.

In:  a YAML text that was read, what it says, and the tokens that lead to a value.
Out: its Extent, as contract/yaml.py gives it for the whole text.
How: descend only where the tokens lead. Each member of a block begins on a line that is indented
     like the first one's. A line within another value (a quoted text may go on at the margin) can
     look like one too, which shows in the count: as many such lines as the value has members are
     these members. What is no block, or has an anchor or a tag, is parsed by itself.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from bffgen.contract.extent import Extent
from bffgen.contract.yaml import BREAKS_OF_1_1, YamlFault, read_extents
from bffgen.model.canonical import Json
from bffgen.model.tree import is_index

_BLANK_LINES: Final = r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*"
_GAP: Final = re.compile(rf"{_BLANK_LINES}[ \t]*")
_HEAD: Final = re.compile(rf"(?:{_BLANK_LINES}---(?=[ \t\r\n]))?")
_COLON: Final = re.compile(r"[ \t]*:(?=[ \t\r\n]|\Z)")
_QUOTED: Final = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"' r"|'(?:[^'\n]|'')*'")
_DASH: Final = r"-(?:[ \t\r\n]|\Z)"
_DASHED: Final = re.compile(_DASH)
# A mapping that begins with one of these is in brackets, or has what is not its own in front.
_NO_KEY: Final = frozenset("{[&*!|>?")


class _Member(NamedTuple):
    """A member of a block, or the whole text.

    Attributes:
        start: first character of its key or its dash, in this column.
        after: behind the colon or the dash.
        end: behind all that belongs to it.
    """

    start: int
    column: int
    after: int
    end: int
    key_start: int = -1
    key_end: int = -1


class _Block(NamedTuple):
    """A mapping or a list that has a line a member.

    Attributes:
        starts: of each member, in order.
        positions: of a mapping, by key.
    """

    column: int
    starts: Sequence[int]
    positions: dict[str, int]


class Blocks:
    """One YAML text; a block that was met is found again without looking."""

    def __init__(self, text: str, value: Json) -> None:
        """Take a text that is one YAML document.

        Args:
            text: without a byte order mark.
            value: what it says; of a text that says something else anything may be found.
        """
        self._text, self._value = text, value
        head = _HEAD.match(text)
        self._root = _Member(-1, -1, head.end() if head else 0, len(text))
        # Lines are told by their feeds alone.
        self._has_lines = text.count("\r") == text.count("\r\n") and not any(
            each in text for each in BREAKS_OF_1_1
        )
        self._blocks: dict[int, _Block | None] = {}
        self._parsed: dict[int, Extent | None] = {}

    def find(self, path: tuple[str, ...]) -> tuple[Extent, int] | None:
        """Go along a path as far as it leads; say where that is and how many tokens it took.

        Returns:
            None where the lines do not tell.
        """
        leading = _leading(self._value, path)
        found = self._find(leading) if self._has_lines else None
        return None if found is None else (found, len(leading))

    def _find(self, path: tuple[str, ...]) -> Extent | None:
        member, value = self._root, self._value
        for taken, token in enumerate(path):
            below = self._below(member, value, token)
            if below is None:
                return self._within(member, path[taken:])
            member, value = below, _at(value, token)
        block = self._block(member, value)
        if block is None:
            return self._within(member, ())
        # Of a value over several lines the first one is shown, so its end is as good.
        return Extent(block.starts[0], member.end, member.key_start, member.key_end)

    def _below(self, member: _Member, value: Json, token: str) -> _Member | None:
        block = self._block(member, value)
        if block is None:
            return None
        position = int(token) if isinstance(value, list) else block.positions[token]
        start = block.starts[position]
        is_last = position + 1 == len(block.starts)
        end = member.end if is_last else block.starts[position + 1] - block.column - 1
        if isinstance(value, list):
            return _Member(start, block.column, start + 1, end)
        return self._keyed(start, block.column, end, token)

    def _keyed(self, start: int, column: int, end: int, key: str) -> _Member | None:
        """Pass a key, in quotes or as it reads."""
        text = self._text
        first, behind = start, start + len(key)
        if quoted := _QUOTED.match(text, start):
            first, behind = start + 1, quoted.end() - 1
        elif not text.startswith(key, start):
            return None
        colon = _COLON.match(text, behind + (first - start))
        if colon is None:
            return None
        return _Member(start, column, colon.end(), end, first, behind)

    def _block(self, member: _Member, value: Json) -> _Block | None:
        if member.after not in self._blocks:
            self._blocks[member.after] = self._read(member, value)
        return self._blocks[member.after]

    def _read(self, member: _Member, value: Json) -> _Block | None:
        """Find the lines of the members of a value; None where it is no block."""
        text = self._text
        if not value or not isinstance(value, dict | list):
            return None
        gap = _GAP.match(text, member.after, member.end)
        start = gap.end() if gap else member.end
        is_dashed = _DASHED.match(text, start, member.end) is not None
        if is_dashed != isinstance(value, list) or text[start : start + 1] in _NO_KEY:
            return None
        column = start - (text.rfind("\n", 0, start) + 1)
        lines = _lines(column, is_dashed=is_dashed).finditer(text, start, member.end)
        starts = (start, *(each.start() + 1 + column for each in lines))
        if len(starts) != len(value):
            return None
        names = () if isinstance(value, list) else value
        return _Block(column, starts, {name: at for at, name in enumerate(names)})

    def _within(self, member: _Member, path: tuple[str, ...]) -> Extent | None:
        """Parse a member by itself, and go on from its value."""
        if member is self._root:
            return None
        if member.after not in self._parsed:
            self._parsed[member.after] = self._parse(member)
        top = self._parsed[member.after]
        if top is None:
            return None
        found, taken = top.find(path)
        # Where it leads on behind an alias, the anchor stands elsewhere.
        if taken < len(path):
            return None
        shift = member.start - member.column
        has_key = found.key_start >= 0
        return Extent(
            found.start + shift,
            found.end + shift,
            found.key_start + shift if has_key else -1,
            found.key_end + shift if has_key else -1,
        )

    def _parse(self, member: _Member) -> Extent | None:
        alone = " " * member.column + self._text[member.start : member.end]
        try:
            holder = read_extents(alone)
        except YamlFault:
            return None
        below = holder.members if holder else None
        found = [*(below.values() if isinstance(below, dict) else below or ())]
        return found[0] if len(found) == 1 else None


@cache
def _lines(column: int, *, is_dashed: bool) -> re.Pattern[str]:
    """Match where a line ends and one begins that has something in a column, and nothing before."""
    # All of it but the last is one text, which is looked for at once.
    first = _DASH if is_dashed else r"(?:[^ \t\r\n#-]|-[^ \t\r\n])"
    return re.compile("\n" + " " * column + f"(?={first})")


def _leading(value: Json, path: tuple[str, ...]) -> tuple[str, ...]:
    """Give the tokens of a path that lead to something."""
    for taken, token in enumerate(path):
        is_there = (
            is_index(token, value)
            if isinstance(value, list)
            else isinstance(value, dict) and token in value
        )
        if not is_there:
            return path[:taken]
        value = _at(value, token)
    return path


def _at(value: Json, token: str) -> Json:
    if isinstance(value, list):
        return value[int(token)]
    return value.get(token) if isinstance(value, dict) else None
