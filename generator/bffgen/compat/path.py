"""A way into a value, and the schema that says "at its end something fails".

In:  steps from a position to a schema below it.
Out: a JSON Schema: values that have the way, with a value at its end that another schema admits.
How: a property must be there, some element must be such, some undeclared member must be such;
     applicators in place lead nowhere, so they are no steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bffgen.model.canonical import Json


@dataclass(frozen=True, slots=True)
class Property:
    """Into the member of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Element:
    """Into some element of an array; `index` where it is one of a tuple."""

    index: int | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Into some member that is none of the declared ones."""

    declared: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Into some member whose name matches a pattern."""

    pattern: str


Step: TypeAlias = Property | Element | Rest | Matching
Way: TypeAlias = tuple[Step, ...]


def leading(way: Sequence[Step], end: Json) -> Json:
    """Give the schema of values that have the way, with a value of `end` at its end."""
    found = end
    for step in reversed(way):
        match step:
            case Property(name):
                found = {"type": "object", "required": [name], "properties": {name: found}}
            case Element(index):
                found = _element(index, found)
            case Rest(declared, patterns):
                spared: dict[str, Json] = {
                    "properties": dict.fromkeys(declared, True),
                    "patternProperties": dict.fromkeys(patterns, True),
                    "additionalProperties": {"not": found},
                }
                found = {"type": "object", "not": spared}
            case Matching(pattern):
                none: dict[str, Json] = {"patternProperties": {pattern: {"not": found}}}
                found = {"type": "object", "not": none}
    return found


def _element(index: int | None, found: Json) -> Json:
    if index is None:
        return {"type": "array", "contains": found}
    before: list[Json] = [True] * index
    return {"type": "array", "minItems": index + 1, "prefixItems": [*before, found]}


def said(way: Sequence[Step]) -> str:
    """Write a way for people: `items.price`; elements and undeclared members are not named."""
    names = [step.name for step in way if isinstance(step, Property)]
    return ".".join(names)
