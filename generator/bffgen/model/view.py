"""One side's view of a contract: what a sender of requests, or of answers, has to do with.

In:  an Api.
Out: an Api whose schemas lack what the other side alone sends: `readOnly` members of requests,
     `writeOnly` members of answers. Pointers are those of the author's document.
How: such a member leaves `properties`, and `required` and `dependentRequired` of every schema that
     acts at the same place (PITFALLS 28). A contract without such members is its own view.

A member that was left out is, to whoever sends it, a member that the contract does not have: taken
and ignored by an open object, refused by a closed one (OpenAPI 3.1.1 4.8.24 and JSON Schema
2020-12 9.4: it should not be sent, and may be ignored or refused).
"""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind, walk
from bffgen.model.place import join, tokens

# What says nothing any more once a member of the object has left.
_VOID: Final = ("minProperties",)


class Side(StrEnum):
    """Who sends; the text is the keyword of what the other one sends alone."""

    ASKED = "readOnly"
    ANSWERED = "writeOnly"


def view(api: Api, side: Side) -> Api:
    """Give the view of one side; O(size of the document) where it has marked members."""
    leaving = _leaving(api.meaning, side)
    return replace(api, meaning=_without(api.meaning, leaving)) if leaving else api


def _leaving(meaning: Json, side: Side) -> dict[str, set[str]]:
    """Give the schemas that lose members, with the names of these."""
    schemas = [where for where, _, kind in walk(meaning, Kind.DOCUMENT) if kind is Kind.SCHEMA]
    marked: dict[str, set[str]] = {}
    for where in schemas:
        names = {name for name in _names(meaning, where) if _is_marked(meaning, where, name, side)}
        if names:
            marked[where] = names
    leaving: dict[str, set[str]] = {}
    for where in schemas if marked else ():
        parts = schema.in_place(meaning, where)
        names = set().union(*(marked.get(part, ()) for part in parts))
        for part in parts if names else ():
            leaving.setdefault(part, set()).update(names)
    return leaving


def _names(meaning: Json, pointer: str) -> tuple[str, ...]:
    written = schema.at(meaning, pointer)
    members = written.get("properties") if isinstance(written, dict) else None
    return tuple(members) if isinstance(members, dict) else ()


def _is_marked(meaning: Json, pointer: str, name: str, side: Side) -> bool:
    parts = schema.conjuncts(meaning, join(pointer, "properties", name))
    written = (schema.at(meaning, part) for part in parts)
    return any(isinstance(each, dict) and each.get(side.value) is True for each in written)


def _without(meaning: Json, leaving: dict[str, set[str]]) -> Json:
    """Copy a document along the ways to the schemas that lose members; the rest is shared."""
    root: list[Json] = [meaning]
    fresh: dict[tuple[str, ...], dict[str, Json] | list[Json]] = {}
    # Deepest first: what stands below a schema is changed before its own members are copied.
    for pointer, names in sorted(leaving.items(), key=lambda each: -len(tokens(each[0]))):
        here: dict[str, Json] | list[Json] = root
        path: tuple[str, ...] = ()
        for token in ("0", *tokens(pointer)):
            path = (*path, token)
            if path not in fresh:
                fresh[path] = _copied(here, token)
            here = fresh[path]
        if isinstance(here, dict):
            _lose(here, names)
    return root[0]


def _copied(parent: dict[str, Json] | list[Json], token: str) -> dict[str, Json] | list[Json]:
    """Put a copy of a member in its place."""
    value = parent[token] if isinstance(parent, dict) else parent[int(token)]
    copy: dict[str, Json] | list[Json] = dict(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        copy = list(value)
    if isinstance(parent, dict):
        parent[token] = copy
    else:
        parent[int(token)] = copy
    return copy


def _kept(names: list[Json], leaving: set[str]) -> list[Json]:
    return [each for each in names if not (isinstance(each, str) and each in leaving)]


def _lose(node: dict[str, Json], names: set[str]) -> None:
    """Take members out of one schema."""
    members, required = node.get("properties"), node.get("required")
    if isinstance(members, dict):
        node["properties"] = {key: value for key, value in members.items() if key not in names}
    if isinstance(required, list):
        node["required"] = _kept(required, names)
    depends = node.get("dependentRequired")
    if isinstance(depends, dict):
        node["dependentRequired"] = {
            name: _kept(asked, names) if isinstance(asked, list) else asked
            for name, asked in depends.items()
            if name not in names
        }
    for keyword in _VOID:
        node.pop(keyword, None)
