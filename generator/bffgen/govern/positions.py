"""Where an operation meets a place of its contract: each way from a message to it.

In:  an operation, a pointer into a bundled document, who sends what is meant.
Out: Met: `/response/200/card/badge`, with all that lies on that way.
How: a component is one place for all that reach it, and a promise is one of a position: what ends
     in the answer of one status, or in one of two properties, stands in the others (PITFALLS 15).
     Lists, unions and `allOf` have no word, as in a target. A component is entered once on a way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from bffgen.govern.target import is_same, says, sunset_of, value_at, ways, written_at
from bffgen.model.canonical import Json
from bffgen.model.outline import followed, outlines
from bffgen.model.place import join, parent, tokens
from bffgen.model.rule import Direction

# Beyond so many ways nobody tells them apart: then what is said of the whole operation counts.
_MOST: Final = 200
_SENT: Final = {"request": ("request", "parameters"), "response": ("response", "headers")}
_LISTS: Final = ("allOf", "oneOf", "anyOf", "prefixItems")
_NAMELESS: Final = ("patternProperties", "dependentSchemas")
# What a contract's author names the members of: `deprecated` in one is a name, and no mark.
_MAPS: Final = frozenset(
    (
        *(*_NAMELESS, "properties", "$defs", "definitions", "paths", "components", "schemas"),
        *("responses", "headers", "parameters", "requestBodies", "pathItems", "content"),
    )
)
# Below these are values, which mark nothing.
_VALUES: Final = frozenset(("enum", "const", "default", "example", "examples"))
_SINGLE: Final = (
    *("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"),
    *("unevaluatedItems", "unevaluatedProperties"),
)


@dataclass(frozen=True, slots=True)
class Met:
    """One way to a place.

    Attributes:
        way: as behind the `#` of a target; empty for the operation as a whole.
        chain: pointers of what lies on it, from the operation to the place.
    """

    way: str
    chain: tuple[str, ...]


def met(
    operation: str, place: str, document: Json, direction: Direction = "none"
) -> tuple[Met, ...]:
    """Give every way in which an operation meets a place; of one that it does not, the whole."""
    written = written_at(operation, document)
    if written is None:
        return (Met("", ()),)
    # What stands at the place itself is said to all that meet it, in whatever way.
    whole = (Met("", (written, *_within(place))),)
    found: list[Met] = []
    for each in _Walk(document, place).ways(written):
        found.append(each)
        if len(found) > _MOST:
            return whole
    sent = _SENT.get(direction, ())
    kept = [each for each in found if not (sent and each.way) or tokens(each.way)[0] in sent]
    return tuple(kept) or whole


def everywhere(place: str, document: Json) -> Iterator[tuple[str, Met]]:
    """Give each operation that meets a place, with every way of it; of many ways not all."""
    walk = _Walk(document, place)
    for each in outlines(document):
        for position in islice(walk.ways(each.pointer), _MOST):
            yield each.key, position


def covers(target: str, operation: str, position: Met) -> bool:
    """Say whether a position lies at a target or beneath it."""
    named, _, pointer = target.partition("#")
    if not is_same(named.strip(), operation):
        return False
    wanted = tokens(pointer)
    return tokens(position.way)[: len(wanted)] == wanted


def touches(target: str, operation: str, position: Met) -> bool:
    """Say whether a target and a position lie in each other, either way."""
    named, _, pointer = target.partition("#")
    if not position.way or not is_same(named.strip(), operation):
        return covers(target, operation, position)
    shorter = min(len(tokens(pointer)), len(tokens(position.way)))
    return tokens(pointer)[:shorter] == tokens(position.way)[:shorter]


def is_marked_at(operation: str, position: Met, document: Json) -> bool:
    """Say whether a contract has a position deprecated, or something that it lies in."""
    written = written_at(operation, document)
    if written is None:
        # What the contract does not have needs no mark any more.
        return True
    return any(says(value_at(document, each), document) for each in (written, *position.chain))


def is_marked(target: str, document: Json) -> bool:
    """Say whether a contract has a target deprecated, or what the target is in."""
    named, _, pointer = target.partition("#")
    operation = named.strip()
    if not pointer:
        return is_marked_at(operation, Met("", ()), document)
    # What is gone needs no mark any more; all that is there needs one on each way to it, and a way
    # may enter a component twice, as `met` does not.
    for place, references in ways(operation, pointer, document):
        chain = tuple(above for each in (*references, place) for above in _within(each))
        others = met(operation, place, document)
        same = (each for each in others if tokens(each.way) == tokens(pointer))
        each_way = (Met(pointer, chain), *same)
        if not all(is_marked_at(operation, each, document) for each in each_way):
            return False
    return True


def sunset_at(operation: str, position: Met, document: Json) -> date | None:
    """Give the sunset that a contract has for a position, or for what it lies in; the latest."""
    written = written_at(operation, document)
    lies_in = (*(() if written is None else (written,)), *position.chain)
    found = (sunset_of(value_at(document, each)) for each in lies_in)
    return max((each for each in found if each is not None), default=None)


class _Walk:
    """Looks for one place from the messages of an operation."""

    def __init__(self, document: Json, place: str) -> None:
        self._document, self._place = document, place
        self._leading: dict[str, bool] = {}

    def ways(self, operation: str) -> Iterator[Met]:
        """Give the ways of an operation by its pointer."""
        roots = [*self._roots(operation)]
        for way, pointer in roots:
            yield from self._from(way, pointer, (operation,), frozenset(), is_schema=False)
        is_own = _lies_at(self._place, operation)
        if is_own and not any(_lies_at(self._place, pointer) for _, pointer in roots):
            yield Met("", (operation,))

    def _roots(self, operation: str) -> Iterator[tuple[str, str]]:
        """Give the parameters, the body and the answers; headers are below these."""
        for above in (operation, parent(operation)):
            listed = value_at(self._document, join(above, "parameters"))
            for number, _ in enumerate(listed if isinstance(listed, list) else ()):
                pointer = join(above, "parameters", number)
                value = value_at(self._document, followed(self._document, pointer))
                if isinstance(value, dict):
                    where, name = str(value.get("in")), str(value.get("name"))
                    yield join("/parameters", where, name), pointer
        if value_at(self._document, join(operation, "requestBody")) is not None:
            yield "/request", join(operation, "requestBody")
        responses = value_at(self._document, join(operation, "responses"))
        for status in responses if isinstance(responses, dict) else ():
            yield join("/response", status), join(operation, "responses", status)

    def _from(
        self,
        way: str,
        pointer: str,
        chain: tuple[str, ...],
        within: frozenset[str],
        *,
        is_schema: bool,
    ) -> Iterator[Met]:
        chain = (*chain, pointer)
        below = [*self._below(way, pointer, is_schema=is_schema)]
        is_here = _lies_at(self._place, pointer)
        if is_here and not any(_lies_at(self._place, each) for _, each, _ in below):
            yield Met(way, chain)
        for name, each, is_one in below:
            yield from self._from(name, each, chain, within, is_schema=is_one)
        value = value_at(self._document, pointer)
        target = value.get("$ref") if isinstance(value, dict) else None
        if isinstance(target, str) and target.startswith("#/"):
            there = target[1:]
            if there not in within and self._leads(there):
                yield from self._from(way, there, chain, within | {there}, is_schema=is_schema)

    def _below(self, way: str, pointer: str, *, is_schema: bool) -> Iterator[tuple[str, str, bool]]:
        """Give (way, pointer, whether it is a schema) of what stands in a schema or a message."""
        value = value_at(self._document, pointer)
        if not isinstance(value, dict):
            return
        if not is_schema:
            if isinstance(value.get("schema"), dict):
                yield way, join(pointer, "schema"), True
            for media in _names(value, "content"):
                yield way, join(pointer, "content", media, "schema"), True
            for name in _names(value, "headers"):
                status = tokens(way)[-1]
                yield join("/headers", status, name), join(pointer, "headers", name), False
            return
        for name in _names(value, "properties"):
            yield join(way, name), join(pointer, "properties", name), True
        for keyword in _NAMELESS:
            for name in _names(value, keyword):
                yield way, join(pointer, keyword, name), True
        for keyword in _LISTS:
            branches = value.get(keyword)
            for number, _ in enumerate(branches if isinstance(branches, list) else ()):
                yield way, join(pointer, keyword, number), True
        for keyword in _SINGLE:
            if isinstance(value.get(keyword), dict):
                yield way, join(pointer, keyword), True

    def _leads(self, component: str) -> bool:
        """Say whether a component holds the place, or refers to one that does, at any depth."""
        if component not in self._leading:
            met: dict[str, set[str]] = {}
            work = [component]
            while work:
                here = work.pop()
                if here not in met:
                    met[here] = {*_references(value_at(self._document, here))}
                    work += met[here]
            leading = {each for each in met if _lies_at(self._place, each)}
            more = leading
            while more:
                more = {each for each, to in met.items() if to & leading} - leading
                leading |= more
            self._leading |= {each: each in leading for each in met}
        return self._leading[component]


def _within(place: str) -> Iterator[str]:
    """Give the pointers of the objects that a place lies in, and of the place itself."""
    here, is_map = "", False
    for token in tokens(place):
        here = join(here, token)
        if not is_map and token in _VALUES:
            return
        is_map = not is_map and token in _MAPS
        if not is_map:
            yield here


def _references(value: Json) -> Iterator[str]:
    work: list[Json] = [value]
    while work:
        here = work.pop()
        if isinstance(here, dict):
            target = here.get("$ref")
            if isinstance(target, str) and target.startswith("#/"):
                yield target[1:]
            work += here.values()
        elif isinstance(here, list):
            work += here


def _names(value: dict[str, Json], key: str) -> Iterable[str]:
    found = value.get(key)
    return found if isinstance(found, dict) else ()


def _lies_at(place: str, pointer: str) -> bool:
    return place == pointer or place.startswith(f"{pointer}/")
