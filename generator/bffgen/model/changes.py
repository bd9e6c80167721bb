"""What a release changed against the one that it follows, as it is frozen beside its contract.

In:  the findings of a comparison.
Out: the bytes of changes.json: facts alone, canonical, so that no rewording moves them.
"""

from collections.abc import Iterable
from typing import Final

from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.comparison import ChangeFinding

FORMAT: Final = "changes/1"


def written_changes(previous: str | None, findings: Iterable[ChangeFinding]) -> bytes:
    """Write the changes since a version; of the first release there are none."""
    told: list[Json] = [_change(each) for each in sorted(findings, key=lambda e: e.fingerprint)]
    return canonical_bytes({"format": FORMAT, "previous": previous, "changes": told})


def _change(each: ChangeFinding) -> Json:
    return {
        "fingerprint": each.fingerprint,
        "rule": each.rule,
        "effect": str(each.effect),
        "class": each.class_,
        "breaks": each.breaks,
        "direction": each.direction,
        "where": each.where,
        "coordinate": each.coordinate,
        "before": each.before,
        "after": each.after,
        "facts": dict(each.facts),
        "operations": dict(each.operations),
    }
