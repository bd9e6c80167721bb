"""The differences below a position: which pairs of schemas it leads to, and on which way.

In:  Positions, and who can say whether two schemas mean the same.
Out: Reached: a pair of schemas that differ, with the shortest way to it.
How: two schemas are compared once, down to the components that they refer to; that makes a graph,
     and each position goes through it breadth first.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from bffgen.compat.local import Below, Local, Polarity
from bffgen.compat.path import Way
from bffgen.compat.position import Position
from bffgen.compat.schemas import compare_schemas
from bffgen.compat.seen import Seen, Sides
from bffgen.model.canonical import Json

AreSame: TypeAlias = Callable[[Sides, str, str], bool]


class Compared:
    """Two schemas as they were compared.

    Attributes:
        locals: what differs.
        below: the pairs of components that they refer to, each with the way that leads there.
    """

    __slots__ = ("below", "locals")

    def __init__(self, told: tuple[Local, ...]) -> None:
        self.locals = told
        self.below: tuple[tuple[Way, Compared], ...] = ()


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

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        # By the identity of both documents, which the views keep alive.
        self._graphs: dict[tuple[int, int, bool, AreSame], _Graph] = {}

    def below(self, position: Position, are_same: AreSame) -> list[Reached]:
        """Give the pairs with differences that a position reaches, nearest first.

        Args:
            are_same: below what is so, nothing is looked for.
        """
        graph = self._graph(position, are_same)
        start = graph.compared(position.baseline, position.revision)
        found: list[Reached] = []
        seen = {start}
        layer = [Reached(start, 0, (), None)]
        while layer:
            found += (each for each in layer if each.compared.locals)
            following: list[Reached] = []
            for each in layer:
                for way, below in each.compared.below:
                    if below not in seen:
                        seen.add(below)
                        following.append(Reached(below, each.length + len(way), way, each))
            layer = following
        return found

    def _graph(self, position: Position, are_same: AreSame) -> "_Graph":
        sides = self._seen.alike(position)
        documents = sides.baseline.document, sides.revision.document
        key = (id(documents[0]), id(documents[1]), position.direction == "request", are_same)
        graph = self._graphs.get(key)
        if graph is None:
            graph = self._graphs[key] = _Graph(
                documents,
                Polarity(position.direction),
                lambda was, now: are_same(sides, was, now),
            )
        return graph


class _Graph:
    """The pairs of schemas of two documents that some position leads to."""

    def __init__(
        self,
        documents: tuple[Json, Json],
        polarity: Polarity,
        are_same: Callable[[str, str], bool],
    ) -> None:
        self._documents, self._polarity, self._are_same = documents, polarity, are_same
        self._known: dict[tuple[str, str], Compared] = {}
        self._waiting: list[tuple[Compared, Iterable[Below]]] = []

    def compared(self, was: str, now: str) -> Compared:
        """Give a pair with all that is below it."""
        found = self._entered(was, now)
        while self._waiting:
            above, below = self._waiting.pop()
            above.below = tuple((each.way, self._entered(each.was, each.now)) for each in below)
        return found

    def _entered(self, was: str, now: str) -> Compared:
        known = self._known.get((was, now))
        if known is None:
            baseline, revision = self._documents
            told, below = compare_schemas(
                baseline, was, revision, now, self._polarity, self._are_same
            )
            known = self._known[was, now] = Compared(told)
            self._waiting.append((known, below))
        return known
