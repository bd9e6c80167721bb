"""Plain values: one flat schema with the keywords that a model can hold.

In:  the meaning of a contract and a pointer to a schema of plain values or of an array.
Out: its keywords merged over `$ref` and allOf, and those that this drops; two such schemas
     conjoined, keyword by keyword.
How: the stricter keyword stands. What has no stricter one (two patterns, two formats) keeps the
     first, whose bounds are then not the whole truth: a superset, never a subset.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import join

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_PLAIN = ("type", "enum", "pattern", "format", "multipleOf", *_LOWER, *_UPPER)
_ARRAY = ("minItems", "maxItems")
_RANGES = frozenset(("pattern", "multipleOf", *_LOWER, *_UPPER))
_WIDTHS = ("int32", "int64")

# What bounds the values of a place, types apart.
BOUNDS = frozenset((*_PLAIN, "const")) - {"type"}
UNIONS = ("anyOf", "oneOf")
# Of two of these no stricter one is looked for.
_INCOMPARABLE = ("pattern", "format", "multipleOf")


def plain_schema(meaning: Json, pointer: str) -> dict[str, Json]:
    """Give the one flat schema of plain values, null apart.

    Of alternatives only the types are kept.
    """
    made: dict[str, Json] = {}
    for part in schema.conjuncts(meaning, pointer):
        made = narrowed(made, _kept(meaning, part, _PLAIN))
    types = schema.types(meaning, pointer) - {"null"}
    if schema.alternatives(meaning, pointer):
        return _settled({"type": _type_names(types)})
    if "enum" in made:
        values = made["enum"] if isinstance(made["enum"], list) else []
        return {"enum": [value for value in values if value is not None]}
    return _settled({**made, "type": _type_names(types)})


def dropped(meaning: Json, pointer: str) -> tuple[tuple[str, str], ...]:
    """Give what `plain_schema` of a place is looser in: (part of the schema, its keyword).

    In the order of mention. A format is named whether or not it is one that is checked.
    """
    parts = schema.conjuncts(meaning, pointer)
    if schema.alternatives(meaning, pointer):
        return tuple((part, word) for part in parts for word in _beside_union(meaning, part))
    found: list[tuple[str, str]] = []
    made: dict[str, Json] = {}
    for part in parts:
        kept = _kept(meaning, part, _PLAIN)
        found += [
            (part, keyword)
            for keyword in _INCOMPARABLE
            if keyword in kept and keyword in made and kept[keyword] != made[keyword]
        ]
        made = narrowed(made, kept)
    values = made.get("enum")
    if not isinstance(values, list):
        return tuple(found)
    for part in parts:
        kept = _kept(meaning, part, _PLAIN)
        found += [
            (part, keyword)
            for keyword, bound in kept.items()
            if keyword != "enum" and not all(_within(value, keyword, bound) for value in values)
        ]
    return tuple(dict.fromkeys(found))


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
    return _settled(_without_looser(made))


def either(one: Mapping[str, Json], other: Mapping[str, Json]) -> dict[str, Json]:
    """Give a flat schema of what one or the other admits: listed values, else their types alone."""
    first, second = one.get("enum"), other.get("enum")
    if isinstance(first, list) and isinstance(second, list):
        return {"enum": [*first, *(each for each in second if not _holds(first, each))]}
    names = sorted({*_kinds(one), *_kinds(other)})
    if "number" in names and "integer" in names:
        names.remove("integer")
    return {"type": names[0] if len(names) == 1 else list(names)}


def _holds(values: list[Json], value: Json) -> bool:
    return any(each == value and type(each) is type(value) for each in values)


def _kinds(flat: Mapping[str, Json]) -> list[str]:
    values, written = flat.get("enum"), flat.get("type")
    if isinstance(values, list):
        return [schema.type_of(each) for each in values]
    return [str(each) for each in (written if isinstance(written, list) else [written])]


def _settled(flat: dict[str, Json]) -> dict[str, Json]:
    """Write a schema that no value has as one that lists none: `type` names at least one."""
    return {"enum": []} if flat.get("type") == [] else flat


def _without_looser(flat: dict[str, Json]) -> dict[str, Json]:
    """Leave out a bound that the exclusive one beside it already says."""
    made = dict(flat)
    for sign, loose, exclusive in (
        (1, "minimum", "exclusiveMinimum"),
        (-1, "maximum", "exclusiveMaximum"),
    ):
        a, b = made.get(loose), made.get(exclusive)
        if isinstance(a, int | float) and isinstance(b, int | float):
            made.pop(loose if sign * Fraction(b) >= sign * Fraction(a) else exclusive)
    return made


def _beside_union(meaning: Json, pointer: str) -> list[str]:
    """Give what is lost where of alternatives only the types are kept: bounds, and unions."""
    written = schema.at(meaning, pointer)
    if not isinstance(written, dict):
        return []
    return [
        keyword
        for keyword, value in written.items()
        if keyword in BOUNDS
        or (keyword in UNIONS and isinstance(value, list) and _says_more(meaning, pointer, keyword))
    ]


def _says_more(meaning: Json, pointer: str, union: str) -> bool:
    """Say whether a union is more than its types: branches with bounds, or of oneOf shared ones."""
    written = schema.at(meaning, pointer)
    branches = written.get(union) if isinstance(written, dict) else None
    count = len(branches) if isinstance(branches, list) else 0
    pointers = [join(pointer, union, number) for number in range(count)]
    types = [schema.types(meaning, each) - {"null"} for each in pointers]
    if union == "oneOf" and sum(map(len, types)) > len(frozenset[str]().union(*types)):
        return True
    return any(
        BOUNDS.intersection(inside)
        for each, kinds in zip(pointers, types, strict=True)
        for part in schema.in_place(meaning, each)
        if kinds and isinstance(inside := schema.at(meaning, part), dict)
    )


def _within(value: Json, keyword: str, bound: Json) -> bool:
    """Say whether a listed value is sure to keep a bound that the flat schema leaves out."""
    if keyword == "type":
        named = frozenset(str(each) for each in (bound if isinstance(bound, list) else [bound]))
        kind = schema.type_of(value)
        return kind in named or (kind == "integer" and "number" in named)
    if isinstance(value, str) and isinstance(bound, int):
        size = len(value)
        return size >= bound if keyword == "minLength" else keyword != "maxLength" or size <= bound
    if isinstance(value, str):
        return keyword not in ("pattern", "format")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    return not isinstance(bound, int | float) or _in_range(Fraction(value), keyword, bound)


def _in_range(value: Fraction, keyword: str, bound: float) -> bool:
    limit = Fraction(bound)
    match keyword:
        case "minimum":
            return value >= limit
        case "maximum":
            return value <= limit
        case "exclusiveMinimum":
            return value > limit
        case "exclusiveMaximum":
            return value < limit
        case "multipleOf":
            return value % limit == 0
        case _:
            return True


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
    return [each for each in a if any(_equal(each, other) for other in b)]


def _equal(a: Json, b: Json) -> bool:
    """Compare as JSON does: 1 is 1.0, and true is no number."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _common_types(a: Json, b: Json) -> Json:
    first = {str(each) for each in (a if isinstance(a, list) else [a])}
    second = {str(each) for each in (b if isinstance(b, list) else [b])}
    common = first & second
    if {"number", "integer"} & first and {"number", "integer"} & second:
        common |= {"integer"} if "integer" in first | second else {"number"}
        common -= {"number"} if "integer" in common else set()
    names = sorted(common)
    return names[0] if len(names) == 1 else cast("Json", names)


def unbounded(flat: Mapping[str, Json]) -> dict[str, Json]:
    """Give a schema of a model, and all below it, with types, members and listed values alone."""
    made: dict[str, Json] = {}
    for key, value in flat.items():
        if key in _RANGES or (key == "format" and value in _WIDTHS):
            continue
        if key in ("properties", "$defs") and isinstance(value, dict):
            made[key] = {name: _unbounded(each) for name, each in value.items()}
        elif key in ("enum", "required"):
            made[key] = value
        elif isinstance(value, list):
            made[key] = [_unbounded(each) for each in value]
        else:
            made[key] = _unbounded(value)
    return made


def _unbounded(flat: Json) -> Json:
    return unbounded(flat) if isinstance(flat, dict) else flat
