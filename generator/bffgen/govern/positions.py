"""Where an operation meets a place of its contract: each way from a message to it.

In:  an operation, a pointer into a bundled document, who sends what is meant.
Out: Met: `/response/200/card/badge`, with all that lies on that way.
How: a component is one place for all that reach it, and a promise is one of a position: what ends
     in the answer of one status, or in one of two properties, stands in the others (PITFALLS 15).
     Lists, unions and `allOf` have no word, as in a target. A component is entered once on a way.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from bffgen.govern.target import (
    chosen,
    is_same,
    lies_at,
    says,
    sunset_of,
    value_at,
    ways,
    written_at,
)
from bffgen.model.canonical import Json
from bffgen.model.outline import followed, outlines
from bffgen.model.place import join, parent, tokens
from bffgen.model.rule import Direction
from bffgen.model.tree import local_pointer, references

# Beyond so many ways nobody tells them apart: then what is said of the whole operation counts.
_MOST: Final = 200
# Steps that one operation is walked in; 20,000 are a tenth of a second, and contracts that people
# write take some hundreds.
_STEPS: Final = 20_000
# How long a way gets: a step is some frames of Python, which has a thousand of them.
_DEEPEST: Final = 200
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
    try:
        found = [*islice(_Walk(document, place).ways(written), _MOST + 1)]
    except _TooMany:
        return whole
    if len(found) > _MOST:
        return whole
    sent = _SENT.get(direction, ())
    kept = [each for each in found if not (sent and each.way) or tokens(each.way)[0] in sent]
    return tuple(kept) or whole


def everywhere(place: str, document: Json) -> Iterator[tuple[str, Met]]:
    """Give each operation that meets a place, with every way of it; of many ways not all."""
    walk = _Walk(document, place)
    for each in outlines(document):
        with suppress(_TooMany):
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
    """Say whether a target and a position lie in each other, either way.

    Where ways are not told apart, whatever is counted of the operation may be the place.
    """
    named, _, pointer = target.partition("#")
    if not is_same(named.strip(), operation):
        return False
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
    for place, passed in ways(operation, pointer, document):
        chain = tuple(above for each in (*passed, place) for above in _within(each))
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
        self._to: dict[str, set[str]] = {}
        self._steps = 0

    def ways(self, operation: str) -> Iterator[Met]:
        """Give the ways of an operation by its pointer.

        Raises:
            _TooMany: there are more steps than anybody waits for.
        """
        self._steps = 0
        roots = [*self._roots(operation)]
        for way, pointer in roots:
            yield from self._from(way, pointer, (operation,), frozenset(), is_schema=False)
        is_own = lies_at(self._place, operation)
        if is_own and not any(lies_at(self._place, pointer) for _, pointer in roots):
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
        self._spend()
        chain = (*chain, pointer)
        if len(chain) > _DEEPEST:
            raise _TooMany
        below = [*self._below(way, pointer, is_schema=is_schema)]
        is_here = lies_at(self._place, pointer)
        if is_here and not any(lies_at(self._place, each) for _, each, _ in below):
            yield Met(way, chain)
        for name, each, is_one in below:
            yield from self._from(name, each, chain, within, is_schema=is_one)
        for there in self._behind(pointer, chain):
            if there not in within and self._leads(there, within):
                yield from self._from(way, there, chain, within | {there}, is_schema=is_schema)

    def _behind(self, pointer: str, chain: tuple[str, ...]) -> Iterator[str]:
        """Give where a reference leads, and what a discriminator chooses from."""
        value = value_at(self._document, pointer)
        target = local_pointer(value.get("$ref")) if isinstance(value, dict) else None
        if target is not None:
            yield target
        # A base's discriminator chose already what it is in.
        if len(chain) < 2 or tokens(chain[-2])[-2:-1] != ("allOf",):
            yield from chosen(pointer, self._document)

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

    def _leads(self, component: str, within: frozenset[str]) -> bool:
        """Say whether a component holds the place, or leads to one that does by none that is open.

        What is entered ends at the place, so that what is walked is bounded by the ways found.
        """
        if component not in self._leading:
            self._learn(component)
        if component not in self._leading or not self._leading[component]:
            return False
        met, work = {component}, [component]
        while work:
            self._spend()
            here = work.pop()
            if lies_at(self._place, here):
                return True
            fresh = self._to[here] - within - met
            met |= fresh
            work += fresh
        return False

    def _learn(self, component: str) -> None:
        """Find out which of all that a component leads to lead to the place."""
        met: dict[str, set[str]] = {}
        work = [component]
        while work:
            here = work.pop()
            if here not in met:
                value = value_at(self._document, here)
                met[here] = {*references(value), *chosen(here, self._document)}
                work += met[here]
        leading = {each for each in met if lies_at(self._place, each)}
        more = leading
        while more:
            more = {each for each, to in met.items() if to & more} - leading
            leading = leading | more
        self._leading |= {each: each in leading for each in met}
        self._to |= {each: met[each] & leading for each in leading}

    def _spend(self) -> None:
        self._steps += 1
        if self._steps > _STEPS:
            raise _TooMany


class _TooMany(Exception):
    """What a walk ends with that takes too long."""


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


def _names(value: dict[str, Json], key: str) -> Iterable[str]:
    found = value.get(key)
    return found if isinstance(found, dict) else ()
