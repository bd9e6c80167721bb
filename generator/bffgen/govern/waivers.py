"""Say of waivers what they no longer do: ended, outgrown, or for nothing.

In:  a Waiver, and what it was meant for as it is found now.
Out: findings at the waiver's own places.
"""

from collections.abc import Collection, Iterator
from datetime import date

from bffgen.model.finding import Effect, Finding, finding
from bffgen.model.waiver import Waiver


def lapsed(waiver: Waiver, rule: str, reached: Collection[str], as_of: date) -> Iterator[Finding]:
    """Say why a waiver does not hold for a finding; nothing where it does.

    Args:
        rule: of the finding.
        reached: the operations that the waiver has to name.
    """
    if waiver.expires <= as_of:
        yield finding(
            "waiver-expired",
            waiver.place.at("expires"),
            fingerprint=waiver.finding,
            of=rule,
            expires=waiver.expires.isoformat(),
            owner=waiver.owner,
        )
        return
    more = sorted({*reached} - {*waiver.operations})
    if more:
        yield finding(
            "waiver-outgrown",
            waiver.place.at("operations"),
            effect=Effect.RISKY,
            fingerprint=waiver.finding,
            of=rule,
            operations=", ".join(more),
        )


def unused(waiver: Waiver) -> Finding:
    """Say that a waiver waives nothing."""
    return finding(
        "waiver-unused",
        waiver.place.at("finding"),
        effect=Effect.RISKY,
        fingerprint=waiver.finding,
        owner=waiver.owner,
    )
