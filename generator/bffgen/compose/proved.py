"""Ask of every mapping whether what is sent is always what is taken.

In:  a value that is copied or sent, the schema of the place that receives it.
Out: a Finding with a value that a validator has accepted on the one side and refused on the other;
     None where the engine proves that there is none.
How: `prove` on the schemas as both contracts write them (COMPOSITION.md section 11). Plain values
     are copied, lists and maps of such, never an object: no view of a sender is needed, as nothing
     undeclared travels. Who receives is read as written, since the promise is the contract and not
     what one client makes of it. Formats are asserted, as the BFF's own models hold them on both
     sides. Null is left out: whether it may be there is known exactly without a proof
     (`judge.absence`), and where it may not be the models stop it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from bffgen.compose.bound import Bound
from bffgen.compose.described import Described, described
from bffgen.compose.marks import mistyped, promise, sending
from bffgen.compose.relaxed import relaxed
from bffgen.compose.spelled import shown
from bffgen.model.api import Api
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.pool import Pool
from bffgen.proof.answer import Proof, Proved, Refuted, Unknown
from bffgen.proof.prover import Prover
from bffgen.proof.side import Side

# A longer witness is cut where it is printed.
_SHOWN: Final = 32
# Beside the carets of a mapping, by the keyword that refuses what is mapped.
_LABELS: Final = {
    "enum": "may be another value",
    "const": "may be another value",
    "format": "may be of another format",
}
# What stands beside the schemas of a contract for a question; no contract has such a member.
_BESIDE: Final = "x-bffgen-sent"

NOT_NULL: Final = Side({"not": {"type": "null"}}, "")
# What stands in a path is never empty: the route is another one.
NOT_EMPTY: Final = Side({"not": {"enum": [None, ""]}}, "")
# A list without elements is written by no parameter at all.
WRITTEN: Final = Side({"not": {"enum": [None, []]}}, "")


class Proofs:
    """Answers about the mappings of one client; what one has shown, the next one knows.

    Attributes:
        decided: schemas of objects of which something that is built is all that they say;
            undecided: those of which another thing that is built may not be.
        valueless: places of upstreams that no value fits, as they were told.
    """

    def __init__(self, pool: Pool) -> None:
        self._prover = Prover(pool, formats="assert")
        self.decided: set[str] = set()
        self.undecided: set[str] = set()
        self.valueless: set[Place] = set()
        self._valued: dict[int, bool] = {}

    def has_values(self, side: Side) -> bool:
        """Say whether a schema is not shown to have no value."""
        number = self._prover.id_of(side)
        if number not in self._valued:
            self._valued[number] = self._prover.may_have_values(side)
        return self._valued[number]

    def copied(
        self,
        found: Bound,
        api: Api,
        pointer: str,
        way: str,
        mark: Mark,
        sender: Side | None = None,
        among: Side | None = None,
    ) -> Finding | None:
        """Hold a value that is copied as it is against the place that takes it.

        Args:
            way: dotted names from the root of what is built to the place.
            sender: what is sent where that is not the value as its schema says.
            among: the values that may be there at all; all but null.
        """
        receiver = Side(api.meaning, pointer)
        senders = _senders(found) if sender is None else (sender,)
        values = among or (NOT_EMPTY if found.read.name.startswith("path.") else NOT_NULL)
        faults = [self._asked(each, receiver, values, found, api, way, mark) for each in senders]
        told = [each for each in faults if each is not None]
        return min(told, key=lambda each: each.effect is not Effect.BREAKS, default=None)

    def ask(self, sender: Side, receiver: Side, among: Side) -> Proof:
        """Ask one question about the values of `among`."""
        return self._prover.ask(sender, receiver, also=self._prover.id_of(among), kept=among)

    def _asked(
        self,
        sender: Side,
        receiver: Side,
        among: Side,
        found: Bound,
        api: Api,
        way: str,
        mark: Mark,
    ) -> Finding | None:
        proof = self.ask(sender, receiver, among)
        match proof:
            case Proved():
                return None
            case Unknown(reason=reason):
                return _undecided(reason, found, api, receiver.pointer, way, mark)
            case Refuted(witness=witness):
                loose = relaxed(receiver.document, receiver.pointer)
                again = self.ask(sender, loose, among)
                if isinstance(again, Refuted):
                    said = described(found, api, receiver.pointer, loose, again.witness)
                    return _of_another_kind(said, again.witness, found, api, way, mark)
                said = described(found, api, receiver.pointer, receiver, witness)
                return _out_of_bounds(said, witness, found, api, way, mark)


def _senders(found: Bound) -> Iterator[Side]:
    """Give each schema that a value may be of; what all hold together is one."""
    meaning = found.api.meaning
    each_of = (found.read.pointer, *found.or_else)
    if not (found.beside or found.listed) or not isinstance(meaning, dict):
        yield from (Side(meaning, each) for each in each_of)
        return
    held: list[Json] = [_reference(each) for each in found.beside]
    if found.listed:
        listed: dict[str, Json] = {"enum": [*found.listed]}
        held.append(listed)
    for each in each_of:
        together: dict[str, Json] = {"allOf": [_reference(each), *held]}
        document: dict[str, Json] = {**meaning, _BESIDE: together}
        yield Side(document, f"/{_BESIDE}")


def _reference(pointer: str) -> Json:
    return {"$ref": "#" + quote(pointer, safe="/$~")}


def _marks(said: Described, found: Bound, api: Api, mark: Mark) -> tuple[Mark, Mark, Mark]:
    return (
        mark,
        promise(api, said.receiver),
        sending(found.api, said.sender),
    )


def _of_another_kind(
    said: Described, witness: Json, found: Bound, api: Api, way: str, mark: Mark
) -> Finding:
    return mistyped(
        *_marks(said, found, api, replace(mark, label=_LABELS.get(said.keyword, mark.label))),
        way=f"{way}{said.inside}",
        given=said.given,
        wanted=said.wanted,
        lacking=said.lacking,
        notes=(("witness", witnessed(witness, shown(found.read))),),
    )


def _out_of_bounds(
    said: Described, witness: Json, found: Bound, api: Api, way: str, mark: Mark
) -> Finding:
    return finding(
        "compose-bound",
        *_marks(said, found, api, mark),
        effect=Effect.RISKY,
        notes=(("witness", witnessed(witness, shown(found.read))),),
        property=f"{way}{said.inside}" or "the answer",
        bound=said.bound,
        source=shown(found.read),
        call="",
        limit="",
    )


def _undecided(reason: str, found: Bound, api: Api, pointer: str, way: str, mark: Mark) -> Finding:
    return finding(
        "compose-type-unknown",
        mark,
        promise(api, pointer),
        sending(found.api, found.read.pointer),
        effect=Effect.RISKY,
        property=way or "the answer",
        source=shown(found.read),
        reason=reason,
        call="",
    )


def witnessed(witness: Json, source: str) -> str:
    """Write a witness as a person reads it, and what it is a value of."""
    return f"{shortened(witness)}   valid for `{source}`, refused where it is put"


def shortened(witness: Json) -> str:
    """Write a witness, a long one by its beginning."""
    said = canonical_bytes(witness).decode()
    if len(said) <= _SHOWN:
        return said
    count = len(witness) if isinstance(witness, list | str) else 0
    unit = "elements" if isinstance(witness, list) else "characters"
    return f"{said[:_SHOWN]}..." + (f" ({count} {unit})" if count else "")
