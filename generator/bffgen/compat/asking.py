"""What a position asks of the proof engine: what is taken, why not, what has values at all.

In:  Positions of the two contracts, and what peers are taken to do.
Out: proofs and witnesses.
How: the sender and the reader are those of the position's direction (seen.py), its values as they
     travel (wire.py); what is asked twice is answered once.
"""

from collections.abc import Collection, Iterable
from typing import Final, Literal

from bffgen.compat.local import Local
from bffgen.compat.path import Property, Way, leading
from bffgen.compat.position import Form, Position
from bffgen.compat.seen import Seen
from bffgen.compat.wire import Wire
from bffgen.model.canonical import Json
from bffgen.model.peers import Decoder, Peers
from bffgen.model.pool import Pool
from bffgen.model.rule import Direction
from bffgen.model.tree import at, has, replaced
from bffgen.proof.answer import Proof, Proved, Refuted, Unknown
from bffgen.proof.fuel import Fuel
from bffgen.proof.prover import ASSUMPTIONS, DECODER, MACHINE_NUMBERS, Prover
from bffgen.proof.side import Side

# What is written as no character at all.
_NOT_EMPTY: Final[Json] = {"not": {"enum": ["", [], [""], {}]}}
# Where a judge finds the part of a schema that a difference is about.
_PART: Final = "/x-bffgen-part"


