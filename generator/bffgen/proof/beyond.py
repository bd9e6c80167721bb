"""Whether a schema is beyond what jsonschema-rs can be asked to build.

In:  a schema that stands alone, as standalone.py writes it.
Out: yes or no.
How: it builds `unevaluated*` by going down all that acts at the same place, on the stack of calls,
     and overflows it some hundred schemas below each other, which ends the process. The time that
     it takes grows with the square of the definitions: a second at 10,000.
"""

from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.tree import at, has, local_pointer

_DEFINITIONS: Final = 10_000
# At 200 it takes a second, at 1,000 it overflows.
_DEEPEST: Final = 100

_UNEVALUATED: Final = ("unevaluatedProperties", "unevaluatedItems")
_IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")


def is_beyond(schema: Json) -> bool:
    """Say whether a schema is too large or too deep to be built; linear in its size."""
    definitions = schema.get("$defs") if isinstance(schema, dict) else None
    if isinstance(definitions, dict) and len(definitions) > _DEFINITIONS:
        return True
    return _Depths(schema).deepest() > _DEEPEST


class _Depths:
    """How many schemas with `unevaluated*` act at one place, below each other."""

    def __init__(self, root: Json) -> None:
        self._root = root
        # By identity, which the root keeps; what is open is met again in a circle.
        self._depths: dict[int, int] = {}

    def deepest(self) -> int:
        """Give the most that is met from any schema."""
        found = 0
        work, seen = [self._root], set[int]()
        while work:
            here = work.pop()
            if not isinstance(here, dict) or id(here) in seen:
                continue
            seen.add(id(here))
            if any(each in here for each in _UNEVALUATED):
                found = max(found, self._depth(here))
            for keyword, value in here.items():
                if keyword in HOLDS_ONE:
                    work.append(value)
                elif keyword in HOLDS_LIST and isinstance(value, list):
                    work += value
                elif (keyword in HOLDS_MAP or keyword == "$defs") and isinstance(value, dict):
                    work += value.values()
        return found

    def _depth(self, start: dict[str, Json]) -> int:
        work = [(start, False)]
        while work:
            here, is_left = work.pop()
            below = self._below(here)
            if is_left:
                own = any(each in here for each in _UNEVALUATED)
                self._depths[id(here)] = own + max(
                    (self._depths.get(id(each), 0) for each in below), default=0
                )
            elif id(here) not in self._depths:
                self._depths[id(here)] = 0
                work.append((here, True))
                work += ((each, False) for each in below)
        return self._depths[id(start)]

    def _below(self, schema: dict[str, Json]) -> list[dict[str, Json]]:
        """Give the schemas that act at the place of one."""
        found: list[Json] = []
        for keyword in _IN_PLACE:
            value = schema.get(keyword)
            if isinstance(value, list):
                found += value
            elif keyword == "dependentSchemas" and isinstance(value, dict):
                found += value.values()
            else:
                found.append(value)
        target = local_pointer(schema.get("$ref"))
        if target is not None and has(self._root, target):
            found.append(at(self._root, target))
        return [each for each in found if isinstance(each, dict)]
