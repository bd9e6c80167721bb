"""What a position asks of the proof engine: by the direction's view, by how its values travel.

In:  Positions of the two contracts, and what peers are taken to do.
Out: proofs and witnesses.
How: the sender and the reader follow from the direction; both documents are seen without what the
     other side alone sends (`readOnly`, `writeOnly`). Texts are asked by what a reader takes for
     its values, and a witness counts in all its readings (texts.py).
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, Literal, NamedTuple

from bffgen.compat.local import NOTE_KEYWORDS, Local
from bffgen.compat.pair import Pair
from bffgen.compat.path import Property, Way, leading
from bffgen.compat.position import Form, Position
from bffgen.compat.texts import ROOT, SENT, depth_of, read, readings, sendable
from bffgen.model.canonical import Json, canonical_bytes, digest, sorted_bytes
from bffgen.model.peer_view import Role
from bffgen.model.peers import Decoder, Peers
from bffgen.model.pool import Pool
from bffgen.model.rule import Direction
from bffgen.model.tree import at, has, replaced, slice_of
from bffgen.model.view import Side as Leaving
from bffgen.model.views import Views
from bffgen.proof.answer import Proof, Proved, Refuted, Unknown
from bffgen.proof.fuel import Fuel
from bffgen.proof.prover import Prover
from bffgen.proof.side import Side

# What is written as no character at all.
_NOT_EMPTY: Final[Json] = {"not": {"enum": ["", [], [""], {}]}}
# Where a judge finds the part of a schema that a difference is about.
_PART: Final = "/x-bffgen-part"


class Typed(NamedTuple):
    """Both sides of a position, as who sends and who reads them sees them."""

    baseline: Side
    revision: Side


class Asking:
    """Questions about two contracts of one pool.

    Attributes:
        asked: distinct questions so far.
        reasons: why questions were left open, one for each.
    """

    def __init__(self, pair: Pair, peers: Peers) -> None:
        self._pair, self._peers = pair, peers
        # One store of fuel: what is asked of one flow is not there for the other.
        fuel = Fuel(peers.fuel)
        self._provers = self._made(peers.producer, fuel)
        self._open = self._made("open", fuel)
        self.asked = 0
        self.reasons: list[str] = []
        self._views = Views(pair.baseline), Views(pair.revision)
        self._typed: dict[tuple[bool, str, str, Role, Role], Typed] = {}
        # By identity of the document, which the views keep alive.
        self._digests: dict[tuple[int, str], str] = {}
        self._texts: dict[tuple[str, Direction, bool, Form, str], Json] = {}
        self._proofs: dict[tuple[object, ...], Proof] = {}
        # By identity of the prover and of the schema, a constant of texts.py: both outlive this.
        self._contained: dict[tuple[int, int, int], bool] = {}

    def _made(self, producer: Literal["closed", "open"], fuel: Fuel) -> dict[Direction, Prover]:
        """Make the provers; what clients send is read as the server's schemas are written."""
        decoders: dict[Direction, Decoder] = {
            "request": Decoder(),
            "response": self._peers.decoder,
        }
        return {
            direction: Prover(
                self.pool,
                producer=producer,
                decoder=decoder,
                formats=self._peers.formats,
                numbers=self._peers.numbers,
                fuel=fuel,
            )
            for direction, decoder in decoders.items()
        }

    @property
    def pool(self) -> Pool:
        """Give the pool that both contracts are in."""
        return self._pair.baseline.pool

    def _prover(self, position: Position) -> Prover:
        return self._provers[position.direction]

    def typed(self, position: Position) -> Typed:
        """Give both sides of a position as those see it who send or receive its values."""
        if position.direction == "request":
            return self._seen(position, Role.SENDER, Role.RECEIVER)
        return self._seen(position, Role.RECEIVER, Role.SENDER)

    def alike(self, position: Position, role: Role = Role.SENDER) -> Typed:
        """Give both sides as one role sees them: what travels otherwise is no difference."""
        return self._seen(position, role, role)

    def _seen(self, position: Position, was: Role, now: Role) -> Typed:
        key = (position.direction == "request", position.baseline, position.revision, was, now)
        known = self._typed.get(key)
        if known is None:
            leaving = Leaving.ASKED if position.direction == "request" else Leaving.ANSWERED
            known = self._typed[key] = Typed(
                self._viewed(0, position.baseline, leaving, was),
                self._viewed(1, position.revision, leaving, now),
            )
        return known

    def _viewed(self, number: int, pointer: str, leaving: Leaving, role: Role) -> Side:
        api = (self._pair.baseline, self._pair.revision)[number]
        schema = self.pool.intern(api.meaning, pointer)
        _, document = self._views[number].schema(schema, pointer, leaving, role)
        return Side(document, pointer)

    def are_same(self, sides: Typed, was: str, now: str) -> bool:
        """Say whether the schemas at two pointers of the sides' documents mean the same."""
        return self.pool.intern(sides.baseline.document, was) == self.pool.intern(
            sides.revision.document, now
        )

    @cached_property
    def has_notes(self) -> bool:
        """Say whether the contracts differ anywhere in what no value is refused by."""
        sides = (self._pair.baseline.meaning, self._pair.revision.meaning)
        before, after = ([*_notes(each)] for each in sides)
        return before != after

    def are_written_alike(self, sides: Typed, was: str, now: str) -> bool:
        """Say whether two schemas are one text that refers to no other."""
        written = at(sides.baseline.document, was)
        is_equal = written == at(sides.revision.document, now)
        return is_equal and b'"$ref"' not in canonical_bytes(written)

    def is_same(self, position: Position) -> bool:
        """Say whether nothing changed at a position."""
        pointers = position.baseline, position.revision
        written = Typed(
            Side(self._pair.baseline.meaning, position.baseline),
            Side(self._pair.revision.meaning, position.revision),
        )
        return self.are_same(written, *pointers) or all(
            self.are_same(self.alike(position, role), *pointers) for role in Role
        )

    def prove(self, position: Position) -> Proof:
        """Ask whether all that is sent at a position is taken."""
        key = (
            *self._ids(position),
            *(position.direction, position.form, position.is_single, position.is_never_empty),
            position.joint,
        )
        known = self._proofs.get(key)
        if known is None:
            self.asked += 1
            prover = self._prover(position)
            # What is taken as it is typed is taken as text, so that is asked first.
            known = self._asked(prover, position, *_sent(position, self.typed(position)))
            if position.form != "json" and not isinstance(known, Proved):
                known = self._asked(prover, position, *self._sides(position))
                known = self._judged(position, known)
            if isinstance(known, Unknown):
                self.reasons.append(known.reason)
            self._proofs[key] = known
        return known

    def _asked(self, prover: Prover, position: Position, sender: Side, receiver: Side) -> Proof:
        """Ask about the values that can stand at a position."""
        if not position.is_never_empty:
            return prover.ask(sender, receiver)
        kept = Side(_NOT_EMPTY, "")
        return prover.ask(sender, receiver, also=self.pool.intern(_NOT_EMPTY, ""), kept=kept)

    def may_lack(self, position: Position, way: Way) -> bool:
        """Say whether a sender may leave out what a way ends in; what is no member cannot lack."""
        if not way:
            return not position.required
        *before, last = way
        if not isinstance(last, Property):
            return False
        sender, _ = _sent(position, self.typed(position))
        lacking = leading(before, {"type": "object", "not": {"required": [last.name]}})
        also = self.pool.intern_beside(sender.document, lacking)
        proof = self._prover(position).ask(sender, Side(False, ""), also=also)
        return not isinstance(proof, Proved)

    def rests_on(self, position: Position) -> tuple[str, ...]:
        """Give the assumptions without which the answer would be another, sorted."""
        return self._prover(position).prove(*self._sides(position)).rests_on

    def if_open(self, position: Position) -> Refuted | None:
        """Give a value that is refused only where senders send what nobody declared."""
        if self._peers.producer == "open":
            return None
        prover = self._open[position.direction]
        if prover.is_proved(*_sent(position, self.typed(position))):
            return None
        proof = self._judged(position, self._asked(prover, position, *self._sides(position)))
        return proof if isinstance(proof, Refuted) else None

    def cause(self, position: Position, way: Way, local: Local) -> Proof:
        """Ask for a value that is refused at a position and fails at a place below it.

        What a tolerant reader takes as it takes the former is none, whatever else is refused.
        """
        if self._is_read_alike(position, local):
            return Proved()
        sender, receiver = self._sides(position)
        part: Json = leading((*way, *local.way), {"not": local.part})
        if position.is_never_empty:
            part = {"allOf": [part, _NOT_EMPTY]}
        owner = self._owner(position, local)
        also = self.pool.intern_beside(owner, part)
        kept = Side({**owner, _PART[1:]: part} if isinstance(owner, dict) else part, _PART)
        proof = self._prover(position).ask(sender, receiver, also=also, kept=kept)
        return self._judged(position, proof)

    def has_values_at(self, position: Position, way: Way) -> tuple[bool, bool]:
        """Say whether the end of a way has values: of the baseline, of the revision.

        It is no only where that is proved.
        """
        there = self.pool.intern(leading(way, True), "")
        prover = self._prover(position)
        baseline, revision = (
            not isinstance(prover.ask(side, Side(False, ""), also=there), Proved)
            for side in self.typed(position)
        )
        return baseline, revision

    def is_forbidden(self, position: Position, local: Local) -> bool:
        """Say whether the sender's schema of a property is `false`: that is meant so."""
        sender, _ = _sent(position, self.typed(position))
        pointer = local.was if position.direction == "request" else local.now
        return has(sender.document, pointer) and at(sender.document, pointer) is False

    def _is_read_alike(self, position: Position, local: Local) -> bool:
        """Say whether the reader's schema, were this difference in it, would take no value more."""
        prover = self._prover(position)
        if position.form != "json" or prover.decoder in (Decoder(), Decoder(unknown_field="fail")):
            return False
        _, receiver = _sent(position, self.typed(position))
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
        sender, _ = _sent(position, self.typed(position))
        return self._prover(position).may_have_values(sender)

    def had_values(self, position: Position) -> bool:
        """Say whether the baseline had a value at the position."""
        return self._prover(position).may_have_values(self.typed(position).baseline)

    def digest(self, position: Position) -> str:
        """Identify what the revision says at a position, however it is written."""
        revision = self.typed(position).revision
        key = (id(revision.document), revision.pointer)
        known = self._digests.get(key)
        if known is None:
            content = slice_of(revision.document, [revision.pointer])
            known = self._digests[key] = digest(content)[:16]
        return known

    def _ids(self, position: Position) -> tuple[int, int]:
        sides = self.typed(position)
        prover = self._prover(position)
        return prover.id_of(sides.baseline), prover.id_of(sides.revision)

    def _sides(self, position: Position) -> tuple[Side, Side]:
        """Give sender and reader of values as they travel."""
        sender, receiver = _sent(position, self.typed(position))
        if position.form == "json":
            return sender, receiver
        sent = (sender.pointer, position.direction, False, position.form, SENT)
        if sent not in self._texts:
            is_form = position.form != "text"
            self._texts[sent] = sendable(sender.document, sender.pointer, is_form=is_form)
        sender = Side(self._texts[sent], SENT)
        is_single = position.is_single or position.form in ("form", "parts")
        key = (receiver.pointer, position.direction, is_single, position.form, position.joint)
        document = self._texts.get(key)
        if document is None:
            document = self._texts[key] = self._read(position, receiver, is_single)
        return sender, Side(document, ROOT)

    def _read(self, position: Position, receiver: Side, is_single: bool) -> Json:
        prover = self._prover(position)

        def contains(schema: Json, pointer: str) -> bool:
            place = Side(receiver.document, pointer)
            key = (id(prover), id(schema), prover.id_of(place))
            known = self._contained.get(key)
            if known is None:
                known = self._contained[key] = prover.is_proved(Side(schema, ""), place)
            return known

        return read(
            receiver.document,
            receiver.pointer,
            contains,
            is_single=is_single,
            is_joined=bool(position.joint),
            has_parts=position.form == "parts",
        )

    def _judged(self, position: Position, proof: Proof) -> Proof:
        """Let a witness of texts count only if no reading of it is taken."""
        if position.form == "json" or not isinstance(proof, Refuted):
            return proof
        _, receiver = _sent(position, self.typed(position))
        is_asserted = self._peers.formats == "assert"
        depth = depth_of(has_parts=position.form == "parts")
        ways = readings(proof.witness, depth, position.joint, is_single=position.is_single)
        for each in ways:
            test: Callable[[Json], bool]
            test = receiver.judge(each, asserts_formats=is_asserted)
            if test(each):
                return Unknown(reason="text: read in another way")
        return proof

    def _owner(self, position: Position, local: Local) -> Json:
        """Give the document that the references of a difference's part lead into."""
        sides = self.alike(position)
        return (sides.baseline if local.owner == "baseline" else sides.revision).document


def _sent(position: Position, sides: Typed) -> tuple[Side, Side]:
    """Give sender and reader."""
    is_request = position.direction == "request"
    return (sides.baseline, sides.revision) if is_request else (sides.revision, sides.baseline)


def _notes(document: Json) -> Iterator[bytes]:
    """Give what a document says that no value is refused by, wherever it stands."""
    work = [document]
    while work:
        here = work.pop()
        if isinstance(here, list):
            work += here
        elif isinstance(here, dict):
            said: dict[str, Json] = {key: here[key] for key in NOTE_KEYWORDS if key in here}
            if said:
                yield sorted_bytes(said)
            work += here.values()
