"""What a loop goes over: the elements of an array, the values of a map.

In:  a Bound array or map, the name of its loop.
Out: the element or value as a Bound of that name, or a finding.
"""

from dataclasses import replace

from bffgen.compose.bound import Bound, items_of
from bffgen.compose.marks import sending
from bffgen.compose.spelled import shown
from bffgen.compose.uses import Token
from bffgen.model import schema
from bffgen.model.expression import Read
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.shapes import Shape, shape, solid


def map_value(bound: Bound, loop: str, mark: Mark, theirs: Mark) -> Bound | Finding:
    """Give the value of a map as the value of a loop.

    Args:
        theirs: what is promised, for a finding.
    """
    meaning = bound.api.meaning
    here = solid(meaning, bound.read.pointer)
    values = schema.map_values(meaning, here)
    if values is None or shape(meaning, here) is not Shape.MAP:
        seen = sending(bound.api, bound.read.pointer)
        what = f"a map of `{shown(bound.read)}`, which is of another shape"
        return finding("compose-unsupported", mark, theirs, seen, what=what)
    return _looped(bound, loop, values, mark)


def loop_element(bound: Bound, loop: str, mark: Mark, wanted_by: str = "a loop") -> Bound | Finding:
    """Give the element of an array as the value of a loop."""
    items = items_of(bound, mark, wanted_by)
    if isinstance(items, Finding):
        return items
    return _looped(bound, loop, items, mark)


def _looped(bound: Bound, loop: str, items: str, mark: Mark) -> Bound:
    read = Read(
        root="loop",
        name=loop,
        root_may_null=schema.admits_null(bound.api.meaning, items),
        pointer=items,
        types=schema.types(bound.api.meaning, items),
        mark=mark,
    )
    tokens: tuple[Token, ...] = (*bound.tokens, ("element", ""))
    return replace(bound, read=read, tokens=tokens, tag=("", ()), listed=())
