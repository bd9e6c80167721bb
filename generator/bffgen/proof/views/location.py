"""What is said of the members of an object by all schemas that act at its place.

In:  a document whose schemas have 2020-12 spelling, and the pointers of the schemas that a value is
     held to by others than each other.
Out: a Location: names and patterns that are declared, whether more are allowed, and which schemas
     the members are held to.
How: the union over all in-place applicators, taken or not (PITFALLS 2): `$ref`, allOf, anyOf,
     oneOf, if, then, else, dependentSchemas.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer

_REST: Final = ("additionalProperties", "unevaluatedProperties")
# Where one of these is, fewer members may be no value although more of them are.
_NOT_MONOTONE: Final = frozenset(
    (
        *("minProperties", "oneOf", "not", "if", "enum", "const", "propertyNames"),
        *("dependentSchemas", "contains"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """The object at one place.

    Attributes:
        names, patterns: that some schema speaks of, sorted.
        is_open: whether a schema says something else of other names than that there are none.
        may_need_more: whether without undeclared members a value may be none.
        tags: names of members that tell the branches of a union apart.
        members: name -> pointers of its declarations.
        others: pointers of the schemas that members of matched and other names are held to.
        items: pointers of the schemas that items are held to.
    """

    names: tuple[str, ...]
    patterns: tuple[str, ...]
    is_open: bool
    may_need_more: bool
    tags: frozenset[str]
    members: dict[str, tuple[str, ...]]
    others: tuple[str, ...]
    items: tuple[str, ...]

    def companions(self, keyword: str, name: str) -> tuple[str, ...]:
        """Give the schemas that a member or an item below is held to as well, itself included.

        They may be too many, never too few; sorted.
        """
        match keyword:
            case "properties":
                return tuple(sorted({*self.members.get(name, ()), *self.others}))
            case "patternProperties" | "additionalProperties" | "unevaluatedProperties":
                named = (each for pointers in self.members.values() for each in pointers)
                return tuple(sorted({*named, *self.others}))
            case _:
                return tuple(sorted(self.items))


def location_of(document: Json, pointers: Iterable[str]) -> Location:
    """Gather what all schemas at a place say; linear in these schemas."""
    names: set[str] = set()
    patterns: set[str] = set()
    tags: set[str] = set()
    members: dict[str, list[str]] = {}
    others: list[str] = []
    items: list[str] = []
    is_open = may_need_more = False
    for pointer, part in _parts(document, pointers):
        may_need_more = may_need_more or not _NOT_MONOTONE.isdisjoint(part)
        names.update(_spoken(part))
        tags.update(_tag(part))
        for name in _map(part, "properties"):
            members.setdefault(name, []).append(join(pointer, "properties", name))
        for pattern in _map(part, "patternProperties"):
            patterns.add(pattern)
            others.append(join(pointer, "patternProperties", pattern))
        for keyword in _REST:
            if part.get(keyword, False) is not False:
                is_open = True
                others.append(join(pointer, keyword))
        items += _items(pointer, part)
    return Location(
        names=tuple(sorted(names)),
        patterns=tuple(sorted(patterns)),
        is_open=is_open,
        may_need_more=may_need_more,
        tags=frozenset(tags),
        members={name: tuple(found) for name, found in members.items()},
        others=tuple(others),
        items=tuple(items),
    )


def _parts(document: Json, pointers: Iterable[str]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Give the schemas that may act at the place, each once."""
    seen: set[str] = set()
    work = list(pointers)
    while work:
        pointer = work.pop()
        part = at(document, pointer)
        if pointer in seen or not isinstance(part, dict):
            continue
        seen.add(pointer)
        yield pointer, part
        target = local_pointer(part.get("$ref"))
        if target is not None and has(document, target):
            work.append(target)
        for keyword in ("allOf", "anyOf", "oneOf"):
            held = part.get(keyword)
            count = len(held) if isinstance(held, list) else 0
            work += (join(pointer, keyword, n) for n in range(count))
        work += (join(pointer, each) for each in ("if", "then", "else") if each in part)
        named = _map(part, "dependentSchemas")
        work += (join(pointer, "dependentSchemas", name) for name in named)


def _spoken(part: dict[str, Json]) -> Iterator[str]:
    """Give the names that one schema speaks of."""
    yield from _map(part, "properties")
    yield from _texts(part.get("required"))
    for name, needed in _map(part, "dependentRequired").items():
        yield name
        yield from _texts(needed)
    yield from _map(part, "dependentSchemas")
    listed = part.get("enum")
    for value in (*(listed if isinstance(listed, list) else ()), part.get("const")):
        yield from value if isinstance(value, dict) else ()


def _tag(part: dict[str, Json]) -> Iterator[str]:
    name = _map(part, "discriminator").get("propertyName")
    if isinstance(name, str):
        yield name


def _items(pointer: str, part: dict[str, Json]) -> Iterator[str]:
    prefix = part.get("prefixItems")
    for n in range(len(prefix) if isinstance(prefix, list) else 0):
        yield join(pointer, "prefixItems", n)
    for keyword in ("items", "unevaluatedItems"):
        if keyword in part:
            yield join(pointer, keyword)


def _map(part: dict[str, Json], keyword: str) -> dict[str, Json]:
    value = part.get(keyword)
    return value if isinstance(value, dict) else {}


def _texts(value: Json) -> Iterator[str]:
    yield from (each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
