"""Plain values: one flat schema with the keywords that a model can hold.

In:  the meaning of a contract and a pointer to a schema of plain values or of an array.
Out: its keywords merged over `$ref` and allOf; two such schemas conjoined, keyword by keyword.
How: the stricter keyword stands. What has no stricter one (two patterns, two formats) keeps the
     first, whose bounds are then not the whole truth: a superset, never a subset.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from bffgen.model import schema
from bffgen.model.canonical import Json

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_PLAIN = ("type", "enum", "pattern", "format", "multipleOf", *_LOWER, *_UPPER)
_ARRAY = ("minItems", "maxItems")


def plain_schema(meaning: Json, pointer: str) -> dict[str, Json]:
    """Give the one flat schema of plain values, null apart.

    Of alternatives only the types are kept.
    """
    made: dict[str, Json] = {}
    for part in schema.conjuncts(meaning, pointer):
        made = narrowed(made, _kept(meaning, part, _PLAIN))
    types = schema.types(meaning, pointer) - {"null"}
    if schema.alternatives(meaning, pointer):
        return {"type": _type_names(types)}
    if "enum" in made:
        values = made["enum"] if isinstance(made["enum"], list) else []
        return {"enum": [value for value in values if value is not None]}
    return {**made, "type": _type_names(types)}


def default_value(meaning: Json, pointer: str) -> Json:
    """Give the default of a schema, of the first part that has one; None without one, or null."""
    for part in schema.conjuncts(meaning, pointer):
        written = schema.at(meaning, part)
        if isinstance(written, dict) and written.get("default") is not None:
            return written["default"]
    return None


def array_bounds(meaning: Json, pointer: str) -> dict[str, Json]:
    """Give the least and the most elements of an array, where its schema says so."""
    made: dict[str, Json] = {}
    for part in schema.conjuncts(meaning, pointer):
        made = narrowed(made, _kept(meaning, part, _ARRAY))
    return made


def narrowed(own: Mapping[str, Json], other: Mapping[str, Json]) -> dict[str, Json]:
    """Conjoin two flat schemas: of each keyword the stricter stands."""
    made = dict(own)
    for keyword, value in other.items():
        if keyword not in own:
            made[keyword] = value
        elif keyword in _LOWER or keyword in _UPPER:
            made[keyword] = _stricter(keyword, own[keyword], value)
        elif keyword == "enum":
            made[keyword] = _common(own[keyword], value)
        elif keyword == "type":
            made[keyword] = _common_types(own[keyword], value)
    if "enum" in made:
        made.pop("type", None)
    return made


def _kept(meaning: Json, pointer: str, keywords: tuple[str, ...]) -> dict[str, Json]:
    written = schema.at(meaning, pointer)
    if not isinstance(written, dict):
        return {}
    kept = {keyword: written[keyword] for keyword in keywords if keyword in written}
    if "const" in written and "enum" in keywords:
        kept["enum"] = [written["const"]]
    return kept


def _type_names(types: frozenset[str]) -> Json:
    """Spell admitted types: a number admits integers without saying so."""
    names = sorted(types - {"integer"} if "number" in types else types)
    return names[0] if len(names) == 1 else cast("Json", names)


def _stricter(keyword: str, a: Json, b: Json) -> Json:
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return a
    above = Fraction(a) >= Fraction(b)
    return a if above == (keyword in _LOWER) else b


def _common(a: Json, b: Json) -> Json:
    if not isinstance(a, list) or not isinstance(b, list):
        return a
    return [each for each in a if any(each == other and type(each) is type(other) for other in b)]


def _common_types(a: Json, b: Json) -> Json:
    first = set(a) if isinstance(a, list) else {a}
    second = set(b) if isinstance(b, list) else {b}
    common = first & second
    if {"number", "integer"} & first and {"number", "integer"} & second:
        common |= {"integer"} if "integer" in first | second else {"number"}
        common -= {"number"} if "integer" in common else set()
    names = sorted(str(each) for each in common)
    return names[0] if len(names) == 1 else cast("Json", names)
