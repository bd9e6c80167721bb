"""Say of waivers what they do not do: not yet, no longer, outgrown, or for nothing.

In:  a Waiver, and what it was meant for as it is found now.
Out: findings at the waiver's own places.
"""

from collections.abc import Collection, Iterator
from datetime import date

from bffgen.model.finding import Effect, Finding, finding
from bffgen.model.ledger import Ledger
from bffgen.model.spelling import nearest
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


def unfit(waivers: Collection[Waiver], ledger: Ledger, as_of: date) -> Iterator[Finding]:
    """Tell of waivers that do not count yet, and of releases in them that nobody knows."""
    known = [each.version for each in ledger.releases]
    for waiver in waivers:
        if waiver.created is not None and is_ahead(waiver, as_of):
            problem = f"`{waiver.created.isoformat()}` is ahead, and the waiver counts from then on"
            place = waiver.place.at("created")
            yield finding("input-schema", place, effect=Effect.RISKY, problem=problem)
        for number, version in enumerate(waiver.releases):
            if version not in known:
                yield finding(
                    "ledger-unknown-name",
                    waiver.place.at("releases").at(number),
                    effect=Effect.RISKY,
                    kind="release",
                    name=version,
                    nearest=nearest(version, known),
                    known=", ".join(f"`{each}`" for each in known),
                    fresh="",
                )


def is_ahead(waiver: Waiver, as_of: date) -> bool:
    """Say whether a waiver is of a later day: facts of the future are as if absent."""
    return waiver.created is not None and waiver.created > as_of
