"""What comes of comparing two contracts: findings that carry their proof.

In:  nothing; `compat/` makes these values.
Out: Comparison, the ChangeFinding of each cause, its Witness and the answer at each operation.
How: a ChangeFinding is a Finding, so that whatever prints findings prints it; its fingerprint is
     made of the rule, the coordinate and the facts before and after, in normal form, and of nothing
     that moves when a document is reformatted (COMPATIBILITY.md 8).
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, TypeAlias

from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.finding import Effect, Finding
from bffgen.model.place import Place
from bffgen.model.rule import Breaks, Direction, Rule

Answer: TypeAlias = Literal["yes", "no", "unknown"]

# A: every peer is hurt. B: only a peer that sends names nobody declared.
Class: TypeAlias = Literal["A", "B"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A JSON value that one side may send and the other refuses; a validator has said both.

    Attributes:
        sender: the contract under which it is valid.
        receiver: the contract that refuses it.
        carrier: the parameter or the header that it is sent in; empty for a body.
    """

    value: Json = field(hash=False)
    sender: Literal["baseline", "revision"]
    receiver: Literal["baseline", "revision"]
    carrier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that is answered otherwise than before.

    Attributes:
        line: `GET /quotes?currency=EUR`.
        headers: those that matter, `Name: value`.
        before: what comes of it by the baseline, in a few words: `answered`.
        after: by the revision: `refused with 422`.
    """

    line: str
    headers: tuple[str, ...] = ()
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWitness:
    """Why there is nothing to show."""

    why: str


Witness: TypeAlias = Payload | Request | NoWitness


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFinding(Finding):
    """One change with what it does: the finding of a comparison, whatever its effect.

    `marks` are the place in the revision, then the one in the baseline; a removal points at the
    nearest parent that is left. `facts` fill the sentences of the rule's page.

    Attributes:
        direction: who sends what the change is about.
        where: the place in a person's words: `body`, `query parameter`, `webhook order.shipped`.
        coordinate: `<direction> <pointer>` in the bundled document, for what no component holds
            `<direction> METHOD path <pointer>`.
        before: the fact in the baseline, in normal form; None where there was none.
        after: the same of the revision.
        witness: checked by a validator where it is a Payload.
        operations: (`METHOD path`, answer) of each operation that meets the change, sorted.
        class_: whom it hurts.
        rests_on: assumptions without which the answer would be another, sorted.
        breaks: what kind of promise it is about.
        reason: why the proof of a position was left open; empty where it was not.
    """

    direction: Direction
    where: str
    coordinate: str
    before: Json = field(hash=False)
    after: Json = field(hash=False)
    witness: Witness
    operations: tuple[tuple[str, Answer], ...]
    class_: Class = "A"
    rests_on: tuple[str, ...] = ()
    breaks: Breaks = "wire"
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """Identify the finding by its facts: 12 hex digits, the same after any rewording."""
        facts: list[Json] = [self.rule, self.coordinate, self.before, self.after]
        return sha256(canonical_bytes(facts)).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One contract of a comparison.

    Attributes:
        name: how the caller named it: a file, `git:REF:PATH`, a release.
        digest: SHA-256 of the bundled document on one line with sorted keys, hex.
        root: the file that its places start from.
    """

    name: str
    title: str
    version: str
    digest: str
    root: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two contracts compared.

    Attributes:
        findings: sorted by (document, pointer, rule, fingerprint).
        hidden: findings of class B that are not shown.
        assumptions: in use, in the words of the report's footer.
        asked: distinct questions put to the proof engine.
        undecided: how many of them it left open.
        rules: the page of each rule that a finding names, by id.
    """

    baseline: Side
    revision: Side
    findings: tuple[ChangeFinding, ...]
    hidden: int = 0
    assumptions: tuple[str, ...] = ()
    asked: int = 0
    undecided: int = 0
    rules: dict[str, Rule] = field(hash=False)

    def count(self, effect: Effect) -> int:
        """Count the findings of an effect."""
        return sum(each.effect is effect for each in self.findings)
