"""Judge schemas of plain values that come from outside of both contracts: claims, settings.

In:  a schema as composition.yaml writes it, its place.
Out: what is wrong with it, marked; None where nothing is.
How: a keyword that is misspelled would let through what it was to refuse, so each must be known.
"""

from collections.abc import Iterator
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.spelling import nearest
from bffgen.proof.validate import Unbuildable, is_valid

_PLAIN: Final = ("string", "integer", "number", "boolean")
_KEYWORDS: Final = (
    *("type", "items", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum"),
    *("maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems"),
    *("uniqueItems", "title", "description", "examples"),
)


def unfit_schema(
    schema: dict[str, Json], place: Place, said: str, *, own: tuple[str, ...], takes_lists: bool
) -> Finding | None:
    """Find what is wrong with the schema of a plain value, or of a list of such.

    Args:
        schema: without the keywords that are bffgen's own.
        said: what it is the schema of: `claim`.
        own: those keywords.
    """
    for way, keyword in _strange(schema):
        close = nearest(keyword, (*_KEYWORDS, *own))
        hint = f"; write `{close}`" if close else ""
        problem = f"`{keyword}` is no keyword of a {said}'s schema{hint}"
        mark = Mark(place=place.at(*way, keyword), on="key")
        return finding("compose-schema", mark, problem=problem)
    problem = _unfit(schema, said, takes_lists=takes_lists)
    return finding("compose-schema", Mark(place=place), problem=problem) if problem else None


def _inner(schema: dict[str, Json]) -> Json:
    return schema.get("items") if schema.get("type") == "array" else schema


def _strange(schema: dict[str, Json]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the keywords that no such schema has, each with the way to its schema."""
    inner = _inner(schema)
    yield from (((), each) for each in schema if each not in _KEYWORDS)
    if isinstance(inner, dict) and inner is not schema:
        yield from ((("items",), each) for each in inner if each not in _KEYWORDS)


def _unfit(schema: dict[str, Json], said: str, *, takes_lists: bool) -> str:
    """Say why a schema is none of a plain value."""
    inner = _inner(schema) if takes_lists else schema
    types = inner.get("type") if isinstance(inner, dict) else None
    if types not in _PLAIN:
        kinds = "a number, a boolean, or a list of such" if takes_lists else "a number or a boolean"
        return f"a {said} is a text, {kinds}, by `type`"
    try:
        is_valid(schema, "", None)
    except Unbuildable as fault:
        return f"this is no JSON Schema: {fault}"
    return ""
