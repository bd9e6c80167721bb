"""Values at a position: whether all that the sender may send is taken, and by which change if not.

In:  Positions of the two contracts.
Out: Occurrences: each difference that is a cause, with a value that shows it; each that is a fact
     and harmless; what nobody could decide.
How: the position is proved (PITFALLS.md 7). Where it is refused, each difference below it is asked
     whether some value which is refused here fails at its place; where none is, the break is told
     of the position as a whole, so that nothing is lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bffgen.compat.asking import Asking
from bffgen.compat.change import Occurrence
from bffgen.compat.local import EMPTIED, NOTES, Local
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position
from bffgen.compat.reach import Compared, Differences, Reached
from bffgen.compat.seen import Seen
from bffgen.compat.telling import NO_VALUE, NOT_SHOWN, TAKEN, Telling, spoken
from bffgen.model.comparison import Answer, NoWitness, Witness
from bffgen.proof.answer import Proof, Proved, Refuted, Unknown
from bffgen.proof.prover import CLOSED_PRODUCER

# What the causes of one comparison may cost: each costs the differences of its position, which are
# all looked at, and what steps it takes, each some 30 us. A single schema of 600 differences has
# all of them asked; the causes of stripe/05, the dearest of 60 real pairs, cost half of this.
_ASKED_FOR_CAUSES: Final = 400_000
_OF_A_STEP: Final = 8
_TOO_MANY: Final = Unknown(reason="fuel")
# Positions that a difference is looked for in, those first that lead to it on the shortest way.
_TRIES: Final = 3
# Properties of which one value is asked to have all: what it costs grows with their square.
_TOGETHER: Final = 64
# Of such an undecided text another reading is taken: the difference is none of what is refused.
_OF_TEXTS: Final = "text:"


@dataclass(slots=True)
class _Asked:
    """What one question is about: positions that differ in their operation alone.

    Attributes:
        positions: at least one.
        reached: the pairs of schemas below that differ, nearest first.
        noted: those where something is said that no value is refused by.
        is_same: what is taken did not change; only what is said beside it did.
    """

    positions: list[Position]
    proof: Proof
    reached: list[Reached]
    noted: list[Reached]
    is_same: bool

    def told(self) -> Iterator[tuple[Reached, Local]]:
        """Give the differences, nearest first; behind them what is only noted."""
        for reached in self.reached:
            for local in reached.compared.locals:
                yield reached, local
        for reached in self.noted:
            for local in reached.compared.notes:
                yield reached, local


@dataclass(frozen=True, slots=True)
class _Cause:
    """What shows that a difference is a cause, and what its position rests on."""

    witness: Witness
    rests_on: tuple[str, ...]


class Values:
    """Compares positions; what one of them showed of a component, the next knows."""

    def __init__(self, pair: Pair, seen: Seen, asking: Asking) -> None:
        self._seen, self._asking = seen, asking
        self._differences = Differences(seen, is_strict=asking.is_strict)
        self._telling = Telling(pair, seen, asking)
        self._emptied_by: dict[Local, Answer | None] = {}

    def compare(self, positions: Iterable[Position]) -> Iterator[Occurrence]:
        """Give what is to be told of positions: first of each as a whole, then each difference."""
        asked = self._questions(positions)
        causes = self._causes(asked)
        for each in asked:
            match each.proof:
                case Unknown():
                    yield from self._telling.unproven(each.positions, each.proof.reason)
                case Refuted():
                    yield from self._refuted(each, each.proof, causes)
                case Proved() if self._asking.has_values(each.positions[0]):
                    yield from self._proved(each)
                    yield from self._if_open(each)
                case Proved():
                    # Nothing is sent, so everything is taken: no change is shown to be harmless.
                    had = self._asking.had_values(each.positions[0])
                    yield from self._telling.unsatisfiable(each.positions, had=had)
        yield from self._telling.gathered()

    def _questions(self, positions: Iterable[Position]) -> list[_Asked]:
        """Put what is the same question at several operations together."""
        found: dict[Position, _Asked] = {}
        for position in positions:
            key = position.asked
            asked = found.get(key)
            if asked is None:
                asked = found[key] = self._asked(position)
            asked.positions.append(position)
        return [each for each in found.values() if not each.is_same or any(each.told())]

    def _asked(self, position: Position) -> _Asked:
        seen = self._seen
        is_same = seen.is_same(position)
        proof = Proved() if is_same else self._asking.prove(position)
        if isinstance(proof, Unknown):
            # It is told as a whole, and what nobody can decide is often dear to take apart.
            return _Asked([], proof, [], [], is_same=False)
        reached = [] if is_same else self._differences.below(position)
        # Schemas that mean the same may note another thing, beside others that differ too.
        noted = self._differences.noted(position) if seen.has_notes else []
        return _Asked([], proof, reached, noted, is_same=is_same)

    def _causes(self, asked: list[_Asked]) -> dict[Local, _Cause | Unknown]:
        """Give the differences that some refused position fails by, with a value that shows it.

        A component is told with the operations whose own position says `no` (PITFALLS.md 7), so
        that one position is enough to show that a difference is a cause.
        """
        ways: dict[Compared, list[tuple[int, int, Reached, Position]]] = defaultdict(list)
        for number, each in enumerate(asked):
            if isinstance(each.proof, Refuted):
                for reached in each.reached:
                    way = (reached.length, number, reached, each.positions[0])
                    ways[reached.compared].append(way)
        sizes = [sum(len(each.compared.locals) for each in one.reached) for one in asked]
        found: dict[Local, _Cause | Unknown] = {}
        rest = _ASKED_FOR_CAUSES
        for compared, candidates in ways.items():
            nearest = sorted(candidates, key=lambda each: each[:2])[:_TRIES]
            for local in compared.locals:
                if local.part is None:
                    continue
                rest -= sizes[nearest[0][1]]
                before = self._asking.steps
                cause = _TOO_MANY if rest < 0 else self._cause(local, nearest)
                rest -= _OF_A_STEP * (self._asking.steps - before)
                if cause is not None:
                    found[local] = cause
        return found

    def _cause(
        self, local: Local, candidates: Iterable[tuple[int, int, Reached, Position]]
    ) -> _Cause | Unknown | None:
        """Give what shows that a difference is a cause; None where it is shown to be none."""
        undecided: Unknown | None = None
        for _, _, reached, position in candidates:
            match self._asking.cause(position, reached.way, local):
                case Refuted(witness=witness):
                    rests_on = self._asking.rests_on(position)
                    return _Cause(self._telling.payload(position, witness), rests_on)
                case Unknown() as proof if not proof.reason.startswith(_OF_TEXTS):
                    undecided = undecided or proof
                case _:
                    pass
        return undecided

    def _refuted(
        self, asked: _Asked, proof: Refuted, causes: Mapping[Local, _Cause | Unknown]
    ) -> Iterator[Occurrence]:
        telling, is_explained = self._telling, False
        for reached, local in asked.told():
            cause = causes.get(local)
            if isinstance(cause, Unknown):
                # A break of the position is told by another difference or as a whole; what this
                # one does is not known, and never safe.
                shown = NoWitness(why=spoken(cause.reason))
                telling.gather(asked.positions, reached, local, "unknown", shown)
            elif cause is not None:
                is_explained = True
                telling.gather(asked.positions, reached, local, "no", cause.witness, cause.rests_on)
            elif local.kind in NOTES:
                telling.note(asked.positions, reached, local)
            elif local.is_fact:
                telling.gather(asked.positions, reached, local, "yes", NOT_SHOWN)
        if not is_explained:
            rests_on = self._asking.rests_on(asked.positions[0])
            yield from telling.broken(asked.positions, proof.witness, rests_on)

    def _proved(self, asked: _Asked) -> Iterator[Occurrence]:
        has_facts = False
        rests_on = () if asked.is_same else self._asking.rests_on_chosen(asked.positions[0])
        self._ask_together(asked)
        for reached, local in asked.told():
            if local.kind == EMPTIED:
                answer = self._emptied(asked.positions[0], reached, local)
                if answer is not None:
                    has_facts = True
                    self._telling.gather(asked.positions, reached, local, answer, NO_VALUE)
            elif local.is_fact:
                has_facts = True
                if local.kind in NOTES:
                    self._telling.note(asked.positions, reached, local)
                else:
                    self._telling.gather(asked.positions, reached, local, "yes", TAKEN, rests_on)
        if has_facts:
            return
        places = set[str]()
        for reached, local in asked.told():
            # Whatever is said of one schema, its values are taken: once is enough.
            if local.kind != EMPTIED and local.anchor not in places:
                places.add(local.anchor)
                self._telling.quiet(asked.positions, reached, local, rests_on)
        if not places:
            yield from self._telling.harmless(asked.positions, rests_on)

    def _ask_together(self, asked: _Asked) -> None:
        """Ask for values that have many properties which may have lost theirs: most have one."""
        ways = {
            local: (*reached.way, *local.way)
            for reached, local in asked.told()
            if local.kind == EMPTIED and local not in self._emptied_by
        }
        keys = [*ways]
        for start in range(0, len(keys), _TOGETHER) if len(keys) > 1 else ():
            some = keys[start : start + _TOGETHER]
            places = [ways[key] for key in some]
            if self._asking.lost_values_at(asked.positions[0], places) is None:
                self._emptied_by |= dict.fromkeys(some)

    def _emptied(self, position: Position, reached: Reached, local: Local) -> Answer | None:
        """Say whether a property of the sender has lost its values: no, or never had one: yes.

        That all of none is taken says nothing (PITFALLS.md 4); of what is `false` it is meant.
        """
        if local not in self._emptied_by:
            answer: Answer | None = None
            if not self._seen.is_forbidden(position, local.was, local.now):
                way = (*reached.way, *local.way)
                had = self._asking.lost_values_at(position, (way,))
                answer = None if had is None else "no" if had else "yes"
            self._emptied_by[local] = answer
        return self._emptied_by[local]

    def _if_open(self, asked: _Asked) -> Iterator[Occurrence]:
        """Tell what hurts only a peer that sends names nobody declared."""
        proof = None if asked.is_same else self._asking.if_open(asked.positions[0])
        if proof is not None:
            rests_on = (CLOSED_PRODUCER,)
            yield from self._telling.broken(asked.positions, proof.witness, rests_on, class_="B")
