"""The schemas of a document, copied with changes that hang on where they stand.

In:  a document whose schemas have 2020-12 spelling, and a View that says what changes.
Out: Sides in a document of its own, which grows as more of it is asked for.
How: a schema is copied once for each mode in which it is reached; what no change meets has the
     original's meaning, so that it has the original's int in a pool.
"""

from collections.abc import Hashable
from typing import Protocol, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE, says_nothing
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer
from bffgen.proof.side import Side

Keywords: TypeAlias = dict[str, Json]


class View(Protocol):
    """What changes, and where."""

    def top(self, pointer: str) -> Hashable:
        """Give the mode in which the schema of a position is copied."""

    def below(self, pointer: str, mode: Hashable, keyword: str, key: str) -> Hashable:
        """Give the mode of a schema below another: its keyword there, its name or empty text."""

    def altered(self, keywords: Keywords, pointer: str, mode: Hashable) -> Keywords:
        """Change the copy of one schema, whose schemas below are copied already."""


class Drawing:
    """One document as a View shows it."""

    def __init__(self, document: Json, view: View) -> None:
        self._source, self._view = document, view
        self._definitions: Keywords = {}
        self._document: Keywords = {"$defs": self._definitions}
        self._names: dict[tuple[str, Hashable], str] = {}
        self._work: list[tuple[str, Hashable]] = []

    def side(self, pointer: str) -> Side:
        """Give the view of the schema at a pointer."""
        name = self._name(pointer, self._view.top(pointer))
        self._drain()
        return Side(self._document, join("", "$defs", name))

    def _drain(self) -> None:
        while self._work:
            where, mode = self._work.pop()
            self._definitions[self._names[where, mode]] = self._copied(where, mode)

    def reference(self, pointer: str, mode: Hashable) -> Keywords:
        """Give a schema that stands for the one at a pointer, as it is copied in a mode."""
        return {"$ref": "#" + join("", "$defs", self._name(pointer, mode))}

    def added(self, schema: Keywords, mode: Hashable) -> Side:
        """Give a schema of the caller's, which may refer to what is copied in one mode."""
        name = str(len(self._names))
        self._names[f"added {name}", None] = name
        self._definitions[name] = schema
        while wanted := [each for each in self._work if each[1] == mode]:
            # The rest waits: a view that asks for this is itself copying a schema.
            self._work = [each for each in self._work if each[1] != mode]
            for where, how in wanted:
                self._definitions[self._names[where, how]] = self._copied(where, how)
        return Side(self._document, join("", "$defs", name))

    def _name(self, pointer: str, mode: Hashable) -> str:
        key = (pointer, mode)
        if key not in self._names:
            self._names[key] = str(len(self._names))
            self._work.append(key)
        return self._names[key]

    def _copied(self, pointer: str, mode: Hashable) -> Json:
        """Copy a schema and those below it, innermost first."""
        entered = [(pointer, mode)]
        work = [(pointer, mode)]
        while work:
            below = list(self._below(*work.pop()))
            entered += below
            work += below
        copies: dict[tuple[str, Hashable], Json] = {}
        for where, how in reversed(entered):
            copies[where, how] = self._one(where, how, copies)
        return copies[pointer, mode]

    def _below(self, pointer: str, mode: Hashable) -> list[tuple[str, Hashable]]:
        schema = at(self._source, pointer)
        found: list[tuple[str, Hashable]] = []
        for keyword, value in schema.items() if isinstance(schema, dict) else ():
            if keyword in HOLDS_ONE:
                how = self._view.below(pointer, mode, keyword, "")
                found.append((join(pointer, keyword), how))
            elif keyword in HOLDS_LIST and isinstance(value, list):
                for n in range(len(value)):
                    how = self._view.below(pointer, mode, keyword, str(n))
                    found.append((join(pointer, keyword, n), how))
            elif keyword in HOLDS_MAP and isinstance(value, dict):
                for name in value:
                    how = self._view.below(pointer, mode, keyword, name)
                    found.append((join(pointer, keyword, name), how))
        return found

    def _one(self, pointer: str, mode: Hashable, copies: dict[tuple[str, Hashable], Json]) -> Json:
        """Copy one schema, those below it being copied."""
        schema = at(self._source, pointer)
        if not isinstance(schema, dict):
            return schema

        def copy(keyword: str, key: str, *path: str | int) -> Json:
            how = self._view.below(pointer, mode, keyword, key)
            return copies[join(pointer, keyword, *path), how]

        fresh: Keywords = {}
        for keyword, value in schema.items():
            if keyword in HOLDS_ONE:
                fresh[keyword] = copy(keyword, "")
            elif keyword in HOLDS_LIST and isinstance(value, list):
                fresh[keyword] = [copy(keyword, str(n), n) for n in range(len(value))]
            elif keyword in HOLDS_MAP and isinstance(value, dict):
                fresh[keyword] = {name: copy(keyword, name, name) for name in value}
            elif keyword == "$ref" and (target := local_pointer(value)) is not None:
                is_there = has(self._source, target)
                fresh[keyword] = self._reference(pointer, mode, target) if is_there else value
            else:
                fresh[keyword] = value
        return self._view.altered(fresh, pointer, mode)

    def _reference(self, pointer: str, mode: Hashable, target: str) -> str:
        how = self._view.below(pointer, mode, "$ref", "")
        return "#" + join("", "$defs", self._name(target, how))


def is_alias(schema: Json) -> bool:
    """Say whether a schema is a `$ref` and no more, annotations aside."""
    if not isinstance(schema, dict):
        return False
    return [each for each in schema if not says_nothing(each)] == ["$ref"]
