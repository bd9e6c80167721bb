"""What a contract promises of a place and no class or parser can hold.

In:  the contract of a client, the schema of a place in an answer, or of a parameter.
Out: findings with the author's places.
How: a body is checked when it is built, by its class. A keyword that the class has no word for
     would go unchecked, so it is refused when the BFF is made. So is one of a parameter.
"""

from collections.abc import Iterable

from bffgen.emit.plain import FORMATS, refused_pattern, rust_pattern
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import join, tokens
from bffgen.model.plain import BOUNDS, UNIONS, dropped
from bffgen.model.shapes import Shape, shape

_BEYOND = (
    *("if", "not", "dependentRequired", "dependentSchemas", "uniqueItems", "contains"),
    *("prefixItems", "patternProperties", "propertyNames", "minProperties", "maxProperties"),
)


def unheld(api: Api, pointer: str, solid: str) -> tuple[Finding, ...]:
    """Find the keywords of a place that would go unchecked, those of its members apart.

    Args:
        solid: the one schema behind a nullable one, the pointer itself where it is not nullable.
    """
    found = dict.fromkeys(
        (
            *_beyond(api.meaning, solid),
            *_around(api.meaning, pointer, solid),
            *_lost(api.meaning, solid),
        )
    )
    return tuple(
        finding(
            "compose-bound-unenforceable",
            Mark(place=api.place(join(part, keyword)), on="key"),
            keyword=keyword,
        )
        for part, keyword in found
    )


def unheld_rest(api: Api, solid: str) -> tuple[Finding, ...]:
    """Find the schema of members that an object does not declare: a class passes them over.

    Of an answer they are never built; a client may send them.
    """
    if shape(api.meaning, solid) is not Shape.OBJECT:
        return ()
    rest = schema.map_values(api.meaning, solid)
    if rest is None:
        return ()
    mark = Mark(place=api.place(rest), on="key")
    return (finding("compose-bound-unenforceable", mark, keyword=tokens(rest)[-1]),)


def _beyond(meaning: Json, pointer: str) -> Iterable[tuple[str, str]]:
    """Give what no class has a word for."""
    for part in schema.conjuncts(meaning, pointer):
        written = schema.at(meaning, part)
        if not isinstance(written, dict):
            continue
        for key in _BEYOND:
            if key in written and written[key] is not False:
                yield part, key
        pattern = written.get("pattern")
        if isinstance(pattern, str) and refused_pattern(rust_pattern(pattern)):
            yield part, "pattern"


def _around(meaning: Json, pointer: str, solid: str) -> Iterable[tuple[str, str]]:
    """Give what is said beside `anyOf: [X, null]`, where X alone becomes the type."""
    within = schema.in_place(meaning, solid)
    for part in schema.in_place(meaning, pointer):
        written = schema.at(meaning, part)
        if part in within or not isinstance(written, dict):
            continue
        if schema.types(meaning, part) != {"null"}:
            yield from ((part, key) for key in written if key in BOUNDS or key in _BEYOND)


def _lost(meaning: Json, pointer: str) -> Iterable[tuple[str, str]]:
    """Give what the type of a place drops.

    Of plain values what their flat schema does, and listed fractions: Literal has none.
    """
    kind = shape(meaning, pointer)
    if kind is not Shape.PLAIN:
        whole = ("enum", "const") if kind is Shape.OBJECT else ("enum", "const", *UNIONS)
        for part in schema.conjuncts(meaning, pointer):
            written = schema.at(meaning, part)
            if isinstance(written, dict):
                yield from ((part, key) for key in whole if key in written)
        return
    for part, keyword in dropped(meaning, pointer):
        written = schema.at(meaning, part)
        named = written.get("format") if isinstance(written, dict) else None
        if keyword != "format" or str(named) in FORMATS:
            yield part, keyword
    for part in schema.conjuncts(meaning, pointer):
        written = schema.at(meaning, part)
        for key in ("enum", "const"):
            values = written.get(key) if isinstance(written, dict) else None
            listed = values if isinstance(values, list) else [values]
            if any(isinstance(value, float) and not value.is_integer() for value in listed):
                yield part, key
