"""Cut an upstream's schema to the fields in use: the schema of one source's narrow model.

In:  the upstream's contract, the pointer of its answer, what is read of it.
Out: one self-contained schema without references: objects with the members in use, plain values
     with their bounds, both narrowed by the client's properties that they are copied to.
How: one walk along the UseTree. What is cut is a superset of the projection's image (oneOf is not
     kept, PITFALLS.md 18); what is added are the client's own bounds, so that a body which could
     not be answered is refused where it comes in.
"""

from bffgen.compose.judge import takes_null
from bffgen.compose.uses import UseTree
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.plain import array_bounds, narrowed, plain_schema
from bffgen.model.shapes import Shape, shape, solid

_DOCS = ("title", "description")
_NULL: dict[str, Json] = {"type": "null"}


class Recursive(Exception):
    """A schema that is read whole contains itself."""


def cut(upstream: Api, pointer: str, use: UseTree, client: Api) -> dict[str, Json]:
    """Cut a schema to what is read.

    Raises:
        Recursive: where a value that contains itself is read whole.
    """
    return _cut(upstream.meaning, pointer, use, client.meaning, ())


def _cut(
    meaning: Json, pointer: str, use: UseTree, client: Json, outer: tuple[str, ...]
) -> dict[str, Json]:
    here = solid(meaning, pointer)
    if use.whole and here in outer:
        raise Recursive(here)
    outer = (*outer, here)
    match shape(meaning, here):
        case Shape.OBJECT:
            made = _object(meaning, here, use, client, outer)
        case Shape.ARRAY:
            made = _array(meaning, here, use, client, outer)
        case Shape.MAP:
            values = schema.map_values(meaning, here)
            inner = _cut(meaning, values, UseTree(whole=True), client, outer) if values else True
            made = {"type": "object", "additionalProperties": inner}
        case Shape.PLAIN:
            made = _plain(meaning, here, use, client)
        case Shape.OPEN | Shape.MIXED:
            made = {}
    made = {**_docs(meaning, pointer, here), **made}
    handled = any(apart for _, apart in use.narrowed_by)
    refused = any(
        not apart and not takes_null(client, where) for where, apart in use.narrowed_by
    )
    if schema.admits_null(meaning, pointer) and (handled or not refused):
        docs = {key: made.pop(key) for key in _DOCS if key in made}
        return {**docs, "anyOf": [made, _NULL]}
    return made


def _docs(meaning: Json, pointer: str, here: str) -> dict[str, Json]:
    """Take title and description, those at the place of use before those behind it."""
    found: dict[str, Json] = {}
    for where in (here, pointer):
        written = schema.at(meaning, where)
        if isinstance(written, dict):
            found |= {key: written[key] for key in _DOCS if isinstance(written.get(key), str)}
    return found


def _object(
    meaning: Json, here: str, use: UseTree, client: Json, outer: tuple[str, ...]
) -> dict[str, Json]:
    declared = schema.declared(meaning, here)
    names = [name for name in declared if use.whole or name in use.members]
    below = UseTree(whole=True)
    members: dict[str, Json] = {
        name: _cut(meaning, declared[name][0], use.members.get(name, below), client, outer)
        for name in names
    }
    required: list[Json] = [name for name in names if schema.objects_have(meaning, here, name)]
    return {"type": "object", "properties": members, "required": required}


def _array(
    meaning: Json, here: str, use: UseTree, client: Json, outer: tuple[str, ...]
) -> dict[str, Json]:
    items = schema.items(meaning, here)
    below = use.element or UseTree(whole=True)
    if len(items) == 1:
        inner = _cut(meaning, items[0], below, client, outer)
        kept = array_bounds(meaning, here)
        for where, _ in sorted(use.narrowed_by):
            target = solid(client, where)
            kept = narrowed(kept, array_bounds(client, target))
            element = schema.items(client, target)
            if len(element) == 1 and shape(meaning, items[0]) is Shape.PLAIN:
                inner = narrowed(inner, plain_schema(client, element[0]))
        return {"type": "array", "items": inner, **kept}
    return {"type": "array", "items": {}}


def _plain(meaning: Json, here: str, use: UseTree, client: Json) -> dict[str, Json]:
    made = plain_schema(meaning, here)
    for where, _ in sorted(use.narrowed_by):
        target = solid(client, where)
        if shape(client, target) is Shape.PLAIN:
            made = narrowed(made, plain_schema(client, target))
    return made
