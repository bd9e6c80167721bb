"""An array of a state: the shortest whose items satisfy all that is said of them.

In:  a State of type array.
Out: a task that ends in Found, Empty or Undecided.
How: lengths from the least to the small-model bound, behind which a longer array only repeats; at
     each length the items that must be somewhere are placed, then every item is found. Items that
     must differ are found one after the other, and matched to values where that comes to nothing.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from bffgen.model.canonical import Json
from bffgen.proof.answer import Attempt, Empty, Found
from bffgen.proof.facts import Counted, Items, Literal
from bffgen.proof.state import State
from bffgen.proof.tasks import Goal, Searching, Task
from bffgen.proof.values import identity

# What each position is held to.
_Held: TypeAlias = tuple[frozenset[Literal], ...]


@dataclass(frozen=True, slots=True)
class _Placing:
    """An array whose items are not all placed.

    Attributes:
        held: what each position is held to.
        jobs: (first position, literal, whether it is counted) of items that are still to be placed.
        caps: literals of which there may be so many items at most.
    """

    held: _Held
    jobs: tuple[tuple[int, Literal, bool], ...]
    caps: tuple[tuple[Literal, int], ...]


def value_of(state: State, search: Searching) -> Task:
    """Find the shortest array of a state."""
    return _Array(state, search).task()


class _Array:
    def __init__(self, state: State, search: Searching) -> None:
        self.state, self.search = state, search
        self.groups: list[Items] = list(state.items)

    def task(self) -> Task:
        counted = self._merged()
        if counted is None:
            return Empty(0)
        attempt = Attempt()
        for length in self._lengths(counted):
            self.search.spend(1 + (length + sum(each.least for each in counted)) // 16)
            placing = self._placing(length, counted)
            answer = yield self._place(placing, frozenset())
            if isinstance(answer, Found):
                return answer
            attempt.note(answer)
        return attempt.answer()

    def _merged(self) -> list[Counted] | None:
        """Merge the counts of each literal; None where they contradict each other."""
        least: dict[Literal, int] = {}
        most: dict[Literal, int] = {}
        for each in self.state.counted:
            least[each.literal] = max(least.get(each.literal, 0), each.least)
            if each.most is not None:
                most[each.literal] = min(most.get(each.literal, each.most), each.most)
        found = []
        for literal, low in least.items():
            high = most.get(literal)
            if high is not None and low > high:
                return None
            if high == 0:
                self.groups.append(Items((), ~literal))
            elif low or high is not None:
                found.append(Counted(literal, low, high))
        return found

    def _lengths(self, counted: Sequence[Counted]) -> range:
        """Give the lengths to try; a longer array would have a shorter one as its model."""
        state = self.state
        shortest = int(state.low or 0)
        front = max((len(group.prefix) for group in self.groups), default=0)
        starts = [each.start for each in state.some_item]
        longest = max(shortest, front, *starts, 0) + len(starts) + (2 if state.is_repeated else 0)
        longest += sum(each.least for each in counted)
        # Where items must be somewhere else than the counted ones, one more may be needed for each.
        longest += sum(each.most is not None for each in counted)
        if state.high is not None:
            longest = min(longest, int(state.high))
        return range(shortest, longest + 1)

    def _placing(self, length: int, counted: Sequence[Counted]) -> _Placing:
        held = [
            {group.prefix[n] if n < len(group.prefix) else group.rest for group in self.groups}
            for n in range(length)
        ]
        for each in self.state.item_at:
            held[each.index].add(each.literal)
        jobs = [(each.start, each.literal, False) for each in self.state.some_item]
        for count in counted:
            jobs += [(0, count.literal, True)] * count.least
        caps = tuple((each.literal, each.most) for each in counted if each.most is not None)
        return _Placing(tuple(map(frozenset, held)), tuple(jobs), caps)

    def _place(self, placing: _Placing, taken: frozenset[tuple[int, Literal]]) -> Task:
        """Place the first of the items that must be somewhere, in each way, then the others."""
        self.search.spend(1 + len(placing.held) // 16)
        if not placing.jobs:
            return (yield self._cap(placing.held, placing.caps))
        (start, literal, is_counted), *rest = placing.jobs
        attempt = Attempt()
        tried: set[tuple[frozenset[Literal], bool]] = set()
        for n in range(start, len(placing.held)):
            is_taken = (n, literal) in taken
            # Positions that are held to the same are alike.
            alike = placing.held[n], is_taken
            if alike in tried or (is_counted and is_taken):
                continue
            tried.add(alike)
            held = placing.held[n] | {literal}
            answer = yield held
            if isinstance(answer, Empty):
                attempt.note(answer)
                continue
            fresh = (*placing.held[:n], held, *placing.held[n + 1 :])
            further = taken | {(n, literal)} if is_counted else taken
            answer = yield self._place(_Placing(fresh, tuple(rest), placing.caps), further)
            if isinstance(answer, Found):
                return answer
            attempt.note(answer)
        return attempt.answer()

    def _cap(self, held: _Held, caps: tuple[tuple[Literal, int], ...]) -> Task:
        """Say of each item whether it is one of those of which there may be so many."""
        if not caps:
            return (yield self._filled(held))
        (literal, most), *rest = caps
        forced = [n for n, each in enumerate(held) if literal in each]
        free = [n for n, each in enumerate(held) if literal not in each]
        attempt = Attempt()
        for extra in range(most - len(forced) + 1):
            for chosen in combinations(free, extra):
                self.search.spend(1)
                signs = {n: literal if n in chosen else ~literal for n in free}
                fresh = tuple(
                    each | {signs[n]} if n in signs else each for n, each in enumerate(held)
                )
                answer = yield self._cap(fresh, tuple(rest))
                if isinstance(answer, Found):
                    return answer
                attempt.note(answer)
        return attempt.answer()

    def _filled(self, held: _Held) -> Task:
        """Find a value for every position."""
        if self.state.is_repeated:
            return (yield self._repeated(held))
        if self.state.is_distinct:
            return (yield _distinct(held, self.search))
        return (yield _each(held, {}))

    def _repeated(self, held: _Held) -> Task:
        """Give two positions one value."""
        attempt = Attempt()
        tried: set[frozenset[Goal]] = set()
        for one, other in combinations(range(len(held)), 2):
            pair = frozenset((held[one], held[other]))
            if pair in tried:
                continue
            tried.add(pair)
            answer = yield held[one] | held[other]
            if isinstance(answer, Found):
                answer = yield _each(held, {one: answer.value, other: answer.value})
            if isinstance(answer, Found):
                return answer
            attempt.note(answer)
        return attempt.answer()


def _each(held: _Held, given: dict[int, Json]) -> Task:
    """Find the value of each position by itself."""
    items: list[Json] = []
    for n, literals in enumerate(held):
        if n in given:
            items.append(given[n])
            continue
        answer = yield literals
        if not isinstance(answer, Found):
            return answer
        items.append(answer.value)
    return Found(items)


def _distinct(held: _Held, search: Searching) -> Task:
    """Find values that all differ: a matching of positions to values.

    As many values of a position as there are positions are enough: with those, whatever the others
    take, one is left.
    """
    meanings = search.meanings
    known: dict[Goal, list[Json]] = {}
    attempt = Attempt()
    for literals in dict.fromkeys(held):
        values: list[Json] = []
        while len(values) < len(held):
            search.spend(1 + len(values) // 16)
            wanted = literals | {~meanings.listing(*values)} if values else literals
            answer = yield wanted
            if not isinstance(answer, Found):
                attempt.note(answer)
                break
            values.append(answer.value)
        known[literals] = values
    matched = _matched([known[each] for each in held])
    return attempt.answer() if matched is None else Found(matched)


def _matched(values_of: Sequence[Sequence[Json]]) -> list[Json] | None:
    """Give each position one of its values, no two equal; None where that cannot be.

    Source:
        Kuhn 1955, Naval Research Logistics Quarterly 2:83, without weights.
    """
    ids = [[identity(value) for value in values] for values in values_of]
    numbers: dict[object, int] = {}
    ways = [[numbers.setdefault(each, len(numbers)) for each in listed] for listed in ids]
    owner: dict[int, int] = {}
    chosen = [-1] * len(ways)
    for start in range(len(ways)):
        # Breadth first along alternating paths: from a position to its values, to their owners.
        came: dict[int, int] = {}
        work, free = deque((start,)), -1
        while work and free < 0:
            here = work.popleft()
            for value in ways[here]:
                if value in came:
                    continue
                came[value] = here
                if value in owner:
                    work.append(owner[value])
                else:
                    free = value
                    break
        if free < 0:
            return None
        while free >= 0:
            here = came[free]
            owner[free], chosen[here], free = here, free, chosen[here]
    return [values_of[n][ways[n].index(value)] for n, value in enumerate(chosen)]
