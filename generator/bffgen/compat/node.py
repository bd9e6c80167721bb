"""A schema of one side as it is compared: what it says itself, and which components it refers to.

In:  the meaning of a contract and a pointer.
Out: Node: keywords of the schema and of what allOf holds inline, `$ref`s apart.
How: a lone `$ref` is followed, and so is `anyOf: [X, null]`; a component that is one of several
     parts stays a reference, so that its changes are told where it stands. Where the other side
     does not refer to it, what it says is a part like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.keywords import says_nothing
from bffgen.model.place import join
from bffgen.model.shapes import solid
from bffgen.model.tree import at, has, local_pointer
from bffgen.model.typed_view import KEYS

_DEPTH: Final = 40

# A schema by its pointer, with what it says.
_Part: TypeAlias = tuple[str, Mapping[str, Json]]
_ASKED_BY_KEYS: Final = frozenset(("required", "properties"))


@dataclass(frozen=True, kw_only=True)
class Node:
    """A place where values are.

    Attributes:
        meaning: of the contract.
        place: pointer of the schema as it was met.
        pointer: of the schema behind lone references, and behind a choice between it and null.
        parts: what holds inline, each with its pointer, the schema itself first.
        references: pointers of components that hold as well.
    """

    meaning: Json
    place: str
    pointer: str
    parts: tuple[_Part, ...]
    references: tuple[str, ...]

    @cached_property
    def types(self) -> frozenset[str]:
        """Give the types that the whole place admits."""
        return schema.types(self.meaning, self.place)

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
    parts, references = _parts(meaning, start)
    return Node(
        meaning=meaning,
        place=pointer,
        pointer=start,
        parts=parts or ((start, {}),),
        references=references,
    )


def aligned(was: Node, now: Node) -> tuple[Node, Node]:
    """Give two nodes whose references have partners: what one side alone refers to is a part of it.

    Partners are components of one name, else those that are left on both sides in equal number.
    """
    while True:
        earlier, later = _alone(was, now), _alone(now, was)
        if len(earlier) == len(later):
            return was, now
        was, now = _opened(was, earlier), _opened(now, later)


def _alone(each: Node, other: Node) -> tuple[str, ...]:
    return tuple(name for name in each.references if name not in other.references)


def _opened(each: Node, references: tuple[str, ...]) -> Node:
    """Let what some references lead to be parts."""
    parts, kept = [*each.parts], [one for one in each.references if one not in references]
    for reference in references:
        more, below = _parts(each.meaning, solid(each.meaning, reference))
        parts += [one for one in more if one not in parts]
        kept += [one for one in below if one not in kept and one not in references]
    return replace(each, parts=tuple(parts), references=tuple(kept))


def _parts(meaning: Json, start: str) -> tuple[tuple[_Part, ...], tuple[str, ...]]:
    """Give the schemas that hold inline, and the components that hold as well."""
    parts: list[_Part] = []
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
    return tuple(parts), tuple(dict.fromkeys(references))


def _own(said: Mapping[str, Json]) -> Mapping[str, Json]:
    """Give what a schema says itself: what a discriminator adds is told as that."""
    if KEYS not in said:
        return said
    return {key: each for key, each in said.items() if key not in _ASKED_BY_KEYS}
