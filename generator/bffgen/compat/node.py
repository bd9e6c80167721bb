"""A schema of one side as it is compared: what it says itself, and which components it refers to.

In:  the meaning of a contract and a pointer.
Out: Node: keywords of the schema and of what allOf holds inline, `$ref`s apart.
How: a lone `$ref` is followed, and so is `anyOf: [X, null]`; a component that is one of several
     parts stays a reference, so that its changes are told where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.keywords import says_nothing
from bffgen.model.place import join
from bffgen.model.shapes import solid
from bffgen.model.tree import at, has, local_pointer
from bffgen.model.typed_view import KEYS

_DEPTH: Final = 40
_ASKED_BY_KEYS: Final = frozenset(("required", "properties"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place where values are.

    Attributes:
        meaning: of the contract.
        pointer: of the schema behind lone references.
        parts: what holds inline, each with its pointer, the schema itself first.
        references: pointers of components that hold as well.
    """

    meaning: Json
    pointer: str
    parts: tuple[tuple[str, Mapping[str, Json]], ...]
    references: tuple[str, ...]

    def value(self, keyword: str) -> tuple[Json, str] | None:
        """Give the first value of a keyword among the parts, and its pointer."""
        for part, said in self.parts:
            if keyword in said:
                return said[keyword], join(part, keyword)
        return None

    def said(self, keywords: tuple[str, ...]) -> dict[str, Json]:
        """Give the values of some keywords, those of an earlier part first."""
        found: dict[str, Json] = {}
        for _, here in self.parts:
            for keyword in keywords:
                if keyword in here:
                    found.setdefault(keyword, here[keyword])
        return found

    def at_keyword(self, *keywords: str) -> str:
        """Give the pointer of the first of some keywords that is there, else of the schema."""
        for keyword in keywords:
            found = self.value(keyword)
            if found is not None:
                return found[1]
        return self.pointer

    def named(self, keyword: str) -> dict[str, str]:
        """Give the pointers of the members of a keyword that holds schemas by name."""
        found: dict[str, str] = {}
        for part, said in self.parts:
            members = said.get(keyword)
            for name in members if isinstance(members, dict) else ():
                found.setdefault(name, join(part, keyword, name))
        return found

    def required(self) -> dict[str, str]:
        """Give the names that must be there, with the pointer of the word that says so."""
        found: dict[str, str] = {}
        for part, said in self.parts:
            names = said.get("required")
            for number, name in enumerate(names if isinstance(names, list) else ()):
                if isinstance(name, str):
                    found.setdefault(name, join(part, "required", number))
        return found


def node(meaning: Json, pointer: str) -> Node:
    """Give the schema at a pointer as it is compared."""
    start = solid(meaning, pointer)
    parts: list[tuple[str, Mapping[str, Json]]] = []
    references: list[str] = []
    work = [(start, 0)]
    while work:
        here, depth = work.pop(0)
        said = at(meaning, here)
        if not isinstance(said, dict):
            continue
        target = local_pointer(said.get("$ref"))
        if target is not None and not has(meaning, target):
            target = None  # of a document that is compared although this leads nowhere
        alone = all(key == "$ref" or says_nothing(key) for key in said)
        if target is not None:
            references.append(target)
        if target is None or not alone:
            parts.append((here, _own(said)))
        together = said.get("allOf")
        if isinstance(together, list) and depth < _DEPTH:
            work += [(join(here, "allOf", number), depth + 1) for number in range(len(together))]
    return Node(
        meaning=meaning,
        pointer=start,
        parts=tuple(parts) or ((start, {}),),
        references=tuple(dict.fromkeys(references)),
    )


def _own(said: Mapping[str, Json]) -> Mapping[str, Json]:
    """Give what a schema says itself: what a discriminator adds is told as that."""
    if KEYS not in said:
        return said
    return {key: each for key, each in said.items() if key not in _ASKED_BY_KEYS}


def types(each: Node) -> frozenset[str]:
    """Give the types that the whole place admits."""
    return schema.types(each.meaning, each.pointer)
