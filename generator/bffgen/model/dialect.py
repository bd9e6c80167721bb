"""JSON Schemas of any draft in 2020-12 spelling: one normal form, one dialect.

In:  an object that is or holds schemas, its kind, and the draft that it was written in.
Out: a copy with the same pointers in which each schema says in 2020-12 what its author's draft
     means; what no schema holds is shared with the input, which must not change afterwards.
How: the grammar leads to the schemas and through them, so a property or an example that looks
     like a keyword is never touched.

`nullable` without `type` admits nothing by the letter of OpenAPI 3.0.3 (4.7.24.1), and a receiver
is held to the letter; that its author wrote it stays as `x-bffgen-nullable: true` (PITFALLS 10).
"""

from enum import StrEnum
from typing import Final, TypeAlias
from urllib.parse import quote

from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind, members_in
from bffgen.model.keywords import HOLDS_DEFINITIONS, NULLABLE_FACT
from bffgen.model.place import join, tokens
from bffgen.model.tree import at, has, local_pointer

Members: TypeAlias = dict[str, Json]


class Era(StrEnum):
    """What a schema's keywords meant when it was written."""

    OPENAPI_30 = "OpenAPI 3.0"
    DRAFT_4 = "draft 4"
    DRAFT_6 = "draft 6"
    DRAFT_7 = "draft 7"
    DRAFT_2019 = "2019-09"
    DRAFT_2020 = "2020-12"


_ERA_BY_DIALECT: Final = (
    ("draft-03", Era.DRAFT_4),
    ("draft-04", Era.DRAFT_4),
    ("draft-06", Era.DRAFT_6),
    ("draft-07", Era.DRAFT_7),
    ("2019-09", Era.DRAFT_2019),
)
_IGNORES_SIBLINGS: Final = frozenset((Era.OPENAPI_30, Era.DRAFT_4, Era.DRAFT_6, Era.DRAFT_7))
_BOOLEAN_BOUNDS: Final = frozenset((Era.OPENAPI_30, Era.DRAFT_4))

# What a draft does not know is an annotation, and goes; OpenAPI 3.0 documents are read as their
# authors mean them.
_SINCE_2020: Final = frozenset(("prefixItems", "$dynamicRef"))
_SINCE_2019: Final = _SINCE_2020 | {
    *("minContains", "maxContains", "dependentRequired", "dependentSchemas"),
    *("unevaluatedItems", "unevaluatedProperties", "$recursiveRef"),
}
_SINCE_7: Final = _SINCE_2019 | {"if", "then", "else"}
_UNKNOWN: Final = {
    Era.DRAFT_4: _SINCE_7 | {"const", "contains", "propertyNames"},
    Era.DRAFT_6: _SINCE_7,
    Era.DRAFT_7: _SINCE_2019,
    Era.DRAFT_2019: _SINCE_2020,
}
# `$schema` has had its say: the copy is in another dialect.
_GONE: Final = {era: _UNKNOWN.get(era, frozenset()) | {"$schema"} for era in Era}
# What an older `$ref` stands beside is ignored, but definitions are led to by others.
_BESIDE_REFERENCE: Final = HOLDS_DEFINITIONS | {"$ref"}
_OCTETS: Final = ("byte", "binary")
# A schema with none of these, without `items` in array form and such formats is as it was.
_RESPELLED: Final = frozenset().union(*_GONE.values()) | {
    *("$ref", "nullable", "example", "dependencies", "additionalItems"),
    *("exclusiveMinimum", "exclusiveMaximum"),
}


def era_of(dialect: Json, otherwise: Era) -> Era:
    """Say which draft a `$schema` or `jsonSchemaDialect` names."""
    if not isinstance(dialect, str) or not dialect:
        return otherwise
    return next((era for mark, era in _ERA_BY_DIALECT if mark in dialect), Era.DRAFT_2020)


def respell(source: Members, kind: Kind, era: Era) -> Members:
    """Respell every schema of an object; O(size of the object).

    What is written in array-form `items` moves to `prefixItems`, and what follows it or stands in
    `dependencies` with it; `$ref`s into these are led there. Every other pointer stays.
    """
    walk = _Walk()
    root = walk.copy(source, kind, era)
    walk.finish()
    if walk.has_moved:
        for schema in walk.referring:
            _redirect(schema, source, root)
    return root


