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
from bffgen.model.plain import BOUNDS, UNIONS, dropped, plain_schema
from bffgen.model.shapes import Shape, is_alternative, shape
from bffgen.proof.validate import Unbuildable, validator

_BEYOND = (
    *("if", "not", "dependentRequired", "dependentSchemas", "uniqueItems", "contains"),
    *("prefixItems", "patternProperties", "propertyNames", "minProperties", "maxProperties"),
)
# What a keyword asks of values of one type alone: of others it says nothing.
_OF_TYPE = {
    **dict.fromkeys(("uniqueItems", "contains", "prefixItems"), "array"),
    **dict.fromkeys(("dependentRequired", "dependentSchemas", "patternProperties"), "object"),
    **dict.fromkeys(("propertyNames", "minProperties", "maxProperties"), "object"),
}
_ALONE = "keyword"
# What the class of an object holds all the same (`members_together`).
_COUNTED = frozenset(("minProperties", "maxProperties", "dependentRequired"))


def unheld(api: Api, pointer: str, solid: str, *, is_proved: bool = False) -> tuple[Finding, ...]:
    """Find the keywords of a place that would go unchecked, those of its members apart.

    Args:
        solid: the one schema behind a nullable one, the pointer itself where it is not nullable.
        is_proved: all objects that are put there are proved to be what the schema says.
    """
    own = () if is_proved else lost(api.meaning, solid)
    found = dict.fromkeys((*own, *lost_around(api.meaning, pointer, solid)))
    return tuple(unenforceable(api, part, keyword) for part, keyword in found)


def unenforceable(api: Api, part: str, keyword: str) -> Finding:
    """Tell of a keyword that nothing generated can hold."""
    mark = Mark(place=api.place(join(part, keyword)), on="key")
    return finding("compose-bound-unenforceable", mark, keyword=keyword)


def lost(meaning: Json, solid: str) -> tuple[tuple[str, str], ...]:
    """Give the keywords of a place that its type does not hold, each with the schema it is of."""
    found = dict.fromkeys((*_beyond(meaning, solid), *_lost(meaning, solid)))
    return tuple(pair for pair in found if not _is_listed_within(meaning, solid, *pair))


def _is_listed_within(meaning: Json, solid: str, part: str, keyword: str) -> bool:
    """Say whether every listed value is within a keyword: its type says no less then."""
    if shape(meaning, solid) is not Shape.PLAIN or keyword in ("if", "enum", "const", *UNIONS):
        return False
    listed = plain_schema(meaning, solid).get("enum")
    written = schema.at(meaning, part)
    if not isinstance(listed, list) or not isinstance(written, dict):
        return False
    try:
        within = validator({_ALONE: {keyword: written[keyword]}}, f"/{_ALONE}")
    except Unbuildable:
        return False
    return all(within(each) for each in listed)


def members_together(meaning: Json, pointer: str) -> dict[str, Json]:
    """Give what a schema says of how many members an object has and which go together.

    Of names that it does not declare nothing is said: they are left out.
    """
    least, most, needs = 0, None, dict[str, list[Json]]()
    declared = schema.declared(meaning, pointer)
    for part in schema.conjuncts(meaning, pointer):
        written = schema.at(meaning, part)
        if not isinstance(written, dict):
            continue
        floor, ceiling = written.get("minProperties"), written.get("maxProperties")
        least = max(least, floor) if isinstance(floor, int) else least
        if isinstance(ceiling, int):
            most = ceiling if most is None else min(most, ceiling)
        together = written.get("dependentRequired")
        for name, others in together.items() if isinstance(together, dict) else ():
            if name in declared and isinstance(others, list):
                known = needs.setdefault(name, [])
                known += [each for each in others if each in declared and each not in known]
    made: dict[str, Json] = {}
    made |= {"minProperties": least} if least else {}
    made |= {"maxProperties": most} if most is not None else {}
    made |= {"dependentRequired": dict(needs)} if any(needs.values()) else {}
    return made


def lost_rest(meaning: Json, solid: str) -> tuple[tuple[str, str], ...]:
    """Give the schema of members that an object does not declare: a class passes them over.

    Of an answer they are never built; a client may send them.
    """
    if shape(meaning, solid) is not Shape.OBJECT:
        return ()
    rest = schema.map_values(meaning, solid)
    if rest is None:
        return ()
    *part, keyword = tokens(rest)
    return ((join("", *part), keyword),)


def _beyond(meaning: Json, pointer: str) -> Iterable[tuple[str, str]]:
    """Give what no class has a word for."""
    is_object = shape(meaning, pointer) is Shape.OBJECT
    for part in schema.conjuncts(meaning, pointer):
        written = schema.at(meaning, part)
        if not isinstance(written, dict):
            continue
        types = schema.types(meaning, pointer)
        for key in _BEYOND:
            is_said = key in written and written[key] is not False
            is_said = is_said and (key not in _OF_TYPE or _OF_TYPE[key] in types)
            if is_said and not (is_object and _is_counted(meaning, pointer, key, written[key])):
                yield part, key
        pattern = written.get("pattern")
        if isinstance(pattern, str) and refused_pattern(rust_pattern(pattern)):
            yield part, "pattern"


def _is_counted(meaning: Json, pointer: str, keyword: str, said: Json) -> bool:
    """Say whether the class of an object holds a keyword: of names that it declares."""
    if keyword != "dependentRequired" or not isinstance(said, dict):
        return keyword in _COUNTED
    names = [*said, *(each for others in said.values() for each in _texts(others))]
    return schema.declared(meaning, pointer).keys() >= set(names)


def _texts(listed: Json) -> list[str]:
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


def lost_around(meaning: Json, pointer: str, solid: str) -> Iterable[tuple[str, str]]:
    """Give what is said beside `anyOf: [X, null]`, where X alone becomes the type."""
    within = schema.in_place(meaning, solid)
    for part in schema.in_place(meaning, pointer):
        written = schema.at(meaning, part)
        if part in within or not isinstance(written, dict):
            continue
        if schema.types(meaning, part) != {"null"}:
            yield from ((part, key) for key in written if key in BOUNDS or key in _BEYOND)


def _has_choice(meaning: Json, pointer: str) -> bool:
    """Say whether some alternatives admit more than one object."""
    groups = schema.alternatives(meaning, pointer)
    return any(sum("object" in schema.types(meaning, each) for each in g) > 1 for g in groups)


def _lost(meaning: Json, pointer: str) -> Iterable[tuple[str, str]]:
    """Give what the type of a place drops.

    Of plain values what their flat schema does, and listed fractions: Literal has none.
    """
    kind = shape(meaning, pointer)
    if kind is not Shape.PLAIN:
        is_apart = kind is Shape.OBJECT and is_alternative(meaning, pointer)
        # What one branch alone is left of is no choice.
        one = kind is Shape.OBJECT and not _has_choice(meaning, pointer)
        whole = ("enum", "const") if is_apart or one else ("enum", "const", *UNIONS)
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
