"""The JSON types that a schema admits by its own words.

In:  the keywords of one schema, or a value.
Out: names of types; `integer` is told apart from `number`, and where `number` is in, so is it.
"""

from collections.abc import Mapping

from bffgen.model.canonical import Json
from bffgen.model.keywords import says_nothing

TYPES = frozenset(("null", "boolean", "integer", "number", "string", "array", "object"))


def own_types(schema: Mapping[str, Json]) -> frozenset[str]:
    """Give the types that type, enum, const and a `not` of types admit, all of them if none."""
    found = TYPES
    if "type" in schema:
        found &= _named_types(schema["type"])
    if isinstance(listed := schema.get("enum"), list):
        found &= frozenset(map(type_of, listed))
    if "const" in schema:
        found &= {type_of(schema["const"])}
    refused = schema.get("not")
    if isinstance(refused, dict) and [k for k in refused if not says_nothing(k)] == ["type"]:
        found -= _named_types(refused["type"])
    return found


def _named_types(written: Json) -> frozenset[str]:
    listed = written if isinstance(written, list) else [written]
    names = {each for each in listed if isinstance(each, str)}
    return TYPES.intersection(names | {"integer"} if "number" in names else names)


def type_of(value: Json) -> str:
    """Name the JSON type of a value; a number without a fraction is an integer."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "integer" if value == int(value) else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
