"""What a person names as a target, found in a frozen contract.

In:  a target: `GET /home`, `GET /home#/response/200/badge`, `#/request/note`,
     `#/parameters/query/size`, `#/headers/200/X-Total`; a bundled document.
Out: pointers into it; what is said there of an end.
How: a path of properties is followed through `$ref`, `allOf` and the branches of unions, and into
     the elements of lists and maps without a word for them; what a component holds is one place
     for all that reach it, so that what a target covers is asked of positions (`positions.py`,
     PITFALLS 15).
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.place import join, parent, tokens
from bffgen.model.template import nameless
from bffgen.model.tree import at

_BRANCHES: Final = ("allOf", "oneOf", "anyOf", "prefixItems")
_SINGLE: Final = (
    *("items", "additionalProperties", "then", "else", "contains"),
    *("unevaluatedItems", "unevaluatedProperties"),
)
_MAPS: Final = ("patternProperties", "dependentSchemas")
_REFERENCES: Final = 64

# A pointer, and those of the references that led there.
Way: TypeAlias = tuple[str, tuple[str, ...]]


def key_of(target: str) -> str:
    """Give what two names of one target have in common, whatever path parameters are called."""
    named, mark, pointer = target.partition("#")
    return f"{nameless(named.strip())}{mark}{pointer}"


def is_same(operation: str, other: str) -> bool:
    """Say whether two names of operations mean one, whatever their path parameters are called."""
    return nameless(operation) == nameless(other)


def pointers(operation: str, pointer: str, document: Json) -> tuple[str, ...]:
    """Find what a target's pointer means in a contract; nothing where there is no such place."""
    return tuple(each for each, _ in ways(operation, pointer, document))


def ways(operation: str, pointer: str, document: Json) -> tuple[Way, ...]:
    """Find what a target's pointer means, and which references lead there, outermost first."""
    written = written_at(operation, document)
    if written is None:
        return ()
    here = (written, ())
    match tokens(pointer):
        case ("parameters", where, name):
            return tuple(_parameters(document, here, where, name))
        case ("headers", status, name):
            response = _followed(document, _below(here, "responses", status))
            return tuple(_there(document, _below(response, "headers", name)))
        case ("request", *names):
            body = _followed(document, _below(here, "requestBody"))
            return tuple(_properties(document, body, names))
        case ("response", status, *names):
            response = _followed(document, _below(here, "responses", status))
            return tuple(_properties(document, response, names))
        case _:
            return ()


def written_at(name: str, document: Json) -> str | None:
    """Give the pointer of an operation by `METHOD path`; None where the contract has none."""
    method, _, path = name.partition(" ")
    paths = value_at(document, "/paths")
    every = paths if isinstance(paths, dict) else {}
    # All paths are looked through only for a name that is not the contract's own.
    alike = (each for each in every if nameless(each) == nameless(path))
    for each in chain((path,) if path in every else (), alike):
        item, _ = _followed(document, (join("/paths", each), ()))
        found = join(item, method.lower())
        if value_at(document, found) is not None:
            return found
    return None


def _below(way: Way, *steps: str | int) -> Way:
    return join(way[0], *steps), way[1]


def _parameters(document: Json, operation: Way, where: str, name: str) -> Iterator[Way]:
    for above in (operation[0], parent(operation[0])):
        listed = value_at(document, join(above, "parameters"))
        for number, _ in enumerate(listed if isinstance(listed, list) else ()):
            found = _followed(document, (join(above, "parameters", number), ()))
            value = value_at(document, found[0])
            if isinstance(value, dict) and (value.get("in"), value.get("name")) == (where, name):
                yield found


def _properties(document: Json, holder: Way, names: list[str]) -> Iterator[Way]:
    """Follow names through the schema of each media type of a body or an answer."""
    content = value_at(document, join(holder[0], "content"))
    for media in content if isinstance(content, dict) else ():
        schema = _followed(document, _below(holder, "content", media, "schema"))
        found = [schema] if value_at(document, schema[0]) else []
        for name in names:
            stood = (_followed(document, each) for each in found)
            found = [below for each in stood for below in _named(document, each, name)]
        yield from found


def _named(
    document: Json, schema: Way, name: str, within: frozenset[str] = frozenset()
) -> Iterator[Way]:
    """Find a property of a schema; `within` are those that are open already, for one name."""
    value = value_at(document, schema[0])
    if not isinstance(value, dict) or schema[0] in within:
        return
    within |= {schema[0]}
    declared = value.get("properties")
    if isinstance(declared, dict) and name in declared:
        # Where it stands and not the component that it leads to, which others lead to as well.
        yield _below(schema, "properties", name)
    for keyword in _BRANCHES:
        branches = value.get(keyword)
        for number, _ in enumerate(branches if isinstance(branches, list) else ()):
            branch = _followed(document, _below(schema, keyword, number))
            yield from _named(document, branch, name, within)
    below = [_below(schema, keyword) for keyword in _SINGLE if isinstance(value.get(keyword), dict)]
    for keyword in _MAPS:
        named = value.get(keyword)
        names = named if isinstance(named, dict) else ()
        below += [_below(schema, keyword, each) for each in names]
    for each in below:
        yield from _named(document, _followed(document, each), name, within)


def _there(document: Json, way: Way) -> Iterator[Way]:
    if value_at(document, way[0]) is not None:
        yield _followed(document, way)


def _followed(document: Json, way: Way) -> Way:
    """Give where a reference leads in the end; what is none leads to itself."""
    pointer, passed = way
    for _ in range(_REFERENCES):
        value = value_at(document, pointer)
        target = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(target, str) or not target.startswith("#/"):
            break
        pointer, passed = target[1:], (*passed, pointer)
    return pointer, passed


def value_at(document: Json, pointer: str) -> Json:
    """Give what stands at a pointer; None where nothing does."""
    try:
        return at(document, pointer)
    except KeyError:
        return None


def says(value: Json, document: Json) -> bool:
    """Say whether an object is marked as deprecated; beside a reference 3.0 reads nothing."""
    if not isinstance(value, dict) or value.get("deprecated") is not True:
        return False
    return "$ref" not in value or not is_3_0(document)


def is_3_0(document: Json) -> bool:
    """Say whether a document is of OpenAPI 3.0."""
    return isinstance(document, dict) and str(document.get("openapi", "")).startswith("3.0")


def sunset_of(value: Json) -> date | None:
    """Give the day on which an object of a contract says that it goes; None where it says none."""
    said = value.get("x-sunset") if isinstance(value, dict) else None
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        return None
