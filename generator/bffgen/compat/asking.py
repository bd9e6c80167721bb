"""What a position asks of the proof engine: by the direction's view, by how its values travel.

In:  Positions of the two contracts, and what peers are taken to do.
Out: proofs and witnesses.
How: the sender and the reader follow from the direction; both documents are seen without what the
     other side alone sends (`readOnly`, `writeOnly`). Texts are asked by what a reader takes for
     its values, and a witness counts in all its readings (texts.py).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeAlias

from bffgen.compat.local import NOTE_KEYWORDS, Local
from bffgen.compat.pair import Pair
from bffgen.compat.path import Way, leading
from bffgen.compat.position import Position
from bffgen.compat.texts import ROOT, read, readings
from bffgen.model.canonical import Json, canonical_bytes, digest
from bffgen.model.peers import Peers
from bffgen.model.pool import Pool
from bffgen.model.rule import Direction
from bffgen.model.tree import at, slice_of
from bffgen.model.view import Side as Leaving
from bffgen.model.view import view
from bffgen.proof.answer import Proof, Proved, Refuted, Unknown
from bffgen.proof.prover import Prover
from bffgen.proof.side import Side

# (baseline, revision), as one direction sees them.
Meanings: TypeAlias = tuple[Json, Json]


class Asking:
    """Questions about two contracts of one pool.

    Attributes:
        asked: distinct questions so far; undecided: those left open.
    """

    def __init__(self, pair: Pair, peers: Peers) -> None:
        self._pair, self._peers = pair, peers
        self.prover = Prover(pair.baseline.pool, formats=peers.formats, fuel=peers.fuel)
        self.asked, self.undecided = 0, 0
        self._texts: dict[tuple[str, Direction, bool], Json] = {}
        self._proofs: dict[tuple[object, ...], Proof] = {}

    @property
    def pool(self) -> Pool:
        """Give the pool that both contracts are in."""
        return self.prover.pool

    def meanings(self, direction: Direction) -> Meanings:
        """Give both documents without what this direction's sender leaves to the other side."""
        return self._asked if direction == "request" else self._answered

    @cached_property
    def _asked(self) -> Meanings:
        return self._seen(Leaving.ASKED)

    @cached_property
    def _answered(self) -> Meanings:
        return self._seen(Leaving.ANSWERED)

    def _seen(self, leaving: Leaving) -> Meanings:
        sides = (view(each, leaving).meaning for each in (self._pair.baseline, self._pair.revision))
        baseline, revision = sides
        return baseline, revision

    def are_same(self, direction: Direction, was: str, now: str) -> bool:
        """Say whether the schemas at two pointers mean the same."""
        baseline, revision = self.meanings(direction)
        return self.pool.intern(baseline, was) == self.pool.intern(revision, now)

    @cached_property
    def has_notes(self) -> bool:
        """Say whether the contracts differ anywhere in what no value is refused by."""
        sides = (self._pair.baseline.meaning, self._pair.revision.meaning)
        before, after = (Counter(_notes(each)) for each in sides)
        return before != after

    def are_written_alike(self, direction: Direction, was: str, now: str) -> bool:
        """Say whether two schemas are one text that refers to no other."""
        baseline, revision = self.meanings(direction)
        written = at(baseline, was)
        return written == at(revision, now) and b'"$ref"' not in canonical_bytes(written)

    def is_same(self, position: Position) -> bool:
        """Say whether nothing changed at a position."""
        return self.are_same(position.direction, position.baseline, position.revision)

    def prove(self, position: Position) -> Proof:
        """Ask whether all that is sent at a position is taken."""
        key = (self._ids(position), position.direction, position.form, position.is_single)
        known = self._proofs.get(key)
        if known is None:
            self.asked += 1
            # What is taken as it is typed is taken as text, so that is asked first.
            known = self.prover.prove(*self._typed(position))
            if position.form != "json" and not isinstance(known, Proved):
                known = self._judged(position, self.prover.prove(*self._sides(position)))
            self.undecided += isinstance(known, Unknown)
            self._proofs[key] = known
        return known

    def cause(self, position: Position, way: Way, local: Local) -> Refuted | None:
        """Give a value that is refused at a position and fails at a place below it, if there is."""
        sender, receiver = self._sides(position)
        part: Json = leading((*way, *local.way), {"not": local.part})
        proof = self.prover.prove(sender, receiver, also=self._part(position, part, local))
        judged = self._judged(position, proof)
        return judged if isinstance(judged, Refuted) else None

    def has_values(self, position: Position) -> bool:
        """Say whether the sender has any value: never no without proof."""
        sender, _ = self._sides(position)
        return not isinstance(self.prover.value_of(sender), Proved)

    def had_values(self, position: Position) -> bool:
        """Say whether the baseline had a value at the position."""
        baseline, _ = self.meanings(position.direction)
        return not isinstance(self.prover.value_of(Side(baseline, position.baseline)), Proved)

    def digest(self, position: Position) -> str:
        """Identify what the revision says at a position, however it is written."""
        _, revision = self.meanings(position.direction)
        return digest(slice_of(revision, [position.revision]))[:16]

    def _ids(self, position: Position) -> tuple[int, int]:
        baseline, revision = self.meanings(position.direction)
        was = self.pool.intern(baseline, position.baseline)
        return was, self.pool.intern(revision, position.revision)

    def _typed(self, position: Position) -> tuple[Side, Side]:
        """Give sender and reader of values as their schemas type them."""
        baseline, revision = self.meanings(position.direction)
        was, now = Side(baseline, position.baseline), Side(revision, position.revision)
        return (was, now) if position.direction == "request" else (now, was)

    def _sides(self, position: Position) -> tuple[Side, Side]:
        """Give sender and reader of values as they travel."""
        sender, receiver = self._typed(position)
        if position.form == "json":
            return sender, receiver
        is_single = position.is_single or position.form == "form"
        key = (receiver.pointer, position.direction, is_single)
        document = self._texts.get(key)
        if document is None:
            document = self._texts[key] = self._read(receiver, is_single)
        return sender, Side(document, ROOT)

    def _read(self, receiver: Side, is_single: bool) -> Json:
        def contains(schema: Json, pointer: str) -> bool:
            proof = self.prover.prove(Side(schema, ""), Side(receiver.document, pointer))
            return isinstance(proof, Proved)

        return read(receiver.document, receiver.pointer, contains, is_single=is_single)

    def _judged(self, position: Position, proof: Proof) -> Proof:
        """Let a witness of texts count only if no reading of it is taken."""
        if position.form == "json" or not isinstance(proof, Refuted):
            return proof
        baseline, revision = self.meanings(position.direction)
        document, pointer = revision, position.revision
        if position.direction == "response":
            document, pointer = baseline, position.baseline
        is_asserted = self._peers.formats == "assert"
        for each in readings(proof.witness):
            test: Callable[[Json], bool]
            test = Side(document, pointer).judge(each, asserts_formats=is_asserted)
            if test(each):
                return Unknown(reason="text: read in another way")
        return proof

    def _part(self, position: Position, part: Json, local: Local) -> int:
        """Give the int of a schema whose references lead into the reader's document."""
        if b'"$ref"' not in canonical_bytes(part):
            return self.pool.intern(part, "")
        baseline, revision = self.meanings(position.direction)
        owner = baseline if local.owner == "baseline" else revision
        whole = at(owner, "")
        document: dict[str, Json] = {**whole} if isinstance(whole, dict) else {}
        document["x-part"] = part
        return self.pool.intern(document, "/x-part")


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
                yield canonical_bytes(said)
            work += here.values()
