"""A schema without its bounds: what tells a broken bound from a broken type.

In:  a document whose schemas have 2020-12 spelling, a pointer to one of them.
Out: a Side that admits what the schema does, lengths, patterns, ranges and counts aside.
How: bounds are left out along properties, items, map values, allOf and `$ref` alone; what stands
     under oneOf, anyOf, not or if keeps them, as less there may mean more (COMPOSITION.md 11).
"""

from typing import Final
from urllib.parse import quote

from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer
from bffgen.proof.formats import INTERVALS
from bffgen.proof.side import Side

BOUNDS: Final = frozenset(
    (
        *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    )
)
# A member that no contract has; what is relaxed stands under it by its own pointer.
_BESIDE: Final = "x-bffgen-relaxed"


def relaxed(document: Json, pointer: str) -> Side:
    """Give a schema without its bounds, in a document of its own. O(size of what is reached)."""
    made: dict[str, Json] = {}
    work = [pointer]
    while work:
        here = work.pop()
        if here not in made:
            made[here] = _without_bounds(document, here, work)
    beside = {**document, _BESIDE: made} if isinstance(document, dict) else made
    return Side(beside, join("", _BESIDE, pointer))


def _without_bounds(document: Json, pointer: str, below: list[str]) -> Json:
    """Give one schema whose parts refer to relaxed ones; these are put to what is still to do."""
    written = at(document, pointer)
    if not isinstance(written, dict):
        return written

    def part(*steps: str | int) -> Json:
        below.append(join(pointer, *steps))
        return _reference(below[-1])

    fresh: dict[str, Json] = {}
    for keyword, value in written.items():
        target = local_pointer(value) if keyword == "$ref" else None
        if keyword in BOUNDS or (keyword == "format" and str(value) in INTERVALS):
            continue
        if target is not None and has(document, target):
            below.append(target)
            fresh |= {"$ref": _reference(target)["$ref"]}
        elif keyword in ("items", "additionalProperties"):
            fresh[keyword] = part(keyword)
        elif keyword == "properties" and isinstance(value, dict):
            fresh[keyword] = {name: part(keyword, name) for name in value}
        elif keyword == "allOf" and isinstance(value, list):
            fresh[keyword] = [part(keyword, number) for number in range(len(value))]
        else:
            fresh[keyword] = value
    return fresh


def _reference(pointer: str) -> dict[str, Json]:
    return {"$ref": "#" + quote(join("", _BESIDE, pointer), safe="/$~")}
