"""Write the responses that a contract lacks: which member goes where, in which of its files.

In:  an Api as it was lowered, its files, the statuses that its operations lack.
Out: the files that change, or the findings of those that cannot.
How: a response of the contract is referred to where one fits, else its schema of problems, else a
     schema of ours is added once; contract/insert.py puts the lines in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from bffgen.contract.insert import Added, insert, not_written
from bffgen.contract.yaml import read_document
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.place import Place, join
from bffgen.model.problem import (
    PROBLEM,
    description,
    response_reference,
    schema_reference,
)
from bffgen.model.tree import at, has

# RFC 9457 3.1, with the members that a generated BFF gives beside it (RUNTIME.md 2.2).
_SCHEMA: Final[dict[str, Json]] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "message"],
                "properties": {"pointer": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_NAME: Final = "Problem"


def with_statuses(
    api: Api,
    root: str,
    lacking: Mapping[Place, Iterable[int]],
    read: Callable[[str], bytes],
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Add responses to the files of a contract.

    Args:
        root: path of the contract; its folder is the client's own.
        lacking: by the place of `responses`, the statuses to add.

    Returns:
        (path -> content) of the files that change, and the findings; a file with one is left out.
    """
    own = root.rpartition("/")[0] + "/"
    by_file: dict[str, list[Added]] = {}
    faults: list[Finding] = []
    lacks_schema = False
    for place, statuses in sorted(lacking.items(), key=_by_place):
        if not place.document.startswith(own):
            problem = "it stands in a file that other clients share"
            faults.append(not_written(place, map(str, sorted(statuses)), problem))
            continue
        names = list(_mapping(place, read) or ())
        added = by_file.setdefault(place.document, [])
        for status in sorted(statuses):
            value, needs_schema = _response(api, status, place.document, root)
            added.append(_added(place.pointer, names, status, value))
            lacks_schema |= needs_schema
    if lacks_schema:
        by_file.setdefault(root, []).extend(_schema_of(root, read))
    changed = {}
    for path, members in sorted(by_file.items()):
        made = insert(read(path), path, members)
        if isinstance(made, tuple):
            faults += made
        else:
            changed[path] = made
    return changed, tuple(faults)


def _by_place(item: tuple[Place, Iterable[int]]) -> tuple[str, str]:
    return item[0].document, item[0].pointer


def _added(holder: str, names: list[str], status: int, value: Json) -> Added:
    """Put a status behind the last one below it; ranges, `default` and extensions follow all."""
    below = [name for name in names if name.isdecimal() and int(name) < status]
    return Added(
        holder=holder, key=str(status), value=value, after=max(below, key=int, default=None)
    )


def _response(api: Api, status: int, file: str, root: str) -> tuple[Json, bool]:
    """Give the response to write, and whether it needs a schema that is not there yet."""
    if status < 400:
        return {"description": description(status)}, False
    reference = response_reference(api, status, file)
    if reference:
        return {"$ref": reference}, False
    reference = schema_reference(api, file)
    needs_schema = not reference
    if needs_schema:
        reference = f"#/components/schemas/{_NAME}"
        if file != root:
            up = "../" * file.removeprefix(root.rpartition("/")[0] + "/").count("/")
            reference = f"{up}{root.rpartition('/')[2]}{reference}"
    content: Json = {PROBLEM: {"schema": {"$ref": reference}}}
    return {"description": description(status), "content": content}, needs_schema


def _schema_of(root: str, read: Callable[[str], bytes]) -> Iterator[Added]:
    """Add the schema of problems to the components, with what of them is not there."""
    value: Json = _SCHEMA
    where = ("components", "schemas", _NAME)
    for depth in (2, 1, 0):
        holder, key = join("", *where[:depth]), where[depth]
        mapping = _mapping(Place(document=root, pointer=holder), read)
        if mapping is not None:
            if key not in mapping:
                after = next(reversed(mapping), None)
                yield Added(holder=holder, key=key, value=value, after=after)
            return
        value = {where[depth]: value}


def _mapping(place: Place, read: Callable[[str], bytes]) -> dict[str, Json] | None:
    """Give the mapping that its author wrote at a place."""
    document = read_document(read(place.document), place.document)
    if isinstance(document, tuple) or not has(document, place.pointer):
        return None
    value = at(document, place.pointer)
    return value if isinstance(value, dict) else None
