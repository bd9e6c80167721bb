"""Check that a document is built as OpenAPI says.

In:  a Bundle: one document whose references are all local.
Out: findings at the author's own places; none that stops means that the document can be lowered.
How: the meta-schemas of openapi-spec-validator, with the Schema Object of 3.1 held to 2020-12 in
     the same pass. The only module that imports openapi_spec_validator.

Two checks of that package are left out: path parameters and operationIds are checked by
contract/lower.py, which knows both places; and `required` may name what `properties` does not.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from bffgen.contract.fault import faults
from bffgen.contract.fields import kind as named
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.grammar import Kind, walk
from bffgen.model.place import Place, join, tokens
from bffgen.model.tree import at, local_pointer

_VERSION: Final = re.compile(r"(3\.[012])\.[0-9]+(?:-.+)?")
_TWO_NUMBERS: Final = re.compile(r"3\.[012]")

_2020_12: Final = "https://json-schema.org/draft/2020-12/schema"
# What OpenAPI adds to 2020-12 (3.1.1 4.8.24.3), as far as it can be wrong.
_SCHEMA_OBJECT: Final[dict[str, Json]] = {
    "$dynamicAnchor": "meta",
    "$ref": _2020_12,
    "properties": {
        "discriminator": {
            "type": "object",
            "required": ["propertyName"],
            "properties": {
                "propertyName": {"type": "string"},
                "mapping": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "externalDocs": {"type": "object", "required": ["url"]},
        "xml": {"type": "object"},
    },
}
# The maps whose entries are checked for themselves, so that what is right in them can be left out.
_MAPS: Final = frozenset(("paths", "webhooks"))


def check_document(bundle: Bundle) -> tuple[Finding, ...]:
    """Check one document.

    Milliseconds where nothing is wrong, apart from 0.4 s for the import; what is wrong is looked
    at again in Python, at about 10 ms a path item or schema at fault.

    Returns:
        Findings sorted by pointer; faults of the structure stop. What else can be wrong with a
        document that is built as it should be is told by contract/lint.py.

    Source:
        OpenAPI 3.0.4, 3.1.1 and 3.2.0, by the meta-schemas published with them.
    """
    unread = unread_version(bundle)
    if unread is not None:
        return (unread,)
    number = ".".join(str(bundle.document["openapi"]).split(".")[:2])
    structure = tuple(dict.fromkeys(_structure(bundle, number)))
    if structure:
        return structure
    return tuple(_twice(bundle))


def unread_version(bundle: Bundle) -> Finding | None:
    """Say which version a document is written in, where it is none that is read."""
    version = bundle.document.get("openapi")
    if isinstance(version, str) and _VERSION.fullmatch(version):
        return None
    if is_meant(version):
        problem = f"the version `{version}` has two numbers, and three belong: `{version}.0`"
        if not isinstance(version, str):
            said = "the version is a number; write it as a text"
            problem = f"{said}, such as `{version}.0` in quotes"
        return finding("input-openapi-structure", bundle.place("/openapi"), problem=problem)
    key = "openapi" if "openapi" in bundle.document else "swagger"
    written = bundle.document.get(key)
    place = bundle.place(join("", key) if key in bundle.document else "")
    if isinstance(written, bool | list | dict):
        problem = f"{named(written)} where the version, a text, belongs"
        return finding("input-openapi-structure", place, problem=problem)
    return finding("input-openapi-version", place, version="" if written is None else str(written))


def is_meant(version: Json) -> bool:
    """Say whether a version is meant that is read, though it is not written as it should be."""
    return bool(_TWO_NUMBERS.fullmatch(str(version)))


def _structure(bundle: Bundle, version: str) -> Iterator[Finding]:
    """Compare the document with its meta-schema, quickly, and what is wrong again with reasons."""
    # 0.40 s of import, for requests and pydantic-settings above all.
    from openapi_spec_validator import schemas
    from openapi_spec_validator.schemas.backend import get_validator_for, jsonschema

    by_version = {"3.0": schemas.schema_v30, "3.1": schemas.schema_v31, "3.2": schemas.schema_v32}
    meta = dict(by_version[version])
    if version != "3.0" and _is_2020_12(bundle.document.get("jsonSchemaDialect")):
        meta["$defs"] = {**meta["$defs"], "schema": _SCHEMA_OBJECT}
    errors = get_validator_for(meta).iter_errors(bundle.document)
    paths = {tuple(error.absolute_path) for error in errors}
    if not paths:
        return
    document = _pruned(bundle.document, paths)
    for fault in faults(jsonschema.create_validator(meta).iter_errors(document)):
        if not _is_of_another_dialect(document, fault.pointer):
            mark = Mark(place=bundle.place(fault.pointer), on=fault.on)
            yield finding("input-openapi-structure", mark, problem=fault.problem)


_Path: TypeAlias = tuple[str | int, ...]


def _pruned(document: dict[str, Json], paths: Collection[_Path]) -> dict[str, Json]:
    """Leave out of the large maps the entries that no path leads into."""
    pruned = dict(document)
    for key in pruned.keys() & _MAPS:
        pruned[key] = _entries(document, (key,), paths)
    components = document.get("components")
    if isinstance(components, dict):
        kept = {key: _entries(components, ("components", key), paths) for key in components}
        pruned["components"] = kept
    return pruned


def _entries(holder: dict[str, Json], where: _Path, paths: Collection[_Path]) -> Json:
    value = holder[str(where[-1])]
    if not isinstance(value, dict) or where in paths:
        return value
    wanted = {path[len(where)] for path in paths if path[: len(where)] == where}
    return {name: entry for name, entry in value.items() if name in wanted}


def _is_2020_12(dialect: Json) -> bool:
    return not isinstance(dialect, str) or "2020-12" in dialect or "spec.openapis.org" in dialect


def _is_of_another_dialect(document: Json, pointer: str) -> bool:
    """Say whether a schema around the place says that it is written in an older draft."""
    value = document
    for token in tokens(pointer):
        if isinstance(value, list):
            value = value[int(token)]
        elif isinstance(value, dict):
            if not _is_2020_12(value.get("$schema")):
                return True
            value = value.get(token)
    return False


def _twice(bundle: Bundle) -> Iterator[Finding]:
    """Find parameters of one list with one name and location, and tags with one name."""
    for pointer, holder, kind in walk(bundle.document, Kind.DOCUMENT):
        parameters = holder.get("parameters")
        if kind in (Kind.PATH_ITEM, Kind.OPERATION) and isinstance(parameters, list):
            yield from _parameters_twice(bundle, join(pointer, "parameters"), parameters)
    seen: dict[Json, Place] = {}
    tags = bundle.document.get("tags")
    for number, tag in enumerate(tags if isinstance(tags, list) else ()):
        name = tag.get("name") if isinstance(tag, dict) else None
        place = bundle.place(join("", "tags", number, "name"))
        if isinstance(name, str) and name in seen:
            problem = f"two tags are called `{name}`"
            yield finding(
                "input-openapi-structure", place, seen[name], effect=Effect.RISKY, problem=problem
            )
        elif isinstance(name, str):
            seen[name] = place


def _parameters_twice(bundle: Bundle, pointer: str, parameters: list[Json]) -> Iterator[Finding]:
    seen: dict[tuple[Json, Json], Place] = {}
    for number, written in enumerate(parameters):
        parameter = _followed(bundle.document, written)
        key = parameter.get("name"), parameter.get("in")
        place = bundle.place(join(pointer, number))
        if key in seen:
            problem = f"two parameters are called `{key[0]}` in {key[1]}"
            yield finding("input-openapi-structure", place, seen[key], problem=problem)
        seen.setdefault(key, place)


def _followed(document: Json, value: Json) -> dict[str, Json]:
    while isinstance(value, dict) and (pointer := local_pointer(value.get("$ref"))) is not None:
        value = at(document, pointer)
    return value if isinstance(value, dict) else {}
