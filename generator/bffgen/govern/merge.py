"""Put what a candidate does to each live release together: one finding for one change.

In:  for each release, newest first, the findings of its comparison.
Out: findings by fingerprint, as the newest release shows them, with the releases that they hurt.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bffgen.govern.licence import Frozen
from bffgen.model.comparison import ChangeFinding


@dataclass(frozen=True, slots=True)
class Against:
    """A live release, and what its comparison with the candidate found."""

    frozen: Frozen
    findings: tuple[ChangeFinding, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """One finding and the releases that it is about, newest first, each with its own of it."""

    finding: ChangeFinding
    met: tuple[tuple[Frozen, ChangeFinding], ...]


def merged(every: Sequence[Against]) -> tuple[Merged, ...]:
    """Merge findings by fingerprint; the newest release's witness and places are shown."""
    met: dict[str, list[tuple[Frozen, ChangeFinding]]] = {}
    for against in every:
        for each in against.findings:
            met.setdefault(each.fingerprint, []).append((against.frozen, each))
    found = (Merged(finding=pairs[0][1], met=tuple(pairs)) for pairs in met.values())
    return tuple(sorted(found, key=_order))


def _order(each: Merged) -> tuple[str, str, str, str]:
    mark = each.finding.marks[0].place if each.finding.marks else None
    document, pointer = (mark.document, mark.pointer) if mark is not None else ("", "")
    return document, pointer, each.finding.rule, each.finding.fingerprint
