"""What the search for a value of a goal ends in, and what a proof says.

In:  nothing.
Out: the answers of the search (Found, Empty, Undecided) and the three Proofs.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from bffgen.model.canonical import Json


class Found(NamedTuple):
    """A value of the goal."""

    value: Json


class Empty(NamedTuple):
    """The goal has no value.

    Attributes:
        mask: bit d is set where this holds only if the goal that is open at depth d has none
            either; 0 is for good.
    """

    mask: int


class Undecided(NamedTuple):
    """Neither was shown.

    Attributes:
        reason: what stood in the way, as `Unknown.reason`.
        mask: as of Empty: with another stack of open goals it might have been shown.
    """

    reason: str
    mask: int = 0


Answer: TypeAlias = Found | Empty | Undecided


class Attempt:
    """Why the ways that were tried so far have failed."""

    def __init__(self) -> None:
        self.mask = 0
        self.undecided: str | None = None

    def note(self, answer: Answer) -> None:
        """Keep what a way that failed hangs on."""
        if isinstance(answer, Empty | Undecided):
            self.mask |= answer.mask
        if isinstance(answer, Undecided):
            self.undecided = self.undecided or answer.reason

    def answer(self) -> Answer:
        """Say what it comes to that all ways have failed."""
        if self.undecided is None:
            return Empty(self.mask)
        return Undecided(self.undecided, self.mask)


class Undecidable(Exception):
    """Something that is not understood here; the text is a reason of `Unknown`."""


class OutOfFuel(Undecidable):
    """The steps of one question are spent."""

    def __init__(self) -> None:
        super().__init__("fuel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Every value of the sender is a value of the receiver.

    Attributes:
        rests_on: assumptions without which that is not proved, sorted.
    """

    answer: Literal["yes"] = "yes"
    witness: None = None
    reason: None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """A value of the sender is none of the receiver.

    Attributes:
        witness: such a value; a validator has accepted it on one side and refused it on the other.
        rests_on: assumptions without which it is no such value, sorted.
    """

    witness: Json = field(hash=False)
    answer: Literal["no"] = "no"
    reason: None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Neither was shown.

    Attributes:
        reason: `fuel`, `depth`, `unsupported: <keyword>`, `regex: <what>`, `format: <name>`,
            `checker-refused` or `check-failed`.
    """

    reason: str
    answer: Literal["unknown"] = "unknown"
    witness: None = None
    rests_on: tuple[str, ...] = ()


Proof: TypeAlias = Proved | Refuted | Unknown
