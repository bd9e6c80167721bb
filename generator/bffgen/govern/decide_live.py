"""Decide what a candidate means to all that is live: a verdict a finding, with its reasons.

In:  merged findings, the facts of the client, its waivers, what its policy says of severities.
Out: Told findings, each with the releases that it hurts; notes on waivers.
How: a verdict is that of one finding, one operation and one release, so that what passes for an
     operation passes for no other that meets the same change (PITFALLS 15); the worst of them is
     the finding's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bffgen.govern.counted import by_party
from bffgen.govern.licence import Facts, Frozen, counted_at, licence_of
from bffgen.govern.merge import Merged
from bffgen.govern.verdicts import verdict
from bffgen.govern.waivers import lapsed, unused
from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Finding
from bffgen.model.live import ReleaseState, newest
from bffgen.model.overrides import Overrides
from bffgen.model.release import Stage
from bffgen.model.severity import Severity
from bffgen.model.told import Told
from bffgen.model.verdict import Affected, Licence, Verdict
from bffgen.model.waiver import Waiver

OF_VERDICT = {
    Verdict.BLOCK: Severity.ERROR,
    Verdict.WARN: Severity.WARNING,
    Verdict.PASS: Severity.INFO,
}
# Of more operations the counts are for whoever asks: a line has an end.
_MOST_COUNTED = 3
_WORST = (Verdict.BLOCK, Verdict.WARN, Verdict.PASS)


def decide_live(
    found: Sequence[Merged], facts: Facts, waivers: Sequence[Waiver], overrides: Overrides
) -> tuple[tuple[Told, ...], int, tuple[Finding, ...]]:
    """Decide each finding.

    Args:
        waivers: of this client, in the order of their files.

    Returns:
        What is told; how many findings are off; what is to be said of waivers.
    """
    by_finding = {each.finding: each for each in waivers}
    told: list[Told] = []
    notes: list[Finding] = []
    off = 0
    for each in found:
        waiver = by_finding.get(each.finding.fingerprint)
        if waiver is not None:
            live = [own for frozen, own in each.met if not facts.is_over(frozen.state)]
            met = {name for own in live for name in _met(own) if name}
            ended = tuple(lapsed(waiver, each.finding.rule, met, facts.as_of.date()))
            notes += ended
            waiver = None if ended else waiver
        decided = _decided(each, facts, waiver)
        said = overrides.of(each.finding.rule, each.finding.breaks)
        severity = said if said is not None else OF_VERDICT[decided[0].verdict]
        if said is not None and decided[0].verdict is Verdict.PASS:
            severity = Severity.INFO if said is not Severity.OFF else said
        if severity is Severity.OFF:
            off += 1
            continue
        is_waived = waiver is not None and decided[0].verdict is Verdict.PASS
        told.append(
            Told(
                finding=replace(each.finding, notes=(*each.finding.notes, *_notes(decided))),
                severity=severity,
                waiver=waiver if is_waived else None,
                affects=decided,
            )
        )
    known = {each.finding.fingerprint for each in found}
    notes += [unused(each) for each in waivers if each.finding not in known]
    return tuple(told), off, tuple(notes)


def _decided(each: Merged, facts: Facts, waiver: Waiver | None) -> tuple[Affected, ...]:
    """Decide for each release; the worst comes first, and of equal ones the newest."""
    found = [_affected(own, frozen, facts, waiver) for frozen, own in each.met]
    return tuple(sorted(found, key=lambda affected: _WORST.index(affected.verdict)))


def _affected(own: ChangeFinding, frozen: Frozen, facts: Facts, waiver: Waiver | None) -> Affected:
    plain = verdict(own, facts.policy.family, facts.policy.gate.level)
    release = frozen.release
    if facts.is_over(frozen.state):
        return Affected(
            version=release.version,
            verdict=Verdict.PASS,
            licences=(Licence.NOT_LIVE,) if plain is not Verdict.PASS else (),
            why=frozen.state.ended,
            blocked=(),
            builds=(),
        )
    licences: dict[Licence, str] = {}
    missing: dict[str, None] = {}
    blocked: list[str] = []
    is_short = False
    operations = _met(own)
    for operation in operations if plain is not Verdict.PASS else ():
        if waiver is not None and _covers(waiver, operation, release.version):
            licences[Licence.WAIVED] = f"by {waiver.owner} until {waiver.expires.isoformat()}"
            continue
        asking = licence_of(own, operation, frozen, facts)
        if asking.licence is not None:
            licences[asking.licence] = asking.why
            is_short |= asking.is_short
        else:
            blocked.append(operation)
            missing |= {asking.why: None} if asking.why else {}
    is_passed = plain is Verdict.PASS or not blocked
    passing = Verdict.WARN if is_short and plain is Verdict.BLOCK else Verdict.PASS
    stopping = Verdict.WARN if release.stage is Stage.BETA and plain is Verdict.BLOCK else plain
    reasons = missing if blocked else dict.fromkeys(licences.values())
    # Parties are called up, whatever lets it pass; of builds only what stops is counted.
    asked = operations if facts.promises_time and licences else blocked
    if len(asked) <= _MOST_COUNTED and plain is not Verdict.PASS:
        reasons |= dict.fromkeys(_counts(own, asked, frozen, facts, reasons))
    return Affected(
        version=release.version,
        verdict=passing if is_passed else stopping,
        licences=tuple(sorted(licences)),
        why="; ".join(reasons),
        blocked=() if is_passed else tuple(blocked),
        builds=tuple(_resting(frozen.state)),
    )


def _counts(
    own: ChangeFinding, asked: Sequence[str], frozen: Frozen, facts: Facts, told: Iterable[str]
) -> Iterator[str]:
    """Say how often that is used which goes, where a licence has not said it."""
    known = [*told]
    for operation in asked:
        said = by_party(facts.ledger.usage, operation) if facts.promises_time else ""
        said = said or counted_at(own, operation, frozen, facts)
        if said and not any(said in each for each in known):
            yield f"{operation}: {said}" if len(asked) > 1 else said


def _met(own: ChangeFinding) -> tuple[str, ...]:
    """Give the operations at which the finding is not proved harmless; of none, the empty name."""
    reached = tuple(name for name, answer in own.operations if answer != "yes")
    return reached or tuple(name for name, _ in own.operations) or ("",)


def _covers(waiver: Waiver, operation: str, version: str) -> bool:
    # One that names no operation is for a finding that has none.
    is_operation = operation in (waiver.operations or ("",))
    return is_operation and version in waiver.releases


def _resting(state: ReleaseState) -> Iterator[str]:
    """Say what a release rests on: its live builds, else what keeps it on each channel."""
    live = [each for each in state.builds if each.is_live]
    for each in live:
        yield f"{each.channel} {each.build} ({each.why})"
    channels = {each.channel for each in live}
    for channel, why in state.why:
        if channel not in channels:
            yield f"{channel}: {why}" if channel and channel != state.release.client else why


def _notes(decided: Sequence[Affected]) -> Iterator[tuple[str, str]]:
    """Say which releases a finding hurts, and what lets it pass for the others."""
    for each in decided:
        rests = ", ".join(newest(each.builds))
        if each.verdict is not Verdict.PASS:
            only = f"; at {', '.join(each.blocked)}" if each.licences and each.blocked else ""
            why = f"; {each.why}" if each.why else ""
            yield f"affects {each.version}", f"{rests}{only}{why}"
        elif each.licences:
            yield f"passes {each.version}", f"{', '.join(each.licences)}: {each.why}"
