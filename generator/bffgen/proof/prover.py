"""Proofs about the schemas of one pool.

In:  two Sides, whose schemas are interned in one pool.
Out: a Proof; `no` only with a witness that jsonschema-rs has accepted on the one side and refused
     on the other, by schemas that are written from the documents and never from the pool.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final, Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.peers import Decoder, Numbers
from bffgen.model.pool import Pool
from bffgen.proof.answer import Answer, Empty, Found, Proof, Proved, Refuted, Undecided, Unknown
from bffgen.proof.fuel import Fuel
from bffgen.proof.search import FUEL, Search
from bffgen.proof.side import Side
from bffgen.proof.validate import Unbuildable
from bffgen.proof.views.numbers import MachineNumbers
from bffgen.proof.views.producer import ClosedProducer
from bffgen.proof.views.reader import AS_WRITTEN, Reader
from bffgen.proof.witness import readable

Formats: TypeAlias = Literal["annotate", "assert"]
Producer: TypeAlias = Literal["open", "closed"]

_FORMATS: Final[tuple[Formats, ...]] = ("annotate", "assert")

# What an answer may rest on.
CLOSED_PRODUCER: Final = "closed-producer"
DECODER: Final = "decoder"
MACHINE_NUMBERS: Final = "numbers fit int64 or a double"
ASSERTED_FORMATS: Final = "format is asserted"

ASSUMPTIONS: Final = frozenset((CLOSED_PRODUCER, DECODER, MACHINE_NUMBERS, ASSERTED_FORMATS))

_WORDS: Final[Mapping[type, str]] = {Empty: "yes", Found: "no", Undecided: "unknown"}

CHECK_FAILED: Final = "check-failed"
CHECKER_REFUSED: Final = "checker-refused"


class Prover:
    """Answers questions about schemas of one pool; what one question has shown, the next knows.

    Attributes:
        producer: whether senders send members that they do not declare.
        decoder: how receivers read.
        formats: whether a known format is a predicate.
        numbers: which numbers senders write.
    """

    def __init__(
        self,
        pool: Pool | None = None,
        *,
        producer: Producer = "open",
        decoder: Decoder = AS_WRITTEN,
        formats: Formats = "annotate",
        numbers: Numbers = "json",
        fuel: int | Fuel = FUEL,
    ) -> None:
        self.pool = Pool() if pool is None else pool
        self.producer, self.decoder = producer, decoder
        self._fuel = fuel if isinstance(fuel, Fuel) else Fuel(fuel)
        self.formats: Formats = formats
        self.numbers: Numbers = numbers
        self._searches = {
            each: Search(self.pool, asserts_formats=each == "assert") for each in _FORMATS
        }
        self._known: dict[tuple[int, int, int, Formats], Proof] = {}
        self._found: dict[tuple[int, int, int, Formats], Answer] = {}
        # By identity of the document, which the view keeps alive.
        self._closed: dict[int, ClosedProducer] = {}
        self._bounded: dict[int, MachineNumbers] = {}
        self._readers: dict[int, Reader] = {}

    def id_of(self, side: Side) -> int:
        """Give the int of a side's schema; equal meaning, equal int."""
        return self.pool.intern(side.document, side.pointer)

    def ask(
        self,
        sender: Side,
        receiver: Side,
        *,
        also: int = Pool.TRUE,
        kept: Side | None = None,
    ) -> Proof:
        """Ask whether every value that the sender sends is one that the receiver takes.

        Both are seen as their peers send and read. What the answer rests on is not told: that costs
        a question for each assumption, and is wanted of what is shown to people alone.

        Args:
            also: a schema of the pool; only values of it are asked about.
            kept: the same where a judge finds it, so that a plainer witness is still one of it.
        """
        if self.decoder == AS_WRITTEN and self.id_of(sender) == self.id_of(receiver):
            return Proved()
        return self._asked(self.sent(sender), self.read(receiver), self.formats, also, kept)

    def is_proved(self, sender: Side, receiver: Side, *, also: int = Pool.TRUE) -> bool:
        """Say whether `ask` answers yes, without a witness for people where it does not."""
        if self.decoder == AS_WRITTEN and self.id_of(sender) == self.id_of(receiver):
            return True
        sent, read = self.sent(sender), self.read(receiver)
        return isinstance(self._searched(sent, read, also=also), Empty)

    def prove(
        self,
        sender: Side,
        receiver: Side,
        *,
        also: int = Pool.TRUE,
        kept: Side | None = None,
        among: Collection[str] = ASSUMPTIONS,
    ) -> Proof:
        """Ask, and tell in `rests_on` the assumptions without which the answer is another one.

        Args:
            also: as of `ask`; without an assumption it is asked about the same values.
            kept: as of `ask`.
            among: the assumptions that are wanted; each costs a question.
        """
        proof = self.ask(sender, receiver, also=also, kept=kept)
        if isinstance(proof, Unknown) or self._is_plain:
            return proof
        sent, read = self.sent(sender), self.read(receiver)
        without: dict[str, tuple[Side, Side, Formats]] = {
            DECODER: (sent, receiver, self.formats),
            ASSERTED_FORMATS: (sent, read, _FORMATS[0]),
        }
        if isinstance(proof, Proved):
            # What holds back a sender keeps no value from being refused that it does send.
            without[CLOSED_PRODUCER] = (self._numbered(sender), read, self.formats)
            without[MACHINE_NUMBERS] = (self._closing(sender), read, self.formats)
        rests_on = (
            name
            for name, (one, other, formats) in without.items()
            if name in among
            and _WORDS[type(self._searched(one, other, formats, also))] != proof.answer
        )
        return replace(proof, rests_on=tuple(sorted(rests_on)))

    def may_have_values(self, side: Side, *present: str) -> bool:
        """Say whether a side is not shown to have no value, or none with these members.

        An allOf of closed objects has often none (PITFALLS 4); its `prove` is `yes` all the same.
        """
        return not isinstance(self._value(side, present), Empty)

    def value_of(self, side: Side, *present: str) -> Proof:
        """Ask the same: `no` shows a value that the side has."""
        answer = self._value(side, present)
        # What the witness must not be is an object without one of the members.
        lacks: Json = {"anyOf": [{"not": {"required": [name]}} for name in sorted(present)]}
        return self._checked(answer, side, Side(lacks if present else False, ""), self.formats)

    def _value(self, side: Side, present: tuple[str, ...]) -> Answer:
        literals = [self.id_of(side)]
        if present:
            required = (("required", tuple(sorted(present))), ("type", ("object",)))
            literals.append(self.pool.add(required))
        return self._find(self.formats, literals)

    def sent(self, side: Side) -> Side:
        """Give a sender's side as its peer sends."""
        return self._numbered(self._closing(side))

    def _numbered(self, side: Side) -> Side:
        """Give a side whose sender writes what machines have for numbers."""
        if self.numbers == "json" or not isinstance(side.document, dict):
            return side
        view = self._bounded.get(id(side.document))
        if view is None:
            view = self._bounded[id(side.document)] = MachineNumbers(side.document)
        return view.side(side.pointer)

    def _closing(self, side: Side) -> Side:
        """Give a side whose sender sends what it declares."""
        if self.producer == "open" or not isinstance(side.document, dict):
            return side
        view = self._closed.get(id(side.document))
        if view is None:
            view = ClosedProducer(side.document, self._is_empty)
            self._closed[id(side.document)] = view
        return view.side(side.pointer)

    def read(self, side: Side) -> Side:
        """Give a receiver's side as its peer reads."""
        if self.decoder == AS_WRITTEN or not isinstance(side.document, dict):
            return side
        view = self._readers.get(id(side.document))
        if view is None:
            view = self._readers[id(side.document)] = Reader(side.document, self.decoder)
        return view.side(side.pointer)

    @property
    def _is_plain(self) -> bool:
        plain = ("open", AS_WRITTEN, "annotate", "json")
        return (self.producer, self.decoder, self.formats, self.numbers) == plain

    def _find(self, formats: Formats, literals: Iterable[int]) -> Answer:
        search, steps = self._searches[formats], self._fuel.of_next()
        answer = search.find(literals, fuel=steps)
        self._fuel.take(steps - max(search.fuel, 0))
        return answer

    def _is_empty(self, side: Side) -> bool:
        """Say whether a side is not shown to have a value; what is not known counts as empty."""
        answer = self._find(self.formats, (self.id_of(side),))
        return not isinstance(answer, Found)

    def _asked(
        self,
        sender: Side,
        receiver: Side,
        formats: Formats,
        also: int = Pool.TRUE,
        kept: Side | None = None,
    ) -> Proof:
        key = self.id_of(sender), self.id_of(receiver), also, formats
        known = self._known.get(key)
        if known is None:
            answer = self._searched(sender, receiver, formats, also)
            known = self._known[key] = self._checked(answer, sender, receiver, formats, kept)
        return known

    def _searched(
        self,
        sender: Side,
        receiver: Side,
        formats: Formats | None = None,
        also: int = Pool.TRUE,
    ) -> Answer:
        """Search for a value of the one and not of the other; it is no witness yet."""
        formats = formats or self.formats
        one, other = self.id_of(sender), self.id_of(receiver)
        key = one, other, also, formats
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = (
                Empty(0) if one == other else self._find(formats, (one, ~other, also))
            )
        return found

    def _checked(
        self,
        answer: Answer,
        sender: Side,
        receiver: Side,
        formats: Formats,
        kept: Side | None = None,
    ) -> Proof:
        match answer:
            case Empty():
                return Proved()
            case Undecided(reason, _):
                return Unknown(reason=reason)
            case Found(value):
                return _witnessed(value, sender, receiver, formats, kept)


def _witnessed(
    value: Json, sender: Side, receiver: Side, formats: Formats, kept: Side | None
) -> Proof:
    """Let the judge have the last word on a witness, and make it readable."""
    is_asserted = formats == "assert"
    try:
        accepts = sender.judge(value, asserts_formats=is_asserted)
        takes = receiver.judge(value, asserts_formats=is_asserted)
        shows = None if kept is None else kept.judge(value, asserts_formats=is_asserted)
    except Unbuildable:
        return Unknown(reason=CHECKER_REFUSED)

    def passes(candidate: Json) -> bool:
        return accepts(candidate) and not takes(candidate)

    def is_shown(candidate: Json) -> bool:
        return passes(candidate) and (shows is None or shows(candidate))

    if not passes(value):
        return Unknown(reason=CHECK_FAILED)
    # A judge that knows less of a part than the search (a format) leaves the value as it is.
    return Refuted(witness=readable(value, is_shown, sender) if is_shown(value) else value)
