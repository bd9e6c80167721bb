"""Decide how a comparison is told: severities, waivers, and whether the run fails.

In:  a Comparison; the family of its clients, what people say of severities, their waivers, a day.
Out: a Section; a Report of several.
How: verdict of the family, or without one the effect -> severity; what people wrote has the last
     word; a waiver makes it information. A waiver that does not hold any more is told itself.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bffgen.govern.decide_live import OF_VERDICT
from bffgen.govern.verdicts import verdict
from bffgen.govern.waivers import lapsed, unused
from bffgen.model.comparison import ChangeFinding, Comparison
from bffgen.model.finding import Finding
from bffgen.model.overrides import Overrides
from bffgen.model.policy import Family
from bffgen.model.severity import OF_EFFECT, FailOn, Severity
from bffgen.model.told import Report, Section, Told
from bffgen.model.waiver import Waiver


def decide(
    comparison: Comparison,
    *,
    client: str = "",
    family: Family | None = None,
    overrides: Overrides,
    waivers: Sequence[Waiver] = (),
    as_of: date,
) -> Section:
    """Give each finding its severity.

    Args:
        client: whose contract it is; empty for two documents.
        family: None where the effect alone counts.
        waivers: of this client, in the order of their files.
        as_of: the day on which waivers must hold.
    """
    told: list[Told] = []
    off = 0
    waiver_by_finding = {each.finding: each for each in waivers}
    notes: list[Finding] = []
    used: set[str] = set()
    for each in comparison.findings:
        severity = _severity(each, family, overrides)
        waiver = waiver_by_finding.get(each.fingerprint)
        if waiver is not None:
            used.add(waiver.finding)
            # Of two documents, one that names no operation is for all that the finding reaches.
            met = [name for name, answer in each.operations if answer != "yes"]
            ended = tuple(lapsed(waiver, each.rule, met if waiver.operations else (), as_of))
            notes += ended
            waiver = None if ended else waiver
        if severity is Severity.OFF:
            off += 1
            continue
        told.append(
            Told(
                finding=each,
                severity=severity if waiver is None else Severity.INFO,
                waiver=waiver,
            )
        )
    notes += [unused(each) for each in waivers if each.finding not in used]
    return Section(
        client=client,
        comparison=comparison,
        told=tuple(told),
        off=off,
        notes=tuple(notes),
    )


def report(
    sections: Iterable[Section],
    fail_on: FailOn,
    *,
    checked: Iterable[tuple[str, str]] = (),
    strict: Collection[str] = (),
) -> Report:
    """Put sections together, and say whether one of them fails the run.

    Args:
        strict: clients whose policy takes no warning either.
    """
    every = tuple(sections)
    is_failed = False
    for section in every:
        is_strict = section.client in strict and fail_on is FailOn.BREAKS
        limit = FailOn.RISKY if is_strict else fail_on
        loud = [each.severity for each in section.told]
        loud += [OF_EFFECT[each.effect] for each in section.notes]
        is_failed |= any(map(limit.stops, loud))
    return Report(
        sections=every,
        fail_on=fail_on,
        is_failed=is_failed,
        checked=tuple(checked),
    )


def _severity(each: ChangeFinding, family: Family | None, overrides: Overrides) -> Severity:
    said = overrides.of(each.rule, each.breaks)
    if said is not None:
        return said
    return OF_EFFECT[each.effect] if family is None else OF_VERDICT[verdict(each, family)]
