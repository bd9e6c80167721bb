"""The schemas of a document, copied with changes that hang on where they stand.

In:  a document whose schemas have 2020-12 spelling, and a View that says what changes.
Out: Sides in a document of its own, which grows as more of it is asked for.
How: a schema is copied once for each mode in which it is reached; what no change meets has the
     original's meaning, so that it has the original's int in a pool.
"""

from collections.abc import Hashable, Iterator
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
        ...

    def below(self, pointer: str, mode: Hashable, keyword: str, key: str) -> Hashable:
        """Give the mode of a schema below another: its keyword there, its name or empty text."""
        ...

    def altered(self, keywords: Keywords, pointer: str, mode: Hashable) -> Keywords:
        """Change the copy of one schema, whose schemas below are copied already."""
        ...


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
        """Copy a schema and those below it; a schema is altered when those below it are."""
        whole: list[Json] = [None]
        entered = [_Entered(pointer, mode, at(self._source, pointer), whole, 0)]
        # What is found is appended, so that each stands behind its holder.
        for each in entered:
            entered += self._below(each)
        for each in reversed(entered):
            altered = each.schema
            if isinstance(altered, dict):
                altered = self._view.altered(each.fresh, each.pointer, each.mode)
            each.put(altered)
        return whole[0]

    def _below(self, entered: "_Entered") -> Iterator["_Entered"]:
        """Copy one schema without those below it, and enter these."""
        schema, pointer, mode, fresh = (
            entered.schema,
            entered.pointer,
            entered.mode,
            entered.fresh,
        )
        below = self._view.below
        for keyword, value in schema.items() if isinstance(schema, dict) else ():
            fresh[keyword] = value
            if keyword in HOLDS_ONE:
                how = below(pointer, mode, keyword, "")
                yield _Entered(join(pointer, keyword), how, value, fresh, keyword)
            elif keyword in HOLDS_LIST and isinstance(value, list):
                listed = fresh[keyword] = list(value)
                for n, each in enumerate(value):
                    how = below(pointer, mode, keyword, str(n))
                    yield _Entered(join(pointer, keyword, n), how, each, listed, n)
            elif keyword in HOLDS_MAP and isinstance(value, dict):
                named = fresh[keyword] = dict(value)
                for name, each in value.items():
                    how = below(pointer, mode, keyword, name)
                    yield _Entered(join(pointer, keyword, name), how, each, named, name)
            elif keyword == "$ref":
                fresh[keyword] = self._reference(pointer, mode, value)

    def _reference(self, pointer: str, mode: Hashable, written: Json) -> Json:
        """Lead a reference to the copy of what it leads to, if that is there."""
        target = local_pointer(written)
        if target is None or not has(self._source, target):
            return written
        how = self._view.below(pointer, mode, "$ref", "")
        return "#" + join("", "$defs", self._name(target, how))


class _Entered:
    """A schema that is being copied.

    Attributes:
        fresh: its copy, filled keyword by keyword.
        holder: what holds the copy, at a key.
    """

    __slots__ = ("fresh", "holder", "key", "mode", "pointer", "schema")

    def __init__(
        self,
        pointer: str,
        mode: Hashable,
        schema: Json,
        holder: list[Json] | Keywords,
        key: str | int,
    ) -> None:
        self.pointer, self.mode, self.schema = pointer, mode, schema
        self.holder, self.key = holder, key
        self.fresh: Keywords = {}

    def put(self, copy: Json) -> None:
        """Put the copy, altered, where it belongs."""
        if isinstance(self.holder, list):
            self.holder[int(self.key)] = copy
        else:
            self.holder[str(self.key)] = copy


def is_alias(schema: Json) -> bool:
    """Say whether a schema is a `$ref` and no more, annotations aside."""
    if not isinstance(schema, dict):
        return False
    return [each for each in schema if not says_nothing(each)] == ["$ref"]
