"""A document as a tree: the value at a pointer, and the part that some pointers reach.

In:  a parsed document whose `$ref`s are local, and JSON pointers into it.
Out: values, shared and never copied; a slice, which is a document of its own.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from bffgen.model.canonical import Json
from bffgen.model.place import join, tokens

_REFERENCE: Final = re.compile(rb'"\$ref":"((?:[^"\\]|\\.)*)"')


def at(document: Json, pointer: str) -> Json:
    """Give the value at a pointer; KeyError where the document has none."""
    # Asked a million times in one comparison, so the pointer is taken apart here.
    value = document
    is_escaped = "~" in pointer
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~") if is_escaped else token
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and is_index(name, value):
            value = value[int(name)]
        else:
            raise KeyError(pointer)
    return value


def is_index(token: str, items: Sequence[object]) -> bool:
    """Say whether a token of a pointer is the index of one of these (RFC 6901 section 4)."""
    # Ten digits are more than any list is long, and thousands are no int of Python.
    is_number = token.isascii() and token.isdecimal() and len(token) <= 10
    return is_number and (token[0] != "0" or token == "0") and int(token) < len(items)


def has(document: Json, pointer: str) -> bool:
    """Say whether the document has a value at the pointer."""
    try:
        at(document, pointer)
    except KeyError:
        return False
    return True


def replaced(document: Json, values: Mapping[str, Json]) -> Json:
    """Give a document with other values at some pointers; what does not change is shared.

    A value that stands below another one is put into that one. The last step of a pointer may lead
    to a member that is not there yet. KeyError where the document has nothing on the way.
    """
    root: list[Json] = [document]
    copies: dict[tuple[str, ...], list[Json] | dict[str, Json]] = {(): root}
    for pointer in sorted(values, key=lambda each: (each.count("/"), each)):
        path = ("0", *tokens(pointer))
        for end in range(1, len(path)):
            if path[:end] not in copies:
                copies[path[:end]] = _copied(copies[path[: end - 1]], path[end - 1])
        _set(copies[path[:-1]], path[-1], values[pointer])
    return root[0]


def _copied(parent: list[Json] | dict[str, Json], token: str) -> list[Json] | dict[str, Json]:
    """Put a copy of a container in its place."""
    value = parent[int(token)] if isinstance(parent, list) else parent[token]
    if not isinstance(value, dict | list):
        raise KeyError(token)
    copy = value.copy()
    _set(parent, token, copy)
    return copy


def _set(parent: list[Json] | dict[str, Json], token: str, value: Json) -> None:
    if isinstance(parent, list):
        parent[int(token)] = value
    else:
        parent[token] = value


def local_pointer(reference: Json) -> str | None:
    """Give the pointer that a local `$ref` text leads to (RFC 6901 section 6), else None."""
    if not isinstance(reference, str):
        return None
    if reference == "#" or reference.startswith("#/"):
        return unquote(reference[1:]) if "%" in reference else reference[1:]
    return None


def references_in(written: bytes) -> set[str]:
    """Give the `$ref`s of a value by its JSON without blanks, as `sorted_bytes` writes it.

    Found by their text, so that one in an example is one too many, and never one too few.
    """
    return {
        str(json.loads(b'"%b"' % each)) if b"\\" in each else each.decode()
        for each in _REFERENCE.findall(written)
    }


def slice_of(document: Json, pointers: Iterable[str]) -> dict[str, Json]:
    """Cut a document to what the given pointers reach through `$ref`, at any depth.

    What stays keeps its pointer and the document's order, so equal slices have equal bytes and
    every reference still resolves. A `$ref` inside an example keeps one component too many,
    never one too few. KeyError where the document has nothing at a given pointer.
    """
    kept = _reached(document, pointers)
    if not isinstance(document, dict) or "" in kept:
        return dict(_object(document))
    root: dict[str, Json] = {}
    wanted = {tuple(tokens(pointer)) for pointer in kept}
    branches = {path[:end] for path in wanted for end in range(len(path))}
    work: list[tuple[dict[str, Json], dict[str, Json], tuple[str, ...]]] = [(document, root, ())]
    while work:
        source, target, path = work.pop()
        for name, value in source.items():
            below = (*path, name)
            if below in wanted:
                target[name] = value
            elif below in branches and isinstance(value, dict):
                branch: dict[str, Json] = {}
                target[name] = branch
                work.append((value, branch, below))
    return root


def _reached(document: Json, pointers: Iterable[str]) -> set[str]:
    """Give the pointers to keep; none leads through an array."""
    kept: set[str] = set()
    work = list(pointers)
    for pointer in work:
        at(document, pointer)
    while work:
        pointer = _outside_arrays(document, work.pop())
        above = (pointer[:end] for end in range(len(pointer)) if pointer[end] == "/")
        if pointer not in kept and not any(each in kept for each in above):
            kept.add(pointer)
            work += (each for each in references(at(document, pointer)) if has(document, each))
    return kept


def _outside_arrays(document: Json, pointer: str) -> str:
    value, path = document, ""
    for token in tokens(pointer):
        if not isinstance(value, dict):
            break
        value, path = value[token], join(path, token)
    return path


def references(value: Json) -> Iterator[str]:
    """Give the local pointers that a value refers to, by `$ref` or by a discriminator's mapping."""
    work = [value]
    while work:
        here = work.pop()
        if isinstance(here, list):
            work += here
        elif isinstance(here, dict):
            mapping = _object(_object(here.get("discriminator")).get("mapping"))
            for text in (here.get("$ref"), *mapping.values()):
                pointer = local_pointer(text)
                if pointer is not None:
                    yield pointer
            work += here.values()


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
