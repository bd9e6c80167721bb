"""The sides of a position as its values travel: as they are, or as text that the reader types.

In:  Positions, and who can say what a reader takes.
Out: the sender and the reader of what travels; proofs whose witnesses hold in every reading.
How: texts are asked by what a reader takes for its values, and a witness of them counts only if no
     reading of it is taken (texts.py).
"""

from collections.abc import Mapping

from bffgen.compat.position import Form, Position
from bffgen.compat.seen import Seen
from bffgen.compat.texts import ROOT, SENT, depth_of, read, readings, sendable
from bffgen.model.canonical import Json
from bffgen.model.rule import Direction
from bffgen.proof.answer import Proof, Refuted, Unknown
from bffgen.proof.prover import CHECKER_REFUSED, Prover
from bffgen.proof.side import Side
from bffgen.proof.validate import Unbuildable


class Wire:
    """What travels between the peers of two contracts; each text is made once."""

    def __init__(self, seen: Seen, provers: Mapping[Direction, Prover]) -> None:
        self._seen, self._provers = seen, provers
        self._texts: dict[tuple[str, Direction, bool, Form, str], Json] = {}
        # By direction, and by the ints of what is sent and of where it is read.
        self._contained: dict[tuple[Direction, int, int], bool] = {}

    def sides(self, position: Position) -> tuple[Side, Side]:
        """Give sender and reader of values as they travel."""
        sender, receiver = self._seen.by_flow(position)
        if position.form == "json":
            return sender, receiver
        sent = (sender.pointer, position.direction, False, position.form, SENT)
        if sent not in self._texts:
            is_form = position.form != "text"
            self._texts[sent] = sendable(sender.document, sender.pointer, is_form=is_form)
        is_single = position.is_single or position.form in ("form", "parts")
        key = (receiver.pointer, position.direction, is_single, position.form, position.joint)
        document = self._texts.get(key)
        if document is None:
            document = self._texts[key] = self._read(position, receiver, is_single)
        return Side(self._texts[sent], SENT), Side(document, ROOT)

    def _read(self, position: Position, receiver: Side, is_single: bool) -> Json:
        direction, prover = position.direction, self._provers[position.direction]

        def contains(schema: Json, pointer: str) -> bool:
            sent, place = Side(schema, ""), Side(receiver.document, pointer)
            key = (direction, prover.id_of(sent), prover.id_of(place))
            known = self._contained.get(key)
            if known is None:
                known = self._contained[key] = prover.is_proved(sent, place)
            return known

        return read(
            receiver.document,
            receiver.pointer,
            contains,
            is_single=is_single,
            is_joined=bool(position.joint),
            has_parts=position.form == "parts",
        )

    def judged(self, position: Position, proof: Proof) -> Proof:
        """Let a witness of texts count only if no reading of it is taken."""
        if position.form == "json" or not isinstance(proof, Refuted):
            return proof
        _, receiver = self._seen.by_flow(position)
        is_asserted = self._provers[position.direction].formats == "assert"
        depth = depth_of(has_parts=position.form == "parts")
        ways = readings(proof.witness, depth, position.joint, is_single=position.is_single)
        for each in ways:
            try:
                test = receiver.judge(each, asserts_formats=is_asserted)
            except Unbuildable:
                return Unknown(reason=CHECKER_REFUSED)
            if test(each):
                return Unknown(reason="text: read in another way")
        return proof
