"""Proofs about the schemas of one pool.

In:  two Sides, whose schemas are interned in one pool.
Out: a Proof; `no` only with a witness that jsonschema-rs has accepted on the one side and refused
     on the other, by schemas that are written from the documents and never from the pool.
"""

from typing import Final, Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.pool import Pool
from bffgen.proof.answer import Empty, Found, Proof, Proved, Refuted, Undecided, Unknown
from bffgen.proof.search import FUEL, Search
from bffgen.proof.side import Side
from bffgen.proof.validate import Unbuildable
from bffgen.proof.witness import readable

Formats: TypeAlias = Literal["annotate", "assert"]

CHECK_FAILED: Final = "check-failed"
CHECKER_REFUSED: Final = "checker-refused"


class Prover:
    """Answers questions about schemas of one pool; what one question has shown, the next knows.

    Attributes:
        formats: whether a known format is a predicate.
        fuel: steps of one question.
    """

    def __init__(
        self, pool: Pool | None = None, *, formats: Formats = "annotate", fuel: int = FUEL
    ) -> None:
        self.pool = pool or Pool()
        self.formats, self.fuel = formats, fuel
        self._search = Search(self.pool, asserts_formats=formats == "assert")
        self._known: dict[tuple[int, int], Proof] = {}

    def id_of(self, side: Side) -> int:
        """Give the int of a side's schema; equal meaning, equal int."""
        return self.pool.intern(side.document, side.pointer)

    def prove(self, sender: Side, receiver: Side) -> Proof:
        """Ask whether every value of the sender is one of the receiver."""
        ids = self.id_of(sender), self.id_of(receiver)
        known = self._known.get(ids)
        if known is None:
            known = self._known[ids] = self._proved(ids, sender, receiver)
        return known

    def value_of(self, side: Side, *present: str) -> Proof:
        """Ask whether a side has no value, or none with these members: `no` shows one that it has.

        An allOf of closed objects has often none (PITFALLS 4); its `prove` is `yes` all the same.
        """
        literals = [self.id_of(side)]
        if present:
            required = (("required", tuple(sorted(present))), ("type", ("object",)))
            literals.append(self.pool.add(required))
        answer = self._search.find(literals, fuel=self.fuel)
        return self._checked(answer, side, None)

    def _proved(self, ids: tuple[int, int], sender: Side, receiver: Side) -> Proof:
        if ids[0] == ids[1]:
            return Proved()
        answer = self._search.find((ids[0], ~ids[1]), fuel=self.fuel)
        return self._checked(answer, sender, receiver)

    def _checked(
        self, answer: Found | Empty | Undecided, sender: Side, receiver: Side | None
    ) -> Proof:
        match answer:
            case Empty():
                return Proved()
            case Undecided(reason, _):
                return Unknown(reason=reason)
            case Found(value):
                return self._witnessed(value, sender, receiver)

    def _witnessed(self, value: Json, sender: Side, receiver: Side | None) -> Proof:
        """Let the judge have the last word on a witness, and make it readable."""
        is_asserted = self.formats == "assert"
        try:
            accepts = sender.judge(value, asserts_formats=is_asserted)
            takes = receiver.judge(value, asserts_formats=is_asserted) if receiver else None
        except Unbuildable:
            return Unknown(reason=CHECKER_REFUSED)

        def passes(candidate: Json) -> bool:
            return accepts(candidate) and not (takes is not None and takes(candidate))

        if not passes(value):
            return Unknown(reason=CHECK_FAILED)
        return Refuted(witness=readable(value, passes, sender))
