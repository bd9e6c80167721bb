"""What is to be told of values at positions: Occurrences, one for all operations that meet one.

In:  positions, what differs below them, answers.
Out: Occurrences.
How: a difference of a component is met by many operations in one way: it is gathered, and told once
     with all of them. What no difference explains is told of the position as a whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bffgen.compat.asking import Asking
from bffgen.compat.change import Change, Occurrence
from bffgen.compat.deprecation import notice
from bffgen.compat.local import Local, Polarity
from bffgen.compat.pair import Pair
from bffgen.compat.path import said
from bffgen.compat.position import Position, coordinate, in_component
from bffgen.compat.reach import Reached
from bffgen.compat.seen import Seen
from bffgen.model.canonical import Json
from bffgen.model.comparison import Answer, Class, NoWitness, Payload, Request, Witness
from bffgen.model.peer_view import original
from bffgen.model.place import join
from bffgen.model.tree import has

TAKEN: Final = NoWitness(why="every value is taken")
NOT_SHOWN: Final = NoWitness(why="by itself it makes no value fail")
_ALWAYS_SENT: Final = NoWitness(why="no request leaves it out")
_REFUSES_NOTHING: Final = NoWitness(why="no value is refused by it")
# Why a question was left open -> what is said of it; what stands behind a colon is named.
_REASONS: Final = {
    "fuel": "the search ran out of steps",
    "depth": "the schemas are nested too deeply",
    "checker-refused": "no validator can be built of the schemas",
    "check-failed": "a validator contradicts the search",
    "unsupported: $ref": "a `$ref` leads to nothing, or to itself",
    "unsupported": "it does not decide `{}`",
    "regex": "it does not decide the pattern {}",
    "format": "it does not know all texts of the format {}",
    "text": "the text is {}",
}
_REMOVED: Final = "property-removed"
NO_VALUE: Final = NoWitness(why="the sender has no value to show")


@dataclass(slots=True)
class _Gathered:
    """A difference as it was met first, and the operations that met it since.

    Attributes:
        has_names: whether those who met it since call it otherwise.
    """

    first: Occurrence
    others: list[str]
    has_names: bool = False


class Telling:
    """Tells what was found at positions of two contracts."""

    def __init__(self, pair: Pair, seen: Seen, asking: Asking) -> None:
        self._pair, self._seen, self._asking = pair, seen, asking
        self._gathered: dict[tuple[Local, str, str], _Gathered] = {}
        self._quiet: dict[tuple[Local, str], Local] = {}

    def gather(
        self,
        positions: Iterable[Position],
        reached: Reached,
        local: Local,
        answer: Answer,
        witness: Witness,
        rests_on: tuple[str, ...] = (),
    ) -> None:
        """Tell a difference of positions; it comes with all others that meet it alike."""
        for position in positions:
            named = coordinate(position, local.anchor)
            known = self._gathered.get((local, named, answer))
            if known is not None:
                known.others.append(position.operation)
                if not known.has_names:
                    name = _named(position, reached, local) or f"the {position.where}"
                    known.has_names = ("name", name) not in known.first.change.facts
                continue
            told = Occurrence(
                change=self._change(position, reached, local, named),
                operation=position.operation,
                answer=answer,
                witness=witness,
                rests_on=rests_on,
            )
            self._gathered[local, named, answer] = _Gathered(told, [])

    def note(self, positions: Iterable[Position], reached: Reached, local: Local) -> None:
        """Tell what is said beside the values: its page alone says what that does."""
        for position in positions:
            witness: Witness = _REFUSES_NOTHING
            if local.kind.startswith("default") and position.direction == "request":
                way = (*reached.way, *local.way)
                if not self._asking.may_lack(position, way):
                    self.gather((position,), reached, local, "yes", _ALWAYS_SENT)
                    continue
                name = said(way) or position.name
                witness = Request(
                    line=f"{position.operation}   without {f'`{name}`' if name else 'a body'}",
                    before=_taken(local.told_was),
                    after=_taken(local.told_now),
                )
            self.gather((position,), reached, local, "no", witness)

    def gathered(self) -> Iterator[Occurrence]:
        """Give what was gathered, in the order in which it was first met."""
        for each in self._gathered.values():
            first = each.first
            shared = in_component(first.change.coordinate) if each.has_names else ""
            if shared:
                facts = {**dict(first.change.facts), "name": shared}
                first = replace(first, change=replace(first.change, facts=tuple(facts.items())))
            yield replace(first, others=tuple(each.others))

    def broken(
        self,
        positions: Iterable[Position],
        value: Json,
        rests_on: tuple[str, ...],
        class_: Class = "A",
    ) -> Iterator[Occurrence]:
        """Tell a value that is refused, where no difference explains it."""
        for position in positions:
            yield Occurrence(
                change=self._whole(position, "schema-" + Polarity(position.direction).worse),
                operation=position.operation,
                answer="no",
                witness=self.payload(position, value),
                class_=class_,
                rests_on=rests_on,
            )

    def quiet(
        self,
        positions: Iterable[Position],
        reached: Reached,
        local: Local,
        rests_on: tuple[str, ...],
    ) -> None:
        """Tell a difference that is worth no word of its own, and by which every value is taken."""
        for position in positions:
            key = (local, position.direction)
            if key not in self._quiet:
                self._quiet[key] = replace(
                    local, kind=f"schema-{Polarity(position.direction).better}"
                )
            self.gather((position,), reached, self._quiet[key], "yes", TAKEN, rests_on)

    def harmless(
        self, positions: Iterable[Position], rests_on: tuple[str, ...]
    ) -> Iterator[Occurrence]:
        """Tell what changed, where every value is taken and no difference is worth a word."""
        for position in positions:
            yield Occurrence(
                change=self._whole(position, f"schema-{Polarity(position.direction).better}"),
                operation=position.operation,
                answer="yes",
                witness=TAKEN,
                rests_on=rests_on,
            )

    def unproven(self, positions: Iterable[Position], reason: str) -> Iterator[Occurrence]:
        """Tell what was not decided."""
        for position in positions:
            yield Occurrence(
                change=self._whole(position, "schema-unproven", now=spoken(reason)),
                operation=position.operation,
                answer="unknown",
                witness=NoWitness(why=spoken(reason)),
                reason=reason,
            )

    def unsatisfiable(self, positions: Iterable[Position], *, had: bool) -> Iterator[Occurrence]:
        """Tell a sender that has no value: all that is shown of it is true and says nothing.

        Args:
            had: whether the baseline had one.
        """
        for position in positions:
            yield Occurrence(
                change=self._whole(position, "schema-unsatisfiable"),
                operation=position.operation,
                answer="no" if had else "yes",
                witness=NO_VALUE,
            )

    def payload(self, position: Position, value: Json) -> Payload:
        """Show a value that one side sends and the other refuses."""
        is_request = position.direction == "request"
        return Payload(
            value=value,
            sender="baseline" if is_request else "revision",
            receiver="revision" if is_request else "baseline",
            carrier=position.name,
        )

    def _change(self, position: Position, reached: Reached, local: Local, named: str) -> Change:
        return Change(
            kind=local.kind,
            direction=position.direction,
            where=position.where,
            coordinate=named,
            before=local.before,
            after=local.after,
            revision=self._pair.in_revision(self._now(local)),
            baseline=self._pair.in_baseline(local.was),
            notes=notice(self._pair.baseline, local.was) if local.kind == _REMOVED else (),
            facts=_facts(
                position,
                _named(position, reached, local),
                value=local.value,
                was=local.told_was,
                now=local.told_now,
            ),
        )

    def _now(self, local: Local) -> str:
        """Give the place in the revision; what one direction lost may stand there for the other."""
        written = join(local.now, "properties", local.name)
        is_there = local.kind == _REMOVED and has(self._pair.revision.meaning, original(written))
        return written if is_there else local.now

    def _whole(self, position: Position, kind: str, now: str = "") -> Change:
        """Make a change of the whole position."""
        return Change(
            kind=kind,
            direction=position.direction,
            where=position.where,
            coordinate=coordinate(position, position.baseline),
            before=None,
            after=self._seen.digest(position),
            revision=self._pair.in_revision(position.revision),
            baseline=self._pair.in_baseline(position.baseline),
            facts=_facts(position, position.name, now=now),
        )


def spoken(reason: str) -> str:
    """Say for people why a question was left open."""
    kind, _, what = reason.partition(": ")
    return _REASONS.get(reason) or _REASONS.get(kind, reason).format(what)


def _taken(told: str) -> str:
    """Say what is taken where a request leaves a value out."""
    return "taken as absent" if told == "none" else f"taken as {told}"


def _named(position: Position, reached: Reached, local: Local) -> str:
    """Name what a difference is about as one position has it: `items.price`."""
    names = (position.name, said((*reached.way, *local.way)), local.name)
    return ".".join(each for each in names if each)


def _facts(
    position: Position, name: str, *, value: str = "", was: str = "", now: str = ""
) -> tuple[tuple[str, str], ...]:
    facts = {
        "name": name or f"the {position.where}",
        "value": value,
        "was": was,
        "now": now,
        "where": position.where,
    }
    return tuple(sorted(facts.items()))