class _Walk:
    """The copies made so far and the objects still to be looked into, deepest last.

    Attributes:
        has_moved: whether some schema now stands at another pointer than its author wrote it at.
        referring: copies of schemas with a `$ref`.
    """

    def __init__(self) -> None:
        self.has_moved = False
        self.referring: list[Members] = []
        self._copies: dict[tuple[int, Kind, Era], Members] = {}
        # The originals, kept so that no identity is given twice.
        self._seen: list[Members] = []
        self._work: list[tuple[Members, Kind, Era]] = []

    def copy(self, source: Members, kind: Kind, era: Era) -> Members:
        """Copy one object and queue its members; what was met before has one copy."""
        if kind is Kind.SCHEMA and "$schema" in source:
            era = era_of(source["$schema"], era)
        known = self._copies.get((id(source), kind, era))
        if known is not None:
            return known
        fresh = _respelled(source, era) if kind is Kind.SCHEMA else dict(source)
        if kind is Kind.SCHEMA:
            moves = isinstance(source.get("items"), list) or "dependencies" in source
            self.has_moved = self.has_moved or moves
            if "$ref" in fresh:
                self.referring.append(fresh)
        self._copies[id(source), kind, era] = fresh
        self._seen.append(source)
        self._work.append((fresh, kind, era))
        return fresh

    def finish(self) -> None:
        """Look into every copy until none has members left to copy."""
        while self._work:
            fresh, kind, era = self._work.pop()
            members = members_in(fresh, kind)
            for key, value in fresh.items():
                entry = members.get(key)
                if entry is None:
                    continue
                form, below = entry
                if form == "one":
                    fresh[key] = self._one(value, below, era)
                elif form == "list" and isinstance(value, list):
                    fresh[key] = [self._one(each, below, era) for each in value]
                elif form == "map" and isinstance(value, dict):
                    named = {name: self._one(each, below, era) for name, each in value.items()}
                    fresh[key] = named

    def _one(self, value: Json, kind: Kind, era: Era) -> Json:
        return self.copy(value, kind, era) if isinstance(value, dict) else value


def _respelled(source: Members, era: Era) -> Members:
    """Respell the keywords of one schema; the schemas below are respelled when they are met."""
    if (
        _RESPELLED.isdisjoint(source)
        and not isinstance(source.get("items"), list)
        and source.get("format") not in _OCTETS
    ):
        return dict(source)
    gone = _GONE[era]
    schema = {key: value for key, value in source.items() if key not in gone}
    if "$ref" in schema and era in _IGNORES_SIBLINGS:
        fact = schema.get("nullable") is True and era is Era.OPENAPI_30
        schema = {key: value for key, value in schema.items() if key in _BESIDE_REFERENCE}
        return {**schema, NULLABLE_FACT: True} if fact else schema
    if era is Era.OPENAPI_30:
        _nullable(schema)
        _octets(schema)
    else:
        schema.pop("nullable", None)
    if era in _BOOLEAN_BOUNDS:
        _bounds(schema)
    if era is not Era.DRAFT_2020:
        _dependencies(schema)
    _tuples(schema)
    if "example" in schema:
        example = schema.pop("example")
        schema.setdefault("examples", [example])
    return schema


def _nullable(schema: Members) -> None:
    """Add null to `type`; without `type` nothing is said (OpenAPI 3.0.3 4.7.24.1)."""
    if schema.pop("nullable", None) is not True:
        return
    written = schema.get("type")
    if isinstance(written, str):
        schema["type"] = [written, "null"]
    elif isinstance(written, list):
        schema["type"] = [*written, "null"] if "null" not in written else written
    else:
        schema[NULLABLE_FACT] = True


def _octets(schema: Members) -> None:
    """Say `byte` and `binary` as 3.1 does (OpenAPI 3.1.1 4.4.3)."""
    if schema.get("format") == "byte":
        del schema["format"]
        schema.setdefault("contentEncoding", "base64")
    elif schema.get("format") == "binary":
        del schema["format"]
        schema.setdefault("contentMediaType", "application/octet-stream")


def _bounds(schema: Members) -> None:
    """Say `exclusiveMinimum: true` as the bound itself; without a bound it says nothing."""
    for bound, exclusive in (
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ):
        switch = schema.get(exclusive)
        if isinstance(switch, bool):
            del schema[exclusive]
            if switch and bound in schema:
                schema[exclusive] = schema.pop(bound)


def _dependencies(schema: Members) -> None:
    """Split `dependencies` into what a member requires and what it holds the object to."""
    written = schema.get("dependencies")
    if not isinstance(written, dict):
        return
    del schema["dependencies"]
    names: Members = {key: value for key, value in written.items() if isinstance(value, list)}
    schemas: Members = {key: value for key, value in written.items() if key not in names}
    for keyword, found in (("dependentRequired", names), ("dependentSchemas", schemas)):
        if found and keyword not in schema:
            schema[keyword] = found


def _tuples(schema: Members) -> None:
    """Say array-form `items` as `prefixItems`, and what follows them as `items`."""
    written = schema.get("items")
    rest = schema.pop("additionalItems", None) if "prefixItems" not in schema else None
    if not isinstance(written, list):
        return
    del schema["items"]
    if written:
        schema["prefixItems"] = written
    if rest is not None:
        schema["items"] = rest


def _redirect(schema: Members, source: Json, root: Json) -> None:
    """Lead a `$ref` that went into a schema which has moved to where it is now."""
    pointer = local_pointer(schema["$ref"])
    if pointer is None or has(root, pointer) or not has(source, pointer):
        return
    moved: list[str] = []
    here = source
    for token in tokens(pointer):
        followed = token
        if isinstance(here, dict):
            is_tuple = isinstance(here.get("items"), list)
            if token == "items" and is_tuple:
                followed = "prefixItems"
            elif token == "additionalItems" and is_tuple:
                followed = "items"
            elif token == "dependencies":
                followed = "dependentSchemas"
        moved.append(followed)
        here = at(here, join("", token))
    if has(root, join("", *moved)):
        schema["$ref"] = "#" + quote(join("", *moved), safe="/~$")
