"""How much the judge does for one value: schemas that are asked of its parts, each time they are.

In:  a schema that stands alone, as standalone.py writes it; values.
Out: whether the judge would be done soon.
How: jsonschema-rs asks a schema anew wherever it is referred to, so that `allOf: [A, A]` thirty
     times over is a billion questions. What it would ask is counted pair by pair, schema and part
     of the value, each once; nothing is counted where the value is too shallow to make it many.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.place import tokens
from bffgen.model.tree import at, has, local_pointer

# Questions of one value; a million takes the judge some 20 ms, and a witness is judged a hundred
# times until it is plain.
_MOST: Final = 4_000_000
# Pairs that are counted, at a microsecond each.
_COUNTED: Final = 100_000

_IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
_OF_MEMBERS: Final = ("additionalProperties", "unevaluatedProperties")
_OF_ITEMS: Final = ("items", "contains", "unevaluatedItems")

_Object = dict[str, Json]
_Pair = tuple[_Object, Json]


class Labour:
    """The labour of judging values by one schema."""

    def __init__(self, schema: Json) -> None:
        self._schema = schema
        self._places = _places(schema)

    def is_endless(self, value: Json) -> bool:
        """Say whether a value, or one made of it by leaving out parts, is not judged soon."""
        height, size = _extent(value)
        once = self._at_most(size)
        if once is not None and once <= _MOST:
            return False
        return self._widest**height * size > _MOST and self._counted(value) > _MOST

    @cached_property
    def _widest(self) -> int:
        """Give the most questions that any schema leads to at one place."""
        found = self._at_most(0)
        return _MOST + 1 if found is None else found

    def _at_most(self, size: int) -> int | None:
        """Give the most questions that any schema leads to; None where one leads to itself.

        Args:
            size: parts of the value; 0 where only those at the same place count.
        """
        known: dict[int, int | None] = {}
        for start in range(len(self._places)):
            work = [(start, False)]
            while work:
                here, is_left = work.pop()
                place = self._places[here]
                below = place.here if not size else (*place.here, *place.named, *place.of_all)
                if is_left:
                    if any(known[each] is None for each in below):
                        return None
                    total = place.count + sum(known[each] or 0 for each in below)
                    if size:
                        total += sum(known[each] or 0 for each in place.of_all) * (size - 1)
                    known[here] = min(total, _MOST + 1)
                elif here not in known:
                    known[here] = None
                    work.append((here, True))
                    work += ((each, False) for each in below)
        return max((each or 0 for each in known.values()), default=1)

    def _counted(self, value: Json) -> int:
        if not isinstance(self._schema, dict):
            return 1
        try:
            return _Sums(self._below).of((self._schema, value))
        except OverflowError:
            return _MOST + 1

    def _in_place(self, schema: _Object) -> list[_Object]:
        """Give the schemas that act at the place of one, as often as they do."""
        found: list[Json] = []
        for keyword in _IN_PLACE:
            value = schema.get(keyword)
            found += value if isinstance(value, list) else (value,)
        dependent = schema.get("dependentSchemas")
        found += dependent.values() if isinstance(dependent, dict) else ()
        target = local_pointer(schema.get("$ref"))
        if target is not None and has(self._schema, target):
            found.append(at(self._schema, target))
        return [each for each in found if isinstance(each, dict)]

    def _below(self, pair: _Pair) -> list[_Pair]:
        """Give what is asked because a schema is asked of a value."""
        schema, value = pair
        found = [(each, value) for each in self._in_place(schema)]
        if isinstance(value, dict):
            named = schema.get("properties")
            held = named if isinstance(named, dict) else {}
            found += _pairs((held.get(name), each) for name, each in value.items())
            patterns = schema.get("patternProperties")
            of_all = [*(patterns.values() if isinstance(patterns, dict) else ())]
            of_all += (schema.get(keyword) for keyword in _OF_MEMBERS)
            found += _pairs((one, each) for one in of_all for each in value.values())
        elif isinstance(value, list):
            prefix = schema.get("prefixItems")
            # Where one is left out, the others move.
            of_items = [*(prefix if isinstance(prefix, list) else ())]
            of_items += (schema.get(keyword) for keyword in _OF_ITEMS)
            found += _pairs((one, each) for one in of_items for each in value)
        return found


class _Sums:
    """How many pairs there are below one, each as often as it is met."""

    def __init__(self, below: Callable[[_Pair], list[_Pair]]) -> None:
        self._below = below
        # By identities, which the schema and the value keep.
        self._known: dict[tuple[int, int], int] = {}

    def of(self, start: _Pair) -> int:
        """Count from one on; what is met inside itself counts nothing there.

        Raises:
            OverflowError: too many are different.
        """
        work: list[tuple[_Pair, bool]] = [(start, False)]
        while work:
            pair, is_left = work.pop()
            key = _key(pair)
            if is_left:
                total = 1 + sum(self._known[_key(each)] for each in self._below(pair))
                self._known[key] = min(total, _MOST + 1)
            elif key not in self._known:
                if len(self._known) >= _COUNTED:
                    raise OverflowError
                self._known[key] = 0
                work.append((pair, True))
                work += ((each, False) for each in self._below(pair))
        return self._known[_key(start)]


@dataclass(slots=True)
class _Place:
    """What acts at one place of a value.

    Attributes:
        count: schemas that are written there.
        here: numbers of places whose schemas act there as well; named: of one member or item each;
            of_all: of any number of them.
    """

    count: int = 0
    here: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    of_all: list[int] = field(default_factory=list)


def _places(schema: Json) -> list[_Place]:
    """Give the places of a schema: its definitions, and what members and items are held to."""
    definitions = schema.get("$defs") if isinstance(schema, dict) else None
    named = definitions if isinstance(definitions, dict) else {"": schema}
    numbers = {name: number for number, name in enumerate(named)}
    places = [_Place() for _ in named]
    work = [(each, place) for each, place in zip(named.values(), places, strict=True)]
    while work:
        schema, place = work.pop()
        if not isinstance(schema, dict):
            continue
        place.count += 1
        for keyword, value in schema.items():
            if keyword == "$ref" and (name := _name(value)) in numbers:
                place.here.append(numbers[name])
            for below in _held(keyword, value):
                if keyword in _IN_PLACE or keyword == "dependentSchemas":
                    work.append((below, place))
                    continue
                is_named = keyword in ("properties", "prefixItems")
                (place.named if is_named else place.of_all).append(len(places))
                places.append(_Place())
                work.append((below, places[-1]))
    return places


def _held(keyword: str, value: Json) -> Iterable[Json]:
    """Give the schemas that a keyword holds."""
    if keyword in HOLDS_ONE:
        return (value,)
    if keyword in HOLDS_LIST and isinstance(value, list):
        return value
    return value.values() if keyword in HOLDS_MAP and isinstance(value, dict) else ()


def _name(reference: Json) -> str:
    """Give the name of the definition that a `$ref` leads to."""
    path = tokens(local_pointer(reference) or "")
    return path[1] if path[:1] == ("$defs",) and len(path) == 2 else ""


def _key(pair: _Pair) -> tuple[int, int]:
    schema, value = pair
    return id(schema), id(value)


def _pairs(found: Iterable[tuple[Json, Json]]) -> list[_Pair]:
    return [(schema, value) for schema, value in found if isinstance(schema, dict)]


def _extent(value: Json) -> tuple[int, int]:
    """Give how many values are in each other, and how many there are in all."""
    height, size, layer = 0, 0, [value]
    while layer:
        height, size = height + 1, size + len(layer)
        below: list[Json] = []
        for each in layer:
            if isinstance(each, dict):
                below += each.values()
            elif isinstance(each, list):
                below += each
        layer = below
    return height, size
