"""Check that a document is built as OpenAPI says.

In:  a Bundle: one document whose references are all local.
Out: findings at the author's own places; none that stops means that the document can be lowered.
How: the meta-schemas of openapi-spec-validator, with the Schema Object of 3.1 held to 2020-12 in
     the same pass. The only module that imports openapi_spec_validator.

Two checks of that package are left out: path parameters and operationIds are checked by
contract/lower.py, which knows both places; and `required` may name what `properties` does not.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from typing import Final, Protocol, TypeAlias
from urllib.parse import quote

from bffgen.contract.fault import Error, faults
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
# RFC 3986 3.5: what a fragment may hold as it is.
_FRAGMENT: Final = "/~!$&'()*+,;=:@?"
# The maps whose entries are checked for themselves, so that what is right in them can be left out.
_MAPS: Final = frozenset(("paths", "webhooks"))


def check_document(bundle: Bundle) -> tuple[Finding, ...]:
    """Check one document.

    Milliseconds where nothing is wrong, apart from 0.4 s for the import; what is wrong is looked
    at again in Python, at about 10 ms a path item or schema at fault.

    Returns:
        Findings sorted by pointer. Faults of the structure stop; a default that is no value
        of its schema is risky, and looked for only where the structure has no fault.

    Source:
        OpenAPI 3.0.4, 3.1.1 and 3.2.0, by the meta-schemas published with them.
    """
    version = bundle.document.get("openapi")
    found = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if found is None:
        return (_unread_version(bundle, version),)
    structure = tuple(dict.fromkeys(_structure(bundle, found[1])))
    if structure:
        return structure
    return (*_twice(bundle), *_defaults(bundle, found[1]))


def _unread_version(bundle: Bundle, version: Json) -> Finding:
    if isinstance(version, int | float):
        problem = f"the version is a number; write it as a text, such as `{version}.0` in quotes"
        return finding("input-openapi-structure", bundle.place("/openapi"), problem=problem)
    if isinstance(version, str) and _TWO_NUMBERS.fullmatch(version):
        problem = f"the version `{version}` has two numbers, and three belong: `{version}.0`"
        return finding("input-openapi-structure", bundle.place("/openapi"), problem=problem)
    key = "openapi" if "openapi" in bundle.document else "swagger"
    written = bundle.document.get(key)
    place = bundle.place(join("", key) if key in bundle.document else "")
    return finding("input-openapi-version", place, version="" if written is None else str(written))


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


def _defaults(bundle: Bundle, version: str) -> Iterator[Finding]:
    """Hold every default against its own schema; schemas of an older draft are not judged."""
    if not _is_2020_12(bundle.document.get("jsonSchemaDialect")):
        return
    # Part of what _structure imports: 0.00 s behind it.
    from openapi_spec_validator.validation import keywords

    by_version = {
        "3.0": keywords.OpenAPIV30ValueValidator,
        "3.1": keywords.OpenAPIV31ValueValidator,
        "3.2": keywords.OpenAPIV32ValueValidator,
    }
    value_validator = by_version[version]
    judge: _Judge = value_validator.value_validator_cls(
        _without_ids(bundle.document), format_checker=value_validator.value_validator_format_checker
    )
    for pointer, schema, kind in walk(bundle.document, Kind.DOCUMENT):
        # In 3.0 what stands beside a reference does not count.
        is_ignored = version == "3.0" and "$ref" in schema
        if kind is not Kind.SCHEMA or "default" not in schema or is_ignored:
            continue
        if schema["default"] is None and schema.get("nullable") is True:
            continue
        yield from _default(bundle, judge, pointer, schema["default"])


def _without_ids(document: dict[str, Json]) -> dict[str, Json]:
    """Take out what would make the validator fetch: a bundle's references are all local."""
    named = [pointer for pointer, schema, _ in walk(document, Kind.DOCUMENT) if "$id" in schema]
    if not named:
        return document
    copy = deepcopy(document)
    for pointer in named:
        schema = at(copy, pointer)
        if isinstance(schema, dict):
            schema.pop("$id", None)
    return copy


def _default(bundle: Bundle, judge: "_Judge", pointer: str, value: Json) -> Iterator[Finding]:
    reference: Json = {"$ref": f"#{quote(pointer, safe=_FRAGMENT)}"}
    try:
        found = faults(judge.evolve(schema=reference).iter_errors(value))
    except RecursionError:
        problem = "the schema applies itself to the same value, without end"
        yield finding("input-openapi-structure", bundle.place(pointer), problem=problem)
        return
    except Exception:
        # Python cannot answer: a pattern that `re` does not know, a `$dynamicRef` that leads
        # nowhere. No statement about the default is better than a wrong one.
        return
    for fault in found:
        mark = Mark(place=bundle.place(f"{join(pointer, 'default')}{fault.pointer}"), on=fault.on)
        yield finding("input-default-mismatch", mark, effect=Effect.RISKY, problem=fault.problem)


class _Judge(Protocol):
    """A validator of the jsonschema package."""

    def evolve(self, *, schema: Json) -> "_Judge":
        """Take another schema of the same document."""
        ...

    def iter_errors(self, instance: Json) -> Iterable[Error]:
        """Give what keeps a value from being one of the schema."""
        ...
