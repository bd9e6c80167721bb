"""Values at a position: whether all that the sender may send is taken, and by which change if not.

In:  Positions of the two contracts.
Out: Occurrences: each difference that is a cause, with a value that shows it; each that is a fact
     and harmless; what nobody could decide.
How: the position is proved (PITFALLS.md 7). Where it is refused, each difference below it is asked
     whether some value which is refused here fails at its place; where none is, the break is told
     of the position as a whole, so that nothing is lost.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bffgen.compat.asking import Asking, Typed
from bffgen.compat.change import Change, Occurrence
from bffgen.compat.local import NOTES, Below, Local, Polarity
from bffgen.compat.pair import Pair
from bffgen.compat.path import Way, said
from bffgen.compat.position import Position, coordinate
from bffgen.compat.schemas import compare_schemas
from bffgen.model.canonical import Json
from bffgen.model.comparison import Answer, NoWitness, Payload, Request, Witness
from bffgen.model.rule import Direction
from bffgen.proof.answer import Proof, Proved, Refuted, Unknown

_AreSame: TypeAlias = Callable[[Typed, str, str], bool]

# Positions that a difference is looked for in, those first that lead to it on the shortest way.
_TRIES: Final = 3
_TAKEN: Final = NoWitness(why="every value is taken")
_ALWAYS_SENT: Final = NoWitness(why="no request leaves it out")
_NOT_SHOWN: Final = NoWitness(why="no value shows it")


@dataclass(frozen=True, slots=True)
class _Reached:
    """A difference, and the way to it from a position."""

    local: Local
    way: Way


@dataclass(slots=True)
class _Asked:
    """What one question is about: positions that differ in their operation alone.

    Attributes:
        positions: at least one.
        reached: the differences below, nearest first.
        is_same: what is taken did not change; only what is said beside it did.
    """

    positions: list[Position]
    proof: Proof
    reached: list[_Reached]
    is_same: bool


@dataclass(frozen=True, slots=True)
class _Cause:
    """What shows that a difference is a cause, and what its position rests on."""

    witness: Witness
    rests_on: tuple[str, ...]


class Values:
    """Compares positions; what one of them showed of a component, the next knows."""

    def __init__(self, pair: Pair, asking: Asking) -> None:
        self._pair, self._asking = pair, asking
        # One Change for all operations that meet it in the same words.
        self._changes: dict[tuple[int, str, str, str], Change] = {}
        self._differences: dict[
            tuple[int, int, Direction, str, str, _AreSame],
            tuple[tuple[Local, ...], tuple[Below, ...]],
        ] = {}

    def compare(self, positions: Iterable[Position]) -> Iterator[Occurrence]:
        """Give what is to be told of positions, in their order."""
        asked = self._questions(positions)
        causes = self._causes(asked)
        for each in asked:
            match each.proof:
                case Unknown():
                    yield from (self._unproven(one, each.proof.reason) for one in each.positions)
                case Refuted():
                    yield from self._refuted(each, each.proof, causes)
                case Proved() if self._asking.has_values(each.positions[0]):
                    yield from self._proved(each)
                    yield from self._if_open(each)
                case Proved():
                    # Nothing is sent, so everything is taken: no change is shown to be harmless.
                    yield from self._unsatisfiable(each.positions)

    def _questions(self, positions: Iterable[Position]) -> list[_Asked]:
        """Put what is the same question at several operations together."""
        found: dict[Position, _Asked] = {}
        for position in positions:
            key = replace(position, operation="", where="", name="")
            asked = found.get(key)
            if asked is None:
                asked = found[key] = self._asked(position)
            asked.positions.append(position)
        return [each for each in found.values() if each.reached or not each.is_same]

    def _asked(self, position: Position) -> _Asked:
        if not self._asking.is_same(position):
            proof = self._asking.prove(position)
            return _Asked([], proof, self._reached(position, self._asking.are_same), is_same=False)
        reached = []
        if self._asking.has_notes:
            reached = self._reached(position, self._asking.are_written_alike)
        notes = [each for each in reached if each.local.kind in NOTES]
        return _Asked([], Proved(), notes, is_same=True)

    def _causes(self, asked: list[_Asked]) -> dict[int, _Cause]:
        """Give the differences that some refused position fails by, with a value that shows it.

        A component is told with the operations whose own position says `no` (PITFALLS.md 7), so
        that one position is enough to show that a difference is a cause.
        """
        ways: dict[int, list[tuple[int, int, _Reached, Position]]] = {}
        for number, each in enumerate(asked):
            if isinstance(each.proof, Refuted):
                for reached in each.reached:
                    if reached.local.part is not None:
                        way = (len(reached.way), number, reached, each.positions[0])
                        ways.setdefault(id(reached.local), []).append(way)
        found: dict[int, _Cause] = {}
        for local, candidates in ways.items():
            candidates.sort(key=lambda each: each[:2])
            for _, _, reached, position in candidates[:_TRIES]:
                witness = self._asking.cause(position, reached.way, reached.local)
                if witness is not None:
                    rests_on = self._asking.rests_on(position)
                    found[local] = _Cause(_payload(position, witness.witness), rests_on)
                    break
        return found

    def _refuted(
        self, asked: _Asked, proof: Refuted, causes: Mapping[int, _Cause]
    ) -> Iterator[Occurrence]:
        is_explained = any(id(each.local) in causes for each in asked.reached)
        rests_on = () if is_explained else self._asking.rests_on(asked.positions[0])
        for position in asked.positions:
            for each in asked.reached:
                cause = causes.get(id(each.local))
                if cause is not None:
                    told = self._occurrence(position, each, "no", cause.witness)
                    yield replace(told, rests_on=cause.rests_on)
                elif each.local.kind in NOTES:
                    yield self._noted(position, each)
                elif each.local.is_fact:
                    yield self._occurrence(position, each, "yes", _NOT_SHOWN)
            if not is_explained:
                worse = "schema-" + Polarity(position.direction).worse
                yield Occurrence(
                    change=self._whole(position, worse),
                    operation=position.operation,
                    answer="no",
                    witness=_payload(position, proof.witness),
                    rests_on=rests_on,
                )

    def _proved(self, asked: _Asked) -> Iterator[Occurrence]:
        facts = [each for each in asked.reached if each.local.is_fact]
        for position in asked.positions:
            for each in facts:
                if each.local.kind in NOTES:
                    yield self._noted(position, each)
                else:
                    yield self._occurrence(position, each, "yes", _TAKEN)
            if not facts:
                better = "widened" if position.direction == "request" else "narrowed"
                yield Occurrence(
                    change=self._whole(position, f"schema-{better}"),
                    operation=position.operation,
                    answer="yes",
                    witness=_TAKEN,
                )

    def _if_open(self, asked: _Asked) -> Iterator[Occurrence]:
        """Tell what hurts only a peer that sends names nobody declared."""
        proof = None if asked.is_same else self._asking.if_open(asked.positions[0])
        if proof is None:
            return
        for position in asked.positions:
            worse = "schema-" + Polarity(position.direction).worse
            yield Occurrence(
                change=self._whole(position, worse),
                operation=position.operation,
                answer="no",
                witness=_payload(position, proof.witness),
                class_="B",
                rests_on=("closed-producer",),
            )

    def _noted(self, position: Position, reached: _Reached) -> Occurrence:
        """Tell what is said beside the values: its page alone says what that does."""
        local = reached.local
        witness: Witness = NoWitness(why="no value is refused by it")
        if local.kind.startswith("default") and position.direction == "request":
            way = (*reached.way, *local.way)
            if not self._asking.may_lack(position, way):
                return self._occurrence(position, reached, "yes", _ALWAYS_SENT)
            name = said(way) or position.name
            witness = Request(
                line=f"{position.operation}   without {f'`{name}`' if name else 'a body'}",
                before=f"taken as {local.told_was}",
                after=f"taken as {local.told_now}",
            )
        return self._occurrence(position, reached, "no", witness)

    def _unproven(self, position: Position, reason: str) -> Occurrence:
        return Occurrence(
            change=self._whole(position, "schema-unproven", value=reason),
            operation=position.operation,
            answer="unknown",
            witness=NoWitness(why=reason),
            reason=reason,
        )

    def _unsatisfiable(self, positions: list[Position]) -> Iterator[Occurrence]:
        """Tell a sender that has no value: all that is shown of it is true and says nothing."""
        had = self._asking.had_values(positions[0])
        for position in positions:
            yield Occurrence(
                change=self._whole(position, "schema-unsatisfiable"),
                operation=position.operation,
                answer="no" if had else "yes",
                witness=NoWitness(why="the sender has no value to show"),
            )

    def _reached(self, position: Position, are_same: _AreSame) -> list[_Reached]:
        """Give the differences that a position reaches, nearest first, with the shortest way.

        Args:
            are_same: below what is so, nothing is looked for.
        """
        polarity = Polarity(position.direction)
        found: list[_Reached] = []
        seen: set[tuple[str, str]] = set()
        waiting: list[tuple[Way, str, str]] = [((), position.baseline, position.revision)]
        while waiting:
            way, was, now = waiting.pop(0)
            if (was, now) in seen:
                continue
            seen.add((was, now))
            locals_, below = self._compared(position, polarity, was, now, are_same)
            found += [_Reached(each, way) for each in locals_]
            waiting += [((*way, *each.way), each.was, each.now) for each in below]
        return found

    def _compared(
        self, position: Position, polarity: Polarity, was: str, now: str, are_same: _AreSame
    ) -> tuple[tuple[Local, ...], tuple[Below, ...]]:
        sides = self._asking.alike(position)
        documents = sides.baseline.document, sides.revision.document
        key = (id(documents[0]), id(documents[1]), position.direction, was, now, are_same)
        known = self._differences.get(key)
        if known is None:
            known = self._differences[key] = compare_schemas(
                documents[0],
                was,
                documents[1],
                now,
                polarity,
                lambda one, other: are_same(sides, one, other),
            )
        return known

    def _occurrence(
        self, position: Position, reached: _Reached, answer: Answer, witness: Witness
    ) -> Occurrence:
        return Occurrence(
            change=self._change(position, reached),
            operation=position.operation,
            answer=answer,
            witness=witness,
        )

    def _change(self, position: Position, reached: _Reached) -> Change:
        """Make the change of a difference; operations that meet it alike share it."""
        local = reached.local
        names = [said((*reached.way, *local.way)), local.name]
        subject = ".".join(each for each in names if each)
        named = coordinate(position, local.anchor)
        key = (id(local), named, position.where, f"{position.name} {subject}")
        known = self._changes.get(key)
        if known is None:
            known = self._changes[key] = Change(
                kind=local.kind,
                direction=position.direction,
                where=position.where,
                coordinate=named,
                before=local.before,
                after=local.after,
                revision=self._pair.in_revision(local.now),
                baseline=self._pair.in_baseline(local.was),
                facts=self._facts(position, subject, local),
            )
        return known

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
            coordinate=coordinate(position, position.baseline),
            before=None,
            after=self._asking.digest(position),
            revision=self._pair.in_revision(position.revision),
            baseline=self._pair.in_baseline(position.baseline),
            facts=tuple(sorted(facts.items())),
        )


def _payload(position: Position, value: Json) -> Payload:
    is_request = position.direction == "request"
    return Payload(
        value=value,
        sender="baseline" if is_request else "revision",
        receiver="revision" if is_request else "baseline",
    )