class Asking:
    """Questions about two contracts of one pool.

    Attributes:
        asked: distinct questions so far.
        reasons: why questions were left open, one for each.
    """

    def __init__(self, seen: Seen, peers: Peers) -> None:
        self._seen, self._peers, self._pool = seen, peers, seen.pool
        # One store of fuel: what is asked of one flow is not there for the other.
        self._fuel = Fuel(peers.fuel)
        self._provers = self._made(peers.producer)
        self._open = self._made("open")
        self._wire = Wire(seen, self._provers)
        self.asked = 0
        self.reasons: list[str] = []
        self._proofs: dict[tuple[int, int, Direction, Form, bool, bool, str], Proof] = {}

    @property
    def steps(self) -> int:
        """Give the steps that all questions have taken so far."""
        return self._fuel.taken

    def _made(self, producer: Literal["closed", "open"]) -> dict[Direction, Prover]:
        """Make the provers; what clients send is read as the server's schemas are written."""
        decoders: dict[Direction, Decoder] = {
            "request": Decoder(),
            "response": self._peers.decoder,
        }
        return {
            direction: Prover(
                self._pool,
                producer=producer,
                decoder=decoder,
                formats=self._peers.formats,
                numbers=self._peers.numbers,
                fuel=self._fuel,
            )
            for direction, decoder in decoders.items()
        }

    def _prover(self, position: Position) -> Prover:
        return self._provers[position.direction]

    @property
    def is_strict(self) -> bool:
        """Say whether clients refuse members that their contract does not declare."""
        return self._peers.decoder.unknown_field == "fail"

    def prove(self, position: Position) -> Proof:
        """Ask whether all that is sent at a position is taken."""
        sides, prover = self._seen.typed(position), self._prover(position)
        key = (
            prover.id_of(sides.baseline),
            prover.id_of(sides.revision),
            position.direction,
            position.form,
            position.is_single,
            position.is_never_empty,
            position.joint,
        )
        known = self._proofs.get(key)
        if known is None:
            self.asked += 1
            # What is taken as it is typed is taken as text, so that is asked first.
            known = self._asked(prover, position, *sides.by_flow(position.direction))
            if position.form != "json" and not isinstance(known, Proved):
                known = self._asked(prover, position, *self._wire.sides(position))
                known = self._wire.judged(position, known)
            if isinstance(known, Unknown):
                self.reasons.append(known.reason)
            self._proofs[key] = known
        return known

    def _asked(self, prover: Prover, position: Position, sender: Side, receiver: Side) -> Proof:
        """Ask about the values that can stand at a position."""
        also, kept = self._standing(position)
        return prover.ask(sender, receiver, also=also, kept=kept)

    def _standing(self, position: Position) -> tuple[int, Side | None]:
        """Give the schema of the values that can stand at a position, and where a judge finds it.

        No value of a path is empty (PITFALLS.md 29).
        """
        if not position.is_never_empty:
            return Pool.TRUE, None
        return self._pool.intern(_NOT_EMPTY, ""), Side(_NOT_EMPTY, "")

    def may_lack(self, position: Position, way: Way) -> bool:
        """Say whether a sender may leave out what a way ends in; what is no member cannot lack."""
        if not way:
            return not position.required
        *before, last = way
        if not isinstance(last, Property):
            return False
        sender, _ = self._seen.by_flow(position)
        lacking = leading(before, {"type": "object", "not": {"required": [last.name]}})
        also = self._pool.intern_beside(sender.document, lacking)
        return not self._prover(position).is_proved(sender, Side(False, ""), also=also)

    def rests_on(self, position: Position) -> tuple[str, ...]:
        """Give the assumptions without which the answer would be another, sorted."""
        return self._resting(position, ASSUMPTIONS)

    def rests_on_chosen(self, position: Position) -> tuple[str, ...]:
        """Give those of them that somebody chose; what holds by default is said of all, once."""
        chosen = []
        if self._peers.numbers != Peers().numbers:
            chosen.append(MACHINE_NUMBERS)
        if self._prover(position).decoder != Decoder():
            chosen.append(DECODER)
        return self._resting(position, chosen) if chosen else ()

    def _resting(self, position: Position, among: Collection[str]) -> tuple[str, ...]:
        also, kept = self._standing(position)
        sides, prover = self._wire.sides(position), self._prover(position)
        return prover.prove(*sides, also=also, kept=kept, among=among).rests_on

    def if_open(self, position: Position) -> Refuted | None:
        """Give a value that is refused only where senders send what nobody declared."""
        if self._peers.producer == "open":
            return None
        prover = self._open[position.direction]
        if prover.is_proved(*self._seen.by_flow(position)):
            return None
        proof = self._asked(prover, position, *self._wire.sides(position))
        proof = self._wire.judged(position, proof)
        return proof if isinstance(proof, Refuted) else None

    def cause(self, position: Position, way: Way, local: Local) -> Proof:
        """Ask for a value that is refused at a position and fails at a place below it.

        What a tolerant reader takes as it takes the former is none, whatever else is refused.
        """
        if self._is_read_alike(position, local):
            return Proved()
        sender, receiver = self._wire.sides(position)
        part: Json = leading((*way, *local.way), {"not": local.part})
        if position.is_never_empty:
            part = {"allOf": [part, _NOT_EMPTY]}
        owner = self._owner(position, local)
        also = self._pool.intern_beside(owner, part)
        kept = Side({**owner, _PART[1:]: part} if isinstance(owner, dict) else part, _PART)
        proof = self._prover(position).ask(sender, receiver, also=also, kept=kept)
        return self._wire.judged(position, proof)

    def lost_values_at(self, position: Position, ways: Iterable[Way]) -> bool | None:
        """Say whether the ends of ways, which all have no value that is sent, had one before.

        Returns:
            None where one of them has a value: what is not proved to have none has one.
        """
        there = self._pool.intern({"allOf": [leading(way, True) for way in ways]}, "")
        sender, _ = self._seen.by_flow(position)
        if self._may_have(position, sender, there):
            return None
        return position.direction == "response" and self._may_have(
            position, self._seen.typed(position).baseline, there
        )

    def _may_have(self, position: Position, side: Side, there: int) -> bool:
        return not self._prover(position).is_proved(side, Side(False, ""), also=there)

    def _is_read_alike(self, position: Position, local: Local) -> bool:
        """Say whether the reader's schema, were this difference in it, would take no value more."""
        prover = self._prover(position)
        if position.form != "json" or prover.decoder in (Decoder(), Decoder(unknown_field="fail")):
            return False
        _, receiver = self._seen.by_flow(position)
        pointer, _, keyword = local.was.rpartition("/")
        if keyword not in ("enum", "type") or not has(receiver.document, local.was):
            return False
        written = at(receiver.document, pointer)
        if not isinstance(written, dict):
            return False
        rest = {key: value for key, value in written.items() if key != keyword}
        fact = local.after if isinstance(local.after, dict) else {}
        other = Side(replaced(receiver.document, {pointer: {**rest, **fact}}), receiver.pointer)
        return prover.is_proved(prover.read(other), receiver)

    def has_values(self, position: Position) -> bool:
        """Say whether the sender has any value: never no without proof."""
        sender, _ = self._seen.by_flow(position)
        return self._prover(position).may_have_values(sender)

    def had_values(self, position: Position) -> bool:
        """Say whether the baseline had a value at the position."""
        return self._prover(position).may_have_values(self._seen.typed(position).baseline)

    def _owner(self, position: Position, local: Local) -> Json:
        """Give the document that the references of a difference's part lead into."""
        sides = self._seen.alike(position)
        return (sides.baseline if local.owner == "baseline" else sides.revision).document
