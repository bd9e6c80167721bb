"""What builds of a client's apps say that they use: which operations, which places of them.

In:  nothing; `contract/reads.py` makes these values of `evidence/reads.json`.
Out: Reads.
How: a place is written as targets of a ledger are, `#/response/200/badge`. What is read as a whole
     is read with all that is below it, so that a list that says too little says too much, and none
     is a reason why something may go.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bffgen.model.place import Place
from bffgen.model.template import nameless

FORMAT: Final = "reads/1"


class Teller(StrEnum):
    """Who says it.

    MANIFEST: the app's own build, of all that it uses: what it does not name is not used.
    PACT: tests of a consumer, of what they ask: of what they do not ask nothing is known.
    """

    MANIFEST = "manifest"
    PACT = "pact"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationReads:
    """What a build uses of one operation.

    Attributes:
        operation: `METHOD path`.
        reads: places of answers, `#/response/..` and `#/headers/..`.
        sends: places of requests, `#/request/..` and `#/parameters/..`; None where it does not say.
        statuses: entries of the contract's answers that it speaks of; None for all of them.
    """

    operation: str
    reads: tuple[str, ...]
    sends: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReads:
    """What one build uses.

    Attributes:
        teller: who says it; sha256: of what it was imported from, empty where nobody says.
        operations: sorted.
    """

    channel: str
    build: str
    teller: Teller
    sha256: str
    operations: tuple[OperationReads, ...]

    def operation(self, name: str) -> OperationReads | None:
        """Find an operation, whatever its path parameters are called."""
        wanted = nameless(name)
        return next((e for e in self.operations if nameless(e.operation) == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """All that builds say.

    Attributes:
        builds: sorted by channel and build.
    """

    client: str
    builds: tuple[BuildReads, ...]
    place: Place

    def build(self, channel: str, name: str) -> BuildReads | None:
        """Give what a build says; None of one that says nothing."""
        return next((e for e in self.builds if (e.channel, e.build) == (channel, name)), None)
