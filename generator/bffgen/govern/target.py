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
from bffgen.model.end import end_of
from bffgen.model.place import join, parent, tokens
from bffgen.model.template import nameless
from bffgen.model.tree import at, local_pointer

_BRANCHES: Final = ("allOf", "oneOf", "anyOf", "prefixItems")
_SINGLE: Final = (
    *("items", "additionalProperties", "then", "else", "contains"),
    *("unevaluatedItems", "unevaluatedProperties"),
)
_MAPS: Final = ("patternProperties", "dependentSchemas")
_REFERENCES: Final = 64
_SCHEMAS: Final = "/components/schemas"

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
    document: Json,
    schema: Way,
    name: str,
    within: frozenset[str] = frozenset(),
    *,
    is_base: bool = False,
) -> Iterator[Way]:
    """Find a property of a schema.

    Args:
        within: what is open already, for one name.
        is_base: of `allOf`, so that its discriminator chose what it is in.
    """
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
            yield from _named(document, branch, name, within, is_base=keyword == "allOf")
    below = [_below(schema, keyword) for keyword in _SINGLE if isinstance(value.get(keyword), dict)]
    for keyword in _MAPS:
        named = value.get(keyword)
        names = named if isinstance(named, dict) else ()
        below += [_below(schema, keyword, each) for each in names]
    if not is_base:
        below += [(each, schema[1]) for each in chosen(schema[0], document)]
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
        target = local_pointer(value.get("$ref")) if isinstance(value, dict) else None
        if target is None:
            break
        pointer, passed = target, (*passed, pointer)
    return pointer, passed


def chosen(pointer: str, document: Json) -> tuple[str, ...]:
    """Give the components that a schema's discriminator chooses from: mapped ones, and heirs.

    Source:
        OpenAPI 3.1.1 4.8.25: whose `allOf` leads to the schema is named by the property's values.
    """
    value = value_at(document, pointer)
    said = value.get("discriminator") if isinstance(value, dict) else None
    if not isinstance(said, dict):
        return ()
    mapping = said.get("mapping")
    texts = [*(mapping.values() if isinstance(mapping, dict) else ()), said.get("defaultMapping")]
    there = ((local_pointer(each), each) for each in texts if isinstance(each, str))
    found = [join(_SCHEMAS, text) if to is None else to for to, text in there]
    schemas = value_at(document, _SCHEMAS)
    bases = {
        join(_SCHEMAS, name): [*_bases(each)]
        for name, each in (schemas.items() if isinstance(schemas, dict) else ())
    }
    family = [pointer]
    for base in family:
        family += [each for each, of in bases.items() if base in of and each not in family]
    every = dict.fromkeys((*found, *family[1:]))
    return tuple(each for each in every if value_at(document, each) is not None)


def _bases(schema: Json) -> Iterator[str]:
    listed = schema.get("allOf") if isinstance(schema, dict) else None
    for each in listed if isinstance(listed, list) else ():
        pointer = local_pointer(each.get("$ref")) if isinstance(each, dict) else None
        if pointer is not None:
            yield pointer


def lies_at(place: str, pointer: str) -> bool:
    """Say whether a place is what a pointer leads to, or lies in it."""
    return place == pointer or place.startswith(f"{pointer}/")


def value_at(document: Json, pointer: str) -> Json:
    """Give what stands at a pointer; None where nothing does."""
    try:
        return at(document, pointer)
    except KeyError:
        return None


def says(value: Json, document: Json) -> bool:
    """Say whether an object is marked as deprecated; beside a reference 3.0 reads nothing."""
    if not isinstance(value, dict) or not end_of(value).is_deprecated:
        return False
    return "$ref" not in value or not is_3_0(document)


def is_3_0(document: Json) -> bool:
    """Say whether a document is of OpenAPI 3.0."""
    return isinstance(document, dict) and str(document.get("openapi", "")).startswith("3.0")


def sunset_of(value: Json) -> date | None:
    """Give the day on which an object of a contract says that it goes; None where it says none."""
    return end_of(value).day if isinstance(value, dict) else None
