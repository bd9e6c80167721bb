"""What a place of a contract is to a mapping: an object, an array, a map, a plain value.

In:  the meaning of a contract and a pointer to a schema.
Out: the Shape of the values there, null apart; the one schema behind a nullable one.
How: questions of `model/schema.py`, asked once and given a name.
"""

from enum import StrEnum

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.keywords import says_nothing
from bffgen.model.place import join
from bffgen.model.tree import at

# What may stand beside a choice and adds nothing to its one branch.
_BESIDE = frozenset(("anyOf", "oneOf", "type", "discriminator"))
_NULL = frozenset(("null",))
_CHOICES = frozenset(("anyOf", "oneOf"))
_PLAIN = frozenset(("boolean", "integer", "number", "string"))


class Shape(StrEnum):
    """How a value is copied."""

    PLAIN = "plain"
    OBJECT = "object"
    ARRAY = "array"
    MAP = "map"
    OPEN = "open"
    MIXED = "mixed"


def solid(meaning: Json, pointer: str) -> str:
    """Give the one schema behind a nullable one: `anyOf: [X, null]` is X.

    One that is nothing but itself or null stays where the circle closes.
    """
    here, seen = schema.resolve(meaning, pointer), set[str]()
    while here not in seen:
        seen.add(here)
        behind = _behind_null(meaning, here)
        if behind is None:
            break
        here = schema.resolve(meaning, behind)
    return here


def _behind_null(meaning: Json, pointer: str) -> str | None:
    """Give the one alternative beside null; None where there is not one."""
    written = at(meaning, pointer)
    if not isinstance(written, dict) or _CHOICES.isdisjoint(written):
        return None
    if not all(key in _BESIDE or says_nothing(key) for key in written):
        return None  # what stands beside the choice is part of the schema
    groups = [key for key in _CHOICES if isinstance(written.get(key), list) and written[key]]
    if len(groups) != 1:
        return None
    rest = _but_null(meaning, join(pointer, groups[0]), written[groups[0]])
    if rest is None or not schema.types(meaning, rest) <= schema.types(meaning, pointer):
        return None
    return rest


def _but_null(meaning: Json, pointer: str, group: Json) -> str | None:
    """Give the one member that is not null; looks no further than to a second one."""
    rest = None
    for number in range(len(group) if isinstance(group, list) else 0):
        here = join(pointer, number)
        if schema.types(meaning, here) != _NULL:
            if rest is not None:
                return None
            rest = here
    return rest


def shape(meaning: Json, pointer: str) -> Shape:
    """Say what the values at a place are, null apart."""
    types = schema.types(meaning, pointer) - _NULL
    if types <= _PLAIN:
        return Shape.PLAIN
    if types == {"array"}:
        return Shape.ARRAY
    if schema.is_open(meaning, pointer):
        return Shape.OPEN
    if types != {"object"}:
        return Shape.MIXED
    if schema.declared(meaning, pointer):
        return Shape.OBJECT
    return Shape.MAP


def is_untyped_object(meaning: Json, pointer: str) -> bool:
    """Say whether a schema declares members and no type, so that it also admits what is no object.

    Who answers an object answers within it.
    """
    rest = schema.types(meaning, pointer) - _NULL
    return rest == schema.TYPES - _NULL and bool(schema.declared(meaning, pointer))


def is_plain(meaning: Json, pointer: str) -> bool:
    """Say whether a value is copied as it is: a plain value, or an array or a map of such."""
    innermost = _innermost(meaning, pointer)
    return innermost is not None and shape(meaning, innermost) is Shape.PLAIN


def is_endless(meaning: Json, pointer: str) -> bool:
    """Say whether a list or a map holds nothing but lists and maps like itself."""
    return _innermost(meaning, pointer) is None


def _innermost(meaning: Json, pointer: str) -> str | None:
    """Give what lists of lists and maps of maps hold in the end; None where there is no end.

    A list of several kinds is its own end.
    """
    seen: set[str] = set()
    here = pointer
    while here not in seen:
        seen.add(here)
        inside = held(meaning, here)
        if inside is None:
            return here
        here = inside
    return None


def held(meaning: Json, pointer: str) -> str | None:
    """Give the one schema of what a list or a map holds; None where there is none."""
    here = solid(meaning, pointer)
    match shape(meaning, here):
        case Shape.ARRAY:
            items = schema.items(meaning, here)
            return items[0] if len(items) == 1 else None
        case Shape.MAP:
            return schema.map_values(meaning, here)
        case _:
            return None


def contains_itself(meaning: Json, pointer: str) -> bool:
    """Say whether a schema is met again inside itself."""
    start = solid(meaning, pointer)
    seen: set[str] = set()
    work = [start]
    while work:
        here = work.pop()
        inside = [where for each in schema.declared(meaning, here).values() for where in each]
        inside += [each for each in (held(meaning, here),) if each is not None]
        for each in (solid(meaning, where) for where in inside):
            if each == start:
                return True
            if each not in seen:
                seen.add(each)
                work.append(each)
    return False


def is_alternative(meaning: Json, pointer: str) -> bool:
    """Say whether an object is one of several: a union that a projection would have to choose."""
    here = solid(meaning, pointer)
    return any(
        len([each for each in group if "object" in schema.types(meaning, each)]) > 1
        and not _is_condition(meaning, here, group)
        for group in schema.alternatives(meaning, here)
    )


def _is_condition(meaning: Json, pointer: str, group: tuple[str, ...]) -> bool:
    """Say whether alternatives declare nothing of their own: `oneOf: [{required: [a]}, ..]`.

    What they ask for is asked of properties that the object declares beside them.
    """
    own: set[str] = set()
    for part in schema.conjuncts(meaning, pointer):
        written = at(meaning, part)
        named = written.get("properties") if isinstance(written, dict) else None
        own |= set(named) if isinstance(named, dict) else set()
    return bool(own) and all(schema.declared(meaning, each).keys() <= own for each in group)
