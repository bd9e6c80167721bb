"""A schema of the pool as the search reads it: each keyword typed, what is strange named.

In:  a key of the pool.
Out: a Node; `unsupported` names the first keyword that may refuse a value and is not understood.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.pool import Key
from bffgen.model.value import value_of
from bffgen.proof.facts import Number

# Keywords that refer to what the pool cannot follow.
_LOST: Final = frozenset(("$ref", "$dynamicRef", "$recursiveRef", "malformed"))
_BOUNDS: Final = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"))
_COUNTS: Final = frozenset(
    (
        *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
        *("minContains", "maxContains"),
    )
)
_TEXTS: Final = frozenset(("pattern", "format"))
_SCHEMAS: Final = HOLDS_ONE | HOLDS_LIST | HOLDS_MAP
_READ: Final = (
    _BOUNDS | _COUNTS | _TEXTS | {"multipleOf", "type", "enum", "required", "dependentRequired"}
)
# What chooses at the schema's own place.
_CHOOSING: Final = frozenset(("if", "not", "unevaluatedItems", "unevaluatedProperties"))


@dataclass(slots=True, kw_only=True)
class Node:
    """The keywords of one schema; nothing changes them once they are read.

    Attributes:
        types: None admits every type; `integer` is a number with multipleOf 1.
        listed: the values of enum and const, sorted; None where none are listed.
        numbers: of the bounds of numbers and of multipleOf.
        counts: of the bounds of lengths and counts.
        one, many, named: the schemas that a keyword holds.
        unsupported: a keyword that may refuse values and is not understood; None where there is
            none.
    """

    types: frozenset[str] | None = None
    listed: tuple[Json, ...] | None = None
    numbers: dict[str, Number] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    is_distinct: bool = False
    required: tuple[str, ...] = ()
    dependent: tuple[tuple[str, tuple[str, ...]], ...] = ()
    one: dict[str, int] = field(default_factory=dict)
    many: dict[str, tuple[int, ...]] = field(default_factory=dict)
    named: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    unsupported: str | None = None

    @property
    def is_flat(self) -> bool:
        """Say whether all that it says at its own place is absorbed at once, without choices."""
        return not (
            self.many.keys() - {"prefixItems"}
            or self.one.keys() & _CHOOSING
            or "dependentSchemas" in self.named
            or self.dependent
            or self.unsupported
        )


def read_node(key: Key) -> Node:
    """Read the key of a schema."""
    node = Node()
    for keyword, value in key:
        if not _read(node, keyword, value) and node.unsupported is None and _refuses(keyword):
            node.unsupported = keyword.removesuffix("!")
    return node


def _refuses(keyword: str) -> bool:
    known = keyword.removesuffix("!")
    return known in _LOST or known in _READ or known in _SCHEMAS


def _read(node: Node, keyword: str, value: object) -> bool:
    """Enter one keyword; say whether it was understood."""
    match value:
        case int() if keyword in HOLDS_ONE:
            node.one[keyword] = value
        case tuple() if keyword in HOLDS_LIST:
            node.many[keyword] = tuple(each for each in value if isinstance(each, int))
        case tuple() if keyword in HOLDS_MAP:
            node.named[keyword] = tuple(_named(value))
        case int() | Fraction() if keyword in _BOUNDS or (keyword == "multipleOf" and value > 0):
            node.numbers[keyword] = value
        case int() if keyword in _COUNTS and value >= 0:
            node.counts[keyword] = value
        case str() if keyword in _TEXTS:
            node.texts[keyword] = value
        case tuple() if keyword == "type":
            node.types = frozenset(map(str, value))
        case frozenset() if keyword == "enum":
            return _list(node, value)
        case tuple() if keyword == "required":
            node.required = tuple(map(str, value))
        case tuple() if keyword == "dependentRequired" and all(map(_is_pair, value)):
            node.dependent = tuple((str(n), tuple(map(str, names))) for n, names in value)
        case _:
            node.is_distinct = node.is_distinct or (keyword == "uniqueItems" and value == ("true",))
            return keyword == "uniqueItems" and node.is_distinct
    return True


def _is_pair(value: object) -> bool:
    """Tell a name with its names from a value that stands where none belongs."""
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], tuple)


def _list(node: Node, values: Iterable[object]) -> bool:
    try:
        listed = [value_of(each) for each in values]
    except ValueError:
        return False
    node.listed = tuple(sorted(listed, key=_simple))
    return True


def _simple(value: Json) -> tuple[int, str]:
    """Order values: short ones first."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return len(text), text


def _named(pairs: Iterable[object]) -> Iterable[tuple[str, int]]:
    for pair in pairs:
        match pair:
            case (str(name), int(schema)):
                yield name, schema
            case _:
                raise TypeError("no name with its schema")
