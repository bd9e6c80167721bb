"""Compare two contracts.

In:  two Apis of one pool, what peers are taken to do, the rules.
Out: Compared: the findings, and how much was asked and left open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bffgen.compat.asking import Asking
from bffgen.compat.change import Occurrence
from bffgen.compat.judge import judge, pages_of
from bffgen.compat.notes import Notes
from bffgen.compat.operations import compare_operations
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position
from bffgen.compat.seen import Seen
from bffgen.compat.values import Values
from bffgen.model.api import Api
from bffgen.model.comparison import ChangeFinding
from bffgen.model.peers import Peers
from bffgen.model.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What comes of a comparison.

    Attributes:
        findings: of every effect and class, sorted.
        asked: distinct questions put to the proof engine.
        reasons: why some of them were left open, one for each, sorted.
    """

    findings: tuple[ChangeFinding, ...]
    asked: int
    reasons: tuple[str, ...] = ()

    @property
    def undecided(self) -> int:
        """Count the questions that were left open."""
        return len(self.reasons)


def compare(baseline: Api, revision: Api, peers: Peers, rules: Iterable[Rule]) -> Compared:
    """Compare two contracts, which are lowered into one pool."""
    pair = Pair(baseline, revision)
    return _compared(pair, peers, rules, compare_operations(pair, peers))


def compare_schemas(
    baseline: Api, revision: Api, peers: Peers, rules: Iterable[Rule], position: Position
) -> Compared:
    """Compare two schemas, each the value of one position."""
    return _compared(Pair(baseline, revision), peers, rules, (position,))


def _compared(
    pair: Pair, peers: Peers, rules: Iterable[Rule], met: Iterable[Position | Occurrence]
) -> Compared:
    """Judge what is met of two contracts: what is told already, and positions to ask about."""
    seen = Seen(pair)
    asking = Asking(seen, peers)
    found = judge(_occurrences(pair, seen, asking, met), pages_of(rules))
    return Compared(findings=found, asked=asking.asked, reasons=tuple(sorted(asking.reasons)))


def _occurrences(
    pair: Pair, seen: Seen, asking: Asking, met: Iterable[Position | Occurrence]
) -> Iterator[Occurrence]:
    positions: list[Position] = []
    for each in met:
        if isinstance(each, Position):
            positions.append(each)
        else:
            yield each
    yield from Values(pair, seen, asking).compare(positions)
    yield from Notes(pair).compare(positions)
