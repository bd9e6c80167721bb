"""What a person names as a target, found in a frozen contract.

In:  a target: `GET /home`, `GET /home#/response/200/badge`, `#/request/note`,
     `#/parameters/query/size`, `#/headers/200/X-Total`; a bundled document.
Out: pointers into it; whether a place lies at or beneath them; whether it is marked deprecated.
How: a path of properties is followed through `$ref`, `allOf` and the branches of unions, and into
     the elements of lists without a word for them; what a component holds is one place for all
     operations, so that a target always names its operation as well (PITFALLS 15).
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


def is_beneath(target: str, operation: str, place: str, document: Json) -> bool:
    """Say whether a place, as an operation meets it, lies at a target or beneath it.

    Args:
        place: pointer into the document.
    """
    named, has_pointer, pointer = target.partition("#")
    if not is_same(named.strip(), operation):
        return False
    if not has_pointer or not pointer:
        return True
    return any(_lies_at(place, each) for each in pointers(named.strip(), pointer, document))


def touches(target: str, operation: str, place: str, document: Json) -> bool:
    """Say whether a target and a place lie in each other, either way."""
    if is_beneath(target, operation, place, document):
        return True
    named, _, pointer = target.partition("#")
    if not pointer or not is_same(named.strip(), operation):
        return False
    return any(_lies_at(each, place) for each in pointers(named.strip(), pointer, document))


def is_marked(target: str, document: Json, place: str | None = None) -> bool:
    """Say whether a contract has a target deprecated, or what the target is in.

    Args:
        place: pointer of what the operation `target` meets; None where the target says it all.
    """
    named, _, pointer = target.partition("#")
    written = written_at(named.strip(), document)
    if written is None:
        # What the contract does not have needs no mark any more.
        return True
    if _says(_value(document, written), document):
        return True
    if place is None:
        if not pointer:
            return False
        found = pointers(named.strip(), pointer, document)
        # What is gone needs no mark any more either.
        return all(_above(each, document) for each in found)
    return _above(place, document)


def sunset_at(operation: str, document: Json, place: str) -> date | None:
    """Give the sunset that a contract has for a place, or for what it is in; the latest."""
    written = written_at(operation, document)
    found = [sunset_of(_value(document, written))] if written is not None else []
    found += [sunset_of(_value(document, each)) for each in _chain(place)]
    return max((each for each in found if each is not None), default=None)


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
    paths = _value(document, "/paths")
    for each in paths if isinstance(paths, dict) else ():
        if nameless(each) == nameless(path):
            found = join(_followed(document, join("/paths", each)), method.lower())
            if _value(document, found) is not None:
                return found
    return None


def _parameters(document: Json, operation: str, where: str, name: str) -> Iterator[str]:
    for above in (operation, parent(operation)):
        listed = _value(document, join(above, "parameters"))
        for number, _ in enumerate(listed if isinstance(listed, list) else ()):
            found = _followed(document, join(above, "parameters", number))
            value = _value(document, found)
            if isinstance(value, dict) and (value.get("in"), value.get("name")) == (where, name):
                yield found


def _properties(document: Json, holder: str, names: list[str]) -> Iterator[str]:
    """Follow names through the schema of each media type of a body or an answer."""
    content = _value(document, join(holder, "content"))
    for media in content if isinstance(content, dict) else ():
        schema = join(holder, "content", media, "schema")
        found = [each for each in (_followed(document, schema),) if _value(document, each)]
        for name in names:
            stood = (_followed(document, each) for each in found)
            found = [below for each in stood for below in _named(document, each, name, 0)]
        yield from found


def _named(document: Json, schema: str, name: str, depth: int) -> Iterator[str]:
    value = _value(document, schema)
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
    if _value(document, pointer) is not None:
        yield _followed(document, pointer)


def _followed(document: Json, pointer: str) -> str:
    """Give where a reference leads in the end; a pointer of anything else is its own."""
    for _ in range(_REFERENCES):
        value = _value(document, pointer)
        target = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(target, str) or not target.startswith("#/"):
            return pointer
        pointer = target[1:]
    return pointer


def _value(document: Json, pointer: str) -> Json:
    try:
        return at(document, pointer)
    except KeyError:
        return None


def _lies_at(place: str, pointer: str) -> bool:
    return place == pointer or place.startswith(f"{pointer}/")


def _chain(place: str) -> Iterator[str]:
    """Give a place and all that it lies in, from the inside."""
    while place:
        yield place
        place = parent(place)


def _above(place: str, document: Json) -> bool:
    return any(_says(_value(document, each), document) for each in _chain(place))


def _says(value: Json, document: Json) -> bool:
    """Say whether an object is marked; beside a reference 3.0 reads nothing."""
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
