"""The names that a contract gives away: operations, parameters, properties, headers, enum values.

In:  a bundled document.
Out: each name by a key that is the same in every release of the contract, with its pointer.
How: by grammar position, so that a name in an example is none; linear in the document. A parameter
     is known by where it travels and what it is called, not by its place in a list.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bffgen.model.canonical import Json, plain_bytes
from bffgen.model.grammar import METHODS, Kind, walk
from bffgen.model.place import join, parent, tokens
from bffgen.model.template import nameless


@dataclass(frozen=True, slots=True)
class Name:
    """One name.

    Attributes:
        key: the same wherever the name stands for the same place.
        kind: `operation`, `parameter`, `property`, `header` or `enum value`.
        word: the name itself.
        pointer: where it is declared.
    """

    key: str
    kind: str
    word: str
    pointer: str


def names_of(document: Json) -> dict[str, Name]:
    """Give all names of a contract by their keys."""
    return {each.key: each for each in _names(document)}


def outermost(found: dict[str, Name]) -> Iterator[Name]:
    """Give the names that lie in no other of them."""
    for key, name in found.items():
        above = key
        while above and (above == key or above not in found):
            above = parent(above)
        if not above:
            yield name


def _names(document: Json) -> Iterator[Name]:
    for pointer, value, kind in walk(document, Kind.DOCUMENT):
        here = _key(pointer, value)
        match kind:
            case Kind.PATH_ITEM if pointer.startswith("/paths/"):
                path = tokens(pointer)[-1]
                for method in METHODS:
                    if method in value:
                        yield Name(
                            join(here, method),
                            "operation",
                            f"{method.upper()} {path}",
                            join(pointer, method),
                        )
            case Kind.PARAMETER:
                if "name" in value:
                    yield Name(here, "parameter", str(value["name"]), pointer)
            case Kind.RESPONSE:
                yield from _members(value, "headers", "header", here, pointer)
            case Kind.SCHEMA:
                yield from _members(value, "properties", "property", here, pointer)
                yield from _listed(value, here, pointer)
            case _:
                pass


def _members(
    value: dict[str, Json], key: str, kind: str, here: str, pointer: str
) -> Iterator[Name]:
    members = value.get(key)
    for name in members if isinstance(members, dict) else ():
        yield Name(join(here, key, name), kind, name, join(pointer, key, name))


def _listed(value: dict[str, Json], here: str, pointer: str) -> Iterator[Name]:
    listed = value.get("enum")
    for number, each in enumerate(listed if isinstance(listed, list) else ()):
        word = plain_bytes(each).decode()
        yield Name(join(here, "enum", word), "enum value", word, join(pointer, "enum", number))


def _key(pointer: str, value: dict[str, Json]) -> str:
    """Give a pointer without the names of path parameters and the positions of parameters."""
    steps = list(tokens(pointer))
    if len(steps) > 1 and steps[0] == "paths":
        steps[1] = nameless(steps[1])
    if len(steps) > 1 and steps[-2] == "parameters" and "name" in value:
        steps[-1] = f"{value.get('in')} {value['name']}"
    return join("", *steps)
