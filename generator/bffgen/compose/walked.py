"""Which schemas of a contract a way leads through.

In:  an Api, a schema, a way of names.
Out: Walked; all schemas that some are made of.
How: schema by schema with all that acts at the same place; a place belongs to the nearest schema
     around it, and counts where that was met, or where all below it is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.lineage import EACH, Way
from bffgen.model.place import Place, join, tokens
from bffgen.model.tree import at, has, local_pointer

# What stands below a schema and is a schema of its own.
_SEVERAL = HOLDS_LIST | HOLDS_MAP
_OTHERS = HOLDS_ONE | _SEVERAL
# What is held of the whole value, though it reads as a schema of something else.
_CONDITIONS = frozenset(("not", "if", "propertyNames", "contains"))


@dataclass(frozen=True, slots=True)
class Walked:
    """The schemas that a way leads through.

    Attributes:
        schemas: where the author wrote them, each with its pointer in the contract.
        whole: those below which all counts as well.
        ends: where the way ends.
    """

    api: Api
    schemas: Mapping[Place, str]
    whole: frozenset[Place]
    ends: tuple[str, ...]

    def goes_through(self, place: Place) -> bool:
        """Say whether a place is a schema on the way, or one below its end that counts as well."""
        return place in self.schemas or is_within(place, self.whole)

    def is_met(self, place: Place) -> bool:
        """Say whether a place is one that the way goes through."""
        if is_within(place, self.whole):
            return True
        path = tokens(place.pointer)
        for end in range(len(path), -1, -1):
            here = replace(place, pointer=join("", *path[:end]))
            if here in self.schemas:
                return self._is_own(self.schemas[here], path[end:])
        return False

    def _is_own(self, here: str, below: tuple[str, ...]) -> bool:
        """Say whether what stands below a schema speaks of the values that are read."""
        if below[:1] == ("required",) and len(below) > 1:
            where = join(here, *below)
            name = at(self.api.meaning, where) if has(self.api.meaning, where) else None
            member = join(here, "properties", str(name))
            is_declared = has(self.api.meaning, member)
            return not is_declared or self.api.place(member) in self.schemas
        is_all = len(below) == 1 and below[0] in _SEVERAL
        return not below or is_all or below[0] in _CONDITIONS or below[0] not in _OTHERS


def walked(api: Api, pointer: str, way: Way, *, whole: bool = False) -> Walked:
    """Follow a way from a schema; it ends where the contract does not go on."""
    ends = [pointer]
    here = _acting(api.meaning, ends)
    found = set(here)
    for step in way:
        ends = list(_below(api.meaning, here, step))
        here = _acting(api.meaning, ends)
        found |= here
    return Walked(
        api,
        {api.place(each): each for each in sorted(found)},
        reach(api, here) if whole else frozenset(),
        tuple(ends),
    )


def acting(api: Api, pointer: str, way: Way) -> list[set[str]]:
    """Give what may act at the start of a way and after each step of it."""
    levels = [_acting(api.meaning, [pointer])]
    for step in way:
        levels.append(_acting(api.meaning, list(_below(api.meaning, levels[-1], step))))
    return levels


def reach(api: Api, pointers: Iterable[str]) -> frozenset[Place]:
    """Give schemas with all that they are made of, at any depth."""
    return frozenset(map(api.place, reached(api, pointers)))


def reached(api: Api, pointers: Iterable[str]) -> frozenset[str]:
    """Give the same, as pointers into the contract."""
    found: set[str] = set()
    work = list(pointers)
    while work:
        here = work.pop()
        if here not in found and has(api.meaning, here):
            found.add(here)
            work += _parts(api.meaning, here)
    return frozenset(found)


def is_within(place: Place, schemas: frozenset[Place]) -> bool:
    """Say whether a place is one of these schemas, or below one of them."""
    if not schemas:
        return False
    path = tokens(place.pointer)
    return any(
        replace(place, pointer=join("", *path[:end])) in schemas for end in range(len(path), -1, -1)
    )


def _parts(meaning: Json, here: str) -> Iterator[str]:
    """Give the schemas right below a schema, and the one that it refers to."""
    written = at(meaning, here)
    for keyword, value in written.items() if isinstance(written, dict) else ():
        target = local_pointer(value) if keyword == "$ref" else None
        if target is not None:
            yield target
        elif keyword in HOLDS_ONE:
            yield join(here, keyword)
        elif keyword in HOLDS_LIST and isinstance(value, list):
            yield from (join(here, keyword, number) for number in range(len(value)))
        elif keyword in HOLDS_MAP and isinstance(value, dict):
            yield from (join(here, keyword, name) for name in value)


def _acting(meaning: Json, pointers: list[str]) -> set[str]:
    found: set[str] = set()
    for each in pointers:
        found |= {each, *schema.in_place(meaning, each)}
    return found


def _below(meaning: Json, schemas: set[str], step: str) -> Iterator[str]:
    """Give what an element, a declared member, or else a value of a map is held to."""
    if step == EACH:
        for each in schemas:
            yield from schema.items(meaning, each)
    declared = [
        join(each, "properties", step)
        for each in schemas
        if has(meaning, join(each, "properties", step))
    ]
    yield from declared
    if not declared:
        values = (schema.map_values(meaning, each) for each in schemas)
        yield from (each for each in values if each is not None)
