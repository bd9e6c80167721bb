"""What a person names as a target, found in a frozen contract.

In:  a target: `GET /home`, `GET /home#/response/200/badge`, `#/request/note`,
     `#/parameters/query/size`, `#/headers/200/X-Total`; a bundled document.
Out: pointers into it; what is said there of an end.
How: a path of properties is followed through `$ref`, `allOf` and the branches of unions, and into
     the elements of lists without a word for them; what a component holds is one place for all that
     reach it, so that what a target covers is asked of positions (`positions.py`, PITFALLS 15).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.place import join, parent, tokens
from bffgen.model.template import nameless
from bffgen.model.tree import at

_BRANCHES: Final = ("allOf", "oneOf", "anyOf")
_REFERENCES: Final = 64


def key_of(target: str) -> str:
    """Give what two names of one target have in common, whatever path parameters are called."""
    named, mark, pointer = target.partition("#")
    return f"{nameless(named.strip())}{mark}{pointer}"


def is_same(operation: str, other: str) -> bool:
    """Say whether two names of operations mean one, whatever their path parameters are called."""
    return nameless(operation) == nameless(other)


def pointers(operation: str, pointer: str, document: Json) -> tuple[str, ...]:
    """Find what a target's pointer means in a contract; nothing where there is no such place."""
    written = written_at(operation, document)
    if written is None:
        return ()
    match tokens(pointer):
        case ("parameters", where, name):
            return tuple(_parameters(document, written, where, name))
        case ("headers", status, name):
            response = _followed(document, join(written, "responses", status))
            return tuple(_there(document, join(response, "headers", name)))
        case ("request", *names):
            body = _followed(document, join(written, "requestBody"))
            return tuple(_properties(document, body, names))
        case ("response", status, *names):
            response = _followed(document, join(written, "responses", status))
            return tuple(_properties(document, response, names))
        case _:
            return ()


def written_at(name: str, document: Json) -> str | None:
    """Give the pointer of an operation by `METHOD path`; None where the contract has none."""
    method, _, path = name.partition(" ")
    paths = value_at(document, "/paths")
    for each in paths if isinstance(paths, dict) else ():
        if nameless(each) == nameless(path):
            found = join(_followed(document, join("/paths", each)), method.lower())
            if value_at(document, found) is not None:
                return found
    return None


def _parameters(document: Json, operation: str, where: str, name: str) -> Iterator[str]:
    for above in (operation, parent(operation)):
        listed = value_at(document, join(above, "parameters"))
        for number, _ in enumerate(listed if isinstance(listed, list) else ()):
            found = _followed(document, join(above, "parameters", number))
            value = value_at(document, found)
            if isinstance(value, dict) and (value.get("in"), value.get("name")) == (where, name):
                yield found


def _properties(document: Json, holder: str, names: list[str]) -> Iterator[str]:
    """Follow names through the schema of each media type of a body or an answer."""
    content = value_at(document, join(holder, "content"))
    for media in content if isinstance(content, dict) else ():
        schema = join(holder, "content", media, "schema")
        found = [each for each in (_followed(document, schema),) if value_at(document, each)]
        for name in names:
            stood = (_followed(document, each) for each in found)
            found = [below for each in stood for below in _named(document, each, name, 0)]
        yield from found


def _named(document: Json, schema: str, name: str, depth: int) -> Iterator[str]:
    value = value_at(document, schema)
    if not isinstance(value, dict) or depth > _REFERENCES:
        return
    declared = value.get("properties")
    if isinstance(declared, dict) and name in declared:
        # Where it stands and not the component that it leads to, which others lead to as well.
        yield join(schema, "properties", name)
    for keyword in _BRANCHES:
        branches = value.get(keyword)
        for number, _ in enumerate(branches if isinstance(branches, list) else ()):
            branch = _followed(document, join(schema, keyword, number))
            yield from _named(document, branch, name, depth + 1)
    if "items" in value:
        yield from _named(document, _followed(document, join(schema, "items")), name, depth + 1)


def _there(document: Json, pointer: str) -> Iterator[str]:
    if value_at(document, pointer) is not None:
        yield _followed(document, pointer)


def _followed(document: Json, pointer: str) -> str:
    """Give where a reference leads in the end; a pointer of anything else is its own."""
    for _ in range(_REFERENCES):
        value = value_at(document, pointer)
        target = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(target, str) or not target.startswith("#/"):
            return pointer
        pointer = target[1:]
    return pointer


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
