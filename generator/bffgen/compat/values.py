"""Values at a position: whether all that the sender may send is taken, and by which change if not.

In:  Positions of the two contracts.
Out: Occurrences: each difference that is a cause, with a value that shows it; each that is a fact
     and harmless; what nobody could decide.
How: the position is proved (PITFALLS.md 7). Where it is refused, each difference below it is asked
     whether some value which is refused here fails at its place; where none is, the break is told
     of the position as a whole, so that nothing is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bffgen.compat.asking import Asking
from bffgen.compat.change import Change, Occurrence
from bffgen.compat.local import Below, Local, Polarity
from bffgen.compat.pair import Pair
from bffgen.compat.path import Way, said
from bffgen.compat.position import Position
from bffgen.compat.schemas import compare_schemas
from bffgen.model.comparison import Answer, NoWitness, Payload, Witness
from bffgen.model.place import tokens
from bffgen.model.rule import Direction
from bffgen.proof.answer import Proved, Refuted, Unknown

# Causes that one position is explained by; more of them are told of the position as a whole.
MOST_CAUSES: Final = 20


@dataclass(frozen=True, slots=True)
class _Reached:
    """A difference and the way from a position to the schema that it was found in."""

    local: Local
    way: Way


class Values:
    """Compares positions; what one of them showed of a component, the next knows."""

    def __init__(self, pair: Pair, asking: Asking) -> None:
        self._pair, self._asking = pair, asking
        self._differences: dict[
            tuple[Direction, str, str], tuple[tuple[Local, ...], tuple[Below, ...]]
        ] = {}

    def compare(self, position: Position) -> Iterator[Occurrence]:
        """Give what is to be told of one position."""
        if self._asking.is_same(position):
            return
        proof = self._asking.prove(position)
        reached = self._reached(position)
        match proof:
            case Unknown():
                yield self._unproven(position, proof.reason)
            case Refuted():
                yield from self._refuted(position, proof, reached)
            case Proved() if self._asking.has_values(position):
                yield from self._proved(position, reached)
            case Proved():
                # Nothing is sent, so everything is taken: no change here is shown to be harmless.
                yield self._unsatisfiable(position)

    def _refuted(
        self, position: Position, proof: Refuted, reached: list[_Reached]
    ) -> Iterator[Occurrence]:
        causes = 0
        for each in reached:
            witness = None
            if causes < MOST_CAUSES and each.local.part is not None:
                witness = self._asking.cause(position, each.way, each.local)
            if witness is not None:
                causes += 1
                yield self._occurrence(position, each, "no", self._payload(position, witness))
            elif each.local.is_fact:
                yield self._occurrence(position, each, "yes", NoWitness(why="no value shows it"))
        if not causes:
            worse = "schema-" + Polarity(position.direction).worse
            change = self._whole(position, worse)
            shown = self._payload(position, proof.witness)
            yield Occurrence(
                change=change,
                operation=position.operation,
                answer="no",
                witness=shown,
                rests_on=proof.rests_on,
            )

    def _proved(self, position: Position, reached: list[_Reached]) -> Iterator[Occurrence]:
        facts = [each for each in reached if each.local.is_fact]
        for each in facts:
            yield self._occurrence(position, each, "yes", NoWitness(why="every value is taken"))
        if not facts:
            better = "widened" if position.direction == "request" else "narrowed"
            yield Occurrence(
                change=self._whole(position, f"schema-{better}"),
                operation=position.operation,
                answer="yes",
                witness=NoWitness(why="every value is taken"),
            )

    def _unproven(self, position: Position, reason: str) -> Occurrence:
        return Occurrence(
            change=self._whole(position, "schema-unproven", value=reason),
            operation=position.operation,
            answer="unknown",
            witness=NoWitness(why=reason),
            reason=reason,
        )

    def _unsatisfiable(self, position: Position) -> Occurrence:
        """Tell a sender that has no value: all that is shown of it is true and says nothing."""
        had = self._asking.had_values(position)
        return Occurrence(
            change=self._whole(position, "schema-unsatisfiable"),
            operation=position.operation,
            answer="no" if had else "yes",
            witness=NoWitness(why="the sender has no value to show"),
        )

    def _reached(self, position: Position) -> list[_Reached]:
        """Give the differences that a position reaches, nearest first, with the shortest way."""
        polarity = Polarity(position.direction)
        found: list[_Reached] = []
        seen: set[tuple[str, str]] = set()
        waiting: list[tuple[Way, str, str]] = [((), position.baseline, position.revision)]
        while waiting:
            way, was, now = waiting.pop(0)
            if (was, now) in seen:
                continue
            seen.add((was, now))
            locals_, below = self._compared(position, polarity, was, now)
            found += [_Reached(each, way) for each in locals_]
            waiting += [((*way, *each.way), each.was, each.now) for each in below]
        return found

    def _compared(
        self, position: Position, polarity: Polarity, was: str, now: str
    ) -> tuple[tuple[Local, ...], tuple[Below, ...]]:
        key = (position.direction, was, now)
        known = self._differences.get(key)
        if known is None:
            sides = self._asking.meanings(position.direction)
            known = self._differences[key] = compare_schemas(
                sides[0],
                was,
                sides[1],
                now,
                polarity,
                lambda one, other: self._asking.are_same(position.direction, one, other),
            )
        return known

    def _payload(self, position: Position, witness: object) -> Witness:
        request = position.direction == "request"
        return Payload(
            value=witness,  # type: ignore[arg-type]
            sender="baseline" if request else "revision",
            receiver="revision" if request else "baseline",
        )

    def _occurrence(
        self, position: Position, reached: _Reached, answer: Answer, witness: Witness
    ) -> Occurrence:
        local = reached.local
        names = [said((*reached.way, *local.way)), local.name]
        subject = ".".join(each for each in names if each)
        return Occurrence(
            change=Change(
                kind=local.kind,
                direction=position.direction,
                where=position.where,
                coordinate=self._coordinate(position, local.anchor),
                before=local.before,
                after=local.after,
                revision=self._pair.in_revision(local.now),
                baseline=self._pair.in_baseline(local.was),
                facts=self._facts(position, subject, local),
            ),
            operation=position.operation,
            answer=answer,
            witness=witness,
        )

    def _facts(self, position: Position, subject: str, local: Local) -> tuple[tuple[str, str], ...]:
        names = ".".join(each for each in (position.name, subject) if each)
        facts = {
            "name": names or f"the {position.where}",
            "value": local.value,
            "was": local.told_was,
            "now": local.told_now,
            "where": position.where,
        }
        return tuple(sorted(facts.items()))

    def _whole(self, position: Position, kind: str, value: str = "") -> Change:
        """Make a change of the whole position."""
        facts = {
            "name": position.name or f"the {position.where}",
            "value": value,
            "was": "",
            "now": "",
            "where": position.where,
        }
        return Change(
            kind=kind,
            direction=position.direction,
            where=position.where,
            coordinate=self._coordinate(position, position.baseline),
            before=None,
            after=self._asking.digest(position),
            revision=self._pair.in_revision(position.revision),
            baseline=self._pair.in_baseline(position.baseline),
            facts=tuple(sorted(facts.items())),
        )

    def _coordinate(self, position: Position, pointer: str) -> str:
        """Name a place for good: by its component, else by the operation that holds it."""
        if tokens(pointer)[:1] == ("paths",):
            inside = "/".join(tokens(pointer)[3:])
            return f"{position.operation} /{inside}"
        return f"#{pointer}"
