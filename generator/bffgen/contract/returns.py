"""Read the schemas of a client's own files that functions of the team answer with.

In:  the `returns` of a composition's sources, a reader of files, the workspace's pool.
Out: Schemas, with the digest of each file; findings at `returns` or in the file itself.
How: a document is made that refers to each of them and is read as a contract is, so references,
     dialect and structure are one matter; what would be told of that document is told of `returns`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bffgen.contract.dialect import modern
from bffgen.contract.document import check_document
from bffgen.contract.lint import lint
from bffgen.contract.linted import Contract
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.composition import Composition
from bffgen.model.computed import Returns, Schemas
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Place, join, tokens
from bffgen.model.pool import Pool

Read = Callable[[str], bytes]

_SCHEMAS = "/components/schemas"
# A file of schemas is no OpenAPI document; what is wrong with one is told in its own words.
_RULES = {"input-openapi-structure": "input-json-schema"}


def read_schemas(
    composition: Composition, folder: str, read: Read, pool: Pool
) -> tuple[Schemas | None, tuple[Finding, ...]]:
    """Read every schema file that a composition names; None where none is, or none can be read.

    Args:
        folder: the client's, which the files stand in.
    """
    named = _named(composition)
    if not named:
        return None, ()
    path = f"{folder}/returns"  # no file: what refers to the files
    document = json.dumps(_referring(named)).encode()

    def reading(wanted: str) -> bytes:
        return document if wanted == path else read(wanted)

    bundled = bundle(path, reading)
    if isinstance(bundled, tuple):
        return None, tuple(_told(bundled, path, named))
    found, api = _read(bundled, reading, pool)
    faults = tuple(_told(found, path, named))
    if api is None:
        return None, faults
    files = tuple((file, digest) for file, digest in api.files if file != path)
    pointers = {
        each.text: schema.resolve(api.meaning, join(_SCHEMAS, key)) for key, each in named.items()
    }
    own = replace(api, files=files)
    return Schemas(api=own, pointers=tuple(sorted(pointers.items()))), faults


def _named(composition: Composition) -> dict[str, Returns]:
    """Give each `returns` that names a file, once, by a name of its own."""
    once = {each.text: each for each in _all(composition) if each.file}
    return {f"returned{number}": each for number, each in enumerate(once.values())}


def _all(composition: Composition) -> Iterator[Returns]:
    for answered in composition.operations:
        for source in answered.sources:
            if source.returns is not None:
                yield source.returns
        yield from answered.implement.returns if answered.implement is not None else ()


def _referring(named: dict[str, Returns]) -> Json:
    """Write the document that refers to each schema."""
    references: dict[str, Json] = {key: {"$ref": each.text} for key, each in named.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Schemas", "version": "1"},
        "paths": {},
        "components": {"schemas": references},
    }


def _read(bundled: Bundle, reading: Read, pool: Pool) -> tuple[tuple[Finding, ...], Api | None]:
    """Read the document as a contract is read."""
    faults = check_document(bundled)
    if stops(faults):
        return faults, None
    meaning = modern(bundled.document)
    faults += lint(Contract.of(bundled, meaning, reading, is_own=True))
    api = lower(bundled, pool, meaning)
    if isinstance(api, tuple):
        return (*faults, *api), None
    return faults, None if stops(faults) else api


def _told(found: Iterable[Finding], path: str, named: dict[str, Returns]) -> Iterator[Finding]:
    """Tell what is found in the document of `returns`, which nobody has written."""

    def own(place: Place) -> Place:
        if place.document != path:
            return place
        way = tokens(place.pointer)
        return named[way[2]].place if len(way) > 2 else next(iter(named.values())).place

    for each in found:
        marks = tuple(replace(mark, place=own(mark.place)) for mark in each.marks)
        rule = _RULES.get(each.rule, each.rule)
        yield replace(each, rule=rule, marks=marks)
