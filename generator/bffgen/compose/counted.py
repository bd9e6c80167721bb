"""Hold a list that is built against the promise of how many elements it has.

In:  the list or map that is walked, what keeps elements out of what is built, the place.
Out: the warning `compose-bound` where there may be more or fewer than promised; an error where the
     composition itself leaves out what is promised.
How: by the counts of both contracts, which are ranges of integers: what one misses of the other is
     exact (PITFALLS.md 19). The class of the answer holds both ends when it is built, so a contract
     that promises less than its service keeps is a warning; a mapping that drops elements of a list
     that may not be empty answers 502 whatever the service does.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bffgen.compose.bound import Bound
from bffgen.compose.marks import mistyped, promise
from bffgen.compose.spelled import shown
from bffgen.model.api import Api
from bffgen.model.expression import Collected
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.plain import array_bounds
from bffgen.model.shapes import solid

_LEAST: Final = "minItems"
_MOST: Final = "maxItems"


def miscounted(
    made: Collected,
    over: Bound,
    api: Api,
    pointer: str,
    way: str,
    mark: Mark,
    *,
    can_limit: bool = False,
    may_drop: bool = False,
) -> Iterator[Finding]:
    """Find the ends of a promised count that a list may pass.

    Args:
        over: the innermost list that is walked.
        way: dotted names from the root of what is built to the list.
        can_limit: its builder takes a `limit`.
        may_drop: broken elements of the list are left out.
    """
    if made.of_map:
        return
    least, most = _counts(made, over)
    promised = array_bounds(api.meaning, solid(api.meaning, pointer))
    floor, ceiling = promised.get(_LEAST), promised.get(_MOST)
    ends: list[tuple[str, int]] = []
    kept = 0 if may_drop else _kept(made)
    if isinstance(floor, int) and kept is not None and kept < floor:
        yield _too_few(kept, floor, over, api, pointer, way, mark)
    elif isinstance(floor, int) and least < floor:
        ends.append((f"{_LEAST}: {floor}", least))
    if isinstance(ceiling, int) and (most is None or most > ceiling):
        ends.append((f"{_MOST}: {ceiling}", ceiling + 1))
    for bound, count in ends:
        yield finding(
            "compose-bound",
            mark,
            promise(api, pointer),
            Mark(place=over.api.place(over.read.pointer), on="key", label="what is walked"),
            effect=Effect.RISKY,
            notes=(("witness", f"{_elements(count)}   may be made of `{shown(over.read)}`"),),
            property=way or "the answer",
            bound=bound,
            source=shown(over.read),
            call="",
            limit=str(ceiling) if bound.startswith(_MOST) and can_limit else "",
        )


def dropped_from(
    over: Bound, api: Api, pointer: str, way: str, mark: Mark, dropping: frozenset[str]
) -> Finding | None:
    """Refuse a list that is copied and may not be empty, where broken elements are left out.

    Args:
        dropping: sources of which broken elements are.
    """
    floor = array_bounds(api.meaning, solid(api.meaning, pointer)).get(_LEAST)
    if over.source not in dropping or not isinstance(floor, int) or floor < 1:
        return None
    return _too_few(0, floor, over, api, pointer, way, mark)


def _kept(made: Collected) -> int | None:
    """Give how few elements the mapping may keep of any list; None where it keeps all there are."""
    if any(each.may_miss or each.may_null for each in made.skip):
        return 0
    return made.limit


def _too_few(
    kept: int, floor: int, over: Bound, api: Api, pointer: str, way: str, mark: Mark
) -> Finding:
    return mistyped(
        replace(mark, label="elements are left out"),
        promise(api, pointer),
        way=way,
        given=_elements(kept),
        wanted=f"a list of `{_LEAST}: {floor}`",
        notes=(("witness", f"{_elements(kept)}   may be left of `{shown(over.read)}`"),),
    )


def _elements(count: int) -> str:
    return "[]" if count == 0 else f"{count} element{'s' if count > 1 else ''}"


def _counts(made: Collected, over: Bound) -> tuple[int, int | None]:
    """Give the fewest and the most elements of what is built; None where nothing bounds them."""
    least, most = 0, None
    # All elements of a source of several calls are as many as its answers together.
    if over.read.root != "elements" and not made.flat:
        declared = array_bounds(over.api.meaning, solid(over.api.meaning, over.read.pointer))
        floor, ceiling = declared.get(_LEAST), declared.get(_MOST)
        least = floor if isinstance(floor, int) and _kept(made) != 0 else 0
        most = ceiling if isinstance(ceiling, int) else None
    if made.limit is not None:
        least = min(least, made.limit)
        most = made.limit if most is None else min(most, made.limit)
    return least, most
