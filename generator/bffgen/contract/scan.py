"""Find where a value stands in a JSON text without reading all of it.

In:  a JSON text, each of its characters a byte of UTF-8, and the tokens that lead to a value.
Out: its Extent, as contract/yaml.py gives it for YAML.
How: descend only where the tokens lead; siblings on the way are skipped from bracket to bracket,
     once, and remembered. All that gives JSON its structure is ASCII, and a byte a character keeps
     a large text small: one emoji would make four bytes of each.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bffgen.contract.extent import Extent
from bffgen.model.canonical import is_json
from bffgen.model.place import tokens

_SPACE = re.compile(r"[ \t\n\r]*")
_INDENT = re.compile(r"[ \t]*")
_OPENED = re.compile(r"[{\[][ \t\r]*(?=\n)")
_BETWEEN = re.compile(r"[ \t\n\r]*[,:]?[ \t\n\r]*")
_TEXT = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_SCALAR = re.compile(r"[^\s,\]}]+")
# Numbers are passed as they are: one of thousands of digits is refused as an int.
_PARSED = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
# Of a member of the root: `paths` is passed by path and method, `components` by kind and name.
_LEVELS = 2


class _Member(NamedTuple):
    """Where a value begins and where its key stands, quotes not included."""

    value: int
    key_start: int = -1
    key_end: int = -1


class Scan:
    """One JSON text; what was passed once is found again without scanning."""

    def __init__(
        self, text: str, repeated: Iterable[str] = (), *, last_counts: bool = False
    ) -> None:
        """Take a text that is JSON.

        Args:
            text: what read_json takes, or would but for equal keys; decoded as Latin-1.
            repeated: pointers of members whose key stands twice; they are found with the value
                of the first and the key of the last, at the price of the whole object.
            last_counts: of equal keys the last is found, value and key; every object on the way
                is passed as a whole.
        """
        self._text = text
        self._repeated = {tokens(pointer) for pointer in repeated}
        self._last_counts = last_counts
        self._known: dict[int, dict[str, _Member]] = {}
        self._ahead: dict[int, Iterator[tuple[str, _Member]]] = {}
        # Of what was asked for: a mark on an object of a thousand members has often others beside.
        self._ends: dict[int, int] = {}

    def find(self, path: tuple[str, ...]) -> tuple[Extent, int]:
        """Go along a path as far as it leads; say where that is and how many tokens it took."""
        member = _Member(_end(_SPACE, self._text, 0))
        taken = 0
        for token in path:
            is_last_wanted = path[: taken + 1] in self._repeated
            found = self._member(member.value, token, is_last_wanted, max(_LEVELS - taken, 0))
            if found is None:
                break
            member, taken = found, taken + 1
        return self._extent(member, max(_LEVELS - taken + 1, 0)), taken

    def _member(self, parent: int, token: str, is_last_wanted: bool, levels: int) -> _Member | None:
        known = self._known.setdefault(parent, {})
        if parent not in self._ahead:
            self._ahead[parent] = self._members(parent, levels)
        if self._last_counts:
            known.update(self._ahead[parent])
            return known.get(token)
        if token in known and not is_last_wanted:
            return known[token]
        for name, member in self._ahead[parent]:
            first = known.setdefault(name, member)
            if is_last_wanted and name == token:
                known[name] = _Member(first.value, member.key_start, member.key_end)
            elif name == token:
                return member
        return known.get(token)

    def _members(self, parent: int, levels: int) -> Iterator[tuple[str, _Member]]:
        """Give the members of an object or list in order; the next is looked for when asked."""
        text = self._text
        is_object = text[parent : parent + 1] == "{"
        if not is_object and text[parent : parent + 1] != "[":
            return
        position, index = _end(_SPACE, text, parent + 1), 0
        while position < len(text) and text[position] not in "}]":
            member = _Member(position)
            name = str(index)
            if is_object:
                key = _TEXT.match(text, position)
                if key is None:
                    return
                name = _name(key[0])
                member = _Member(_end(_BETWEEN, text, key.end()), key.start(1), key.end(1))
            yield name, member
            position, index = _end(_BETWEEN, text, self._end_of(member.value, levels)), index + 1

    def _extent(self, member: _Member, levels: int) -> Extent:
        start = member.value
        # Of a value over several lines the first one is shown, so its end is as good.
        opened = _OPENED.match(self._text, start)
        end = opened.end() if opened else self._ends.get(start, -1)
        if end < 0:
            end = self._ends[start] = self._end_of(start, levels)
        if self._text[start : start + 1] == '"':
            start, end = start + 1, end - 1
        return Extent(start=start, end=end, key_start=member.key_start, key_end=member.key_end)

    def _end_of(self, start: int, levels: int) -> int:
        """Find the end of the value that begins here.

        A value is passed by parsing it, which C does; over so many levels member by member, so
        that no more than a member is held at a time.
        """
        text = self._text
        first = text[start : start + 1]
        if first == '"':
            return _end(_TEXT, text, start)
        if first not in ("{", "["):
            return _end(_SCALAR, text, start)
        if not levels:
            return self._passed(start)
        position = _end(_SPACE, text, start + 1)
        while position < len(text) and text[position] not in "}]":
            if first == "{":
                position = _end(_BETWEEN, text, _end(_TEXT, text, position))
            position = _end(_BETWEEN, text, self._end_of(position, levels - 1))
        return position + 1

    def _passed(self, start: int) -> int:
        """Find the end of an object or a list that begins here, in C.

        Most texts are written with a line a member, where the closing bracket stands alone below
        the line that the value begins on, as no line ends within a text of JSON. What a parser
        takes up to there is the value, wherever its lines end.
        """
        text = self._text
        if not _OPENED.match(text, start):
            return _PARSED(text, start)[1]
        line = text.rfind("\n", 0, start) + 1
        indent = _end(_INDENT, text, line)
        closing = "}" if text[start] == "{" else "]"
        end = text.find("\n" + text[line:indent] + closing, start)
        if end > 0:
            end += 1 + indent - line + 1
            if is_json(text[start:end].encode("latin-1")):
                return end
        return _PARSED(text, start)[1]


def _name(written: str) -> str:
    """Read a key as it stands, quotes included."""
    text = written if written.isascii() else written.encode("latin-1").decode(errors="replace")
    return str(json.loads(text)) if "\\" in text else text[1:-1]


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else len(text)
