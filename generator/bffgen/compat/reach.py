"""The differences below a position: which pairs of schemas it leads to, and on which way.

In:  Positions, and who can say whether two schemas mean the same.
Out: Reached: a pair of schemas that differ, with the shortest way to it.
How: two schemas are compared once, down to the components that they refer to; that makes a graph,
     and each position goes through it breadth first.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bffgen.compat.local import Below, Polarity
from bffgen.compat.path import Way
from bffgen.compat.position import Position
from bffgen.compat.schemas import Found, compare_schemas
from bffgen.compat.seen import Seen, Sides


class Compared:
    """Two schemas as they were compared.

    Attributes:
        locals: what differs, and values may be refused by.
        notes: what differs, and no value is refused by.
        below: the pairs of components that they refer to, each with the way that leads there.
        noted: those of them that are reached through what means the same on both sides.
    """

    __slots__ = ("below", "locals", "noted", "notes")

    def __init__(self, found: Found) -> None:
        self.locals, self.notes = tuple(found.locals), tuple(found.notes)
        self.below: tuple[tuple[Way, Compared], ...] = ()
        self.noted: tuple[tuple[Way, Compared], ...] = ()


class Reached(NamedTuple):
    """Two schemas that differ, and how a position leads to them.

    Attributes:
        length: steps of the whole way.
        steps: of them the last ones, from `above`.
        above: None at the position itself.
    """

    compared: Compared
    length: int
    steps: Way
    above: "Reached | None"

    @property
    def way(self) -> Way:
        """Give all steps from the position."""
        parts: list[Way] = []
        here: Reached | None = self
        while here is not None:
            parts.append(here.steps)
            here = here.above
        return tuple(step for part in reversed(parts) for step in part)


class Differences:
    """Compares what positions hold; what one of them led to, the next knows."""

    def __init__(self, seen: Seen, *, is_strict: bool) -> None:
        """Compare nothing yet.

        Args:
            is_strict: clients refuse members that their contract does not declare.
        """
        self._seen, self._is_strict = seen, is_strict
        # By the identity of both documents, which the graph itself keeps alive.
        self._graphs: dict[tuple[int, int, bool], _Graph] = {}

    def below(self, position: Position) -> list[Reached]:
        """Give the pairs a position reaches of which values may be refused, nearest first."""
        found = self._reached(position, has_notes=False)
        return [each for each in found if each.compared.locals]

    def noted(self, position: Position) -> list[Reached]:
        """Give the pairs a position reaches that have notes, nearest first."""
        found = self._reached(position, has_notes=True)
        return [each for each in found if each.compared.notes]

    def _reached(self, position: Position, *, has_notes: bool) -> list[Reached]:
        start = self._graph(position).compared(position.baseline, position.revision)
        found = [Reached(start, 0, (), None)]
        seen = {start}
        # What is found is appended, so that each stands behind its holder.
        for each in found:
            compared = each.compared
            for way, below in compared.below + compared.noted if has_notes else compared.below:
                if below not in seen:
                    seen.add(below)
                    found.append(Reached(below, each.length + len(way), way, each))
        return found

    def _graph(self, position: Position) -> "_Graph":
        sides = self._seen.alike(position)
        is_request = position.direction == "request"
        key = (id(sides.baseline.document), id(sides.revision.document), is_request)
        graph = self._graphs.get(key)
        if graph is None:
            is_strict = self._is_strict and not is_request
            polarity = Polarity(position.direction, is_strict=is_strict)
            graph = self._graphs[key] = _Graph(sides, polarity, self._seen)
        return graph


class _Graph:
    """The pairs of schemas of two documents that some position leads to."""

    def __init__(self, sides: Sides, polarity: Polarity, seen: Seen) -> None:
        self._sides, self._polarity, self._seen = sides, polarity, seen
        self._known: dict[tuple[str, str], Compared] = {}
        self._waiting: list[tuple[Compared, Found]] = []

    def compared(self, was: str, now: str) -> Compared:
        """Give a pair with all that is below it."""
        start = self._entered(was, now)
        while self._waiting:
            above, found = self._waiting.pop()
            above.below = self._all_entered(found.components)
            above.noted = self._all_entered(found.noted)
        return start

    def _all_entered(self, below: Iterable[Below]) -> tuple[tuple[Way, Compared], ...]:
        return tuple((each.way, self._entered(each.was, each.now)) for each in below)

    def _entered(self, was: str, now: str) -> Compared:
        known = self._known.get((was, now))
        if known is None:
            baseline, revision = (each.document for each in self._sides)
            found = compare_schemas(baseline, was, revision, now, self._polarity, self)
            known = self._known[was, now] = Compared(found)
            self._waiting.append((known, found))
        return known

    def are_same(self, was: str, now: str) -> bool:
        """See Alike."""
        return self._seen.are_same(self._sides, was, now)

    def say_the_same(self, was: str, now: str) -> bool:
        """See Alike."""
        if self._seen.has_notes:
            return self._seen.are_written_alike(self._sides, was, now)
        return self.are_same(was, now)
