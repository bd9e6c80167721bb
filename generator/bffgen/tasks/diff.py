"""Compare two documents: what a change of a contract does to who holds the other side.

In:  the two names as the caller has them, what peers are taken to do, whom it concerns, waivers.
Out: Diffed: a Report, or the faults that keep a side from being read; where lines are found.
How: both sides into one pool -> compared -> decided. What is only odd about a side is a warning:
     nobody can mend a baseline any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bffgen.compat.rule import rule_by_id, rules
from bffgen.contract.collector import collector_paused
from bffgen.contract.fields import Fields
from bffgen.contract.peers import read_overrides
from bffgen.contract.source import SourceFault, Sources
from bffgen.contract.waivers import of_baseline, read_waivers
from bffgen.contract.yaml import read_document
from bffgen.govern.decide import decide, report
from bffgen.govern.verdicts import LEDGER_RULES
from bffgen.model.comparison import Comparison
from bffgen.model.finding import Finding, Mark, finding, stops
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, Place
from bffgen.model.policy import Family
from bffgen.model.record import Record
from bffgen.model.severity import FailOn
from bffgen.model.spelling import nearest
from bffgen.model.told import Report
from bffgen.model.waiver import Waiver
from bffgen.report.assumed import assumed
from bffgen.tasks.comparing import Memory, compare_sides
from bffgen.tasks.reading import Written, locate_beside

__all__ = [
    "Asked",
    "Diffed",
    "SourceFault",
    "Sources",
    "collector_paused",
    "compared",
    "diff",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a comparison is to be told.

    Attributes:
        family: None where the effect alone counts.
        severity: a file of severities; waivers: files of waivers.
        as_of: the day on which waivers must hold.
        is_pure: whether findings are told that hurt only who sends undeclared names.
    """

    peers: Peers
    family: Family | None = None
    severity: Written | None = None
    waivers: Sequence[Written] = ()
    fail_on: FailOn = FailOn.BREAKS
    as_of: date
    is_pure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffed:
    """What came of it.

    Attributes:
        report: None where a side, or a file beside it, cannot be read.
        findings: what is wrong with what was read; with a report, warnings.
    """

    report: Report | None
    findings: tuple[Finding, ...]
    locate: Locate


def diff(
    baseline: str, revision: str, sources: Sources, asked: Asked, memory: Memory | None = None
) -> Diffed:
    """Compare two documents.

    Raises:
        SourceFault: a name leads to nothing; only a baseline is called absent.
    """
    first = sources.open(baseline)
    try:
        second = sources.open(revision)
    except SourceFault as fault:
        raise SourceFault(str(fault)) from None
    overrides, waivers, faults = beside(asked)
    is_third_party = asked.family is Family.THIRD_PARTY
    told = compare_sides(first, second, asked.peers, memory, as_published=is_third_party)
    faults = list(dict.fromkeys((*faults, *told.findings)))
    written = [each for each in (asked.severity, *asked.waivers) if each is not None]
    locate = locate_beside(told.locate, written)
    if told.record is None or stops(faults):
        return Diffed(report=None, findings=tuple(faults), locate=locate)
    section = decide(
        compared(told.record, asked.peers, is_pure=asked.is_pure),
        family=asked.family,
        overrides=overrides,
        waivers=waivers,
        as_of=asked.as_of,
    )
    return Diffed(
        report=report([section], asked.fail_on, checked=all_rules()),
        findings=tuple(faults),
        locate=locate,
    )


def compared(record: Record, peers: Peers, *, is_pure: bool) -> Comparison:
    """Make of a record what is told of it: without class B, unless it is asked for."""
    shown = tuple(each for each in record.findings if is_pure or each.class_ == "A")
    return Comparison(
        baseline=record.baseline,
        revision=record.revision,
        findings=shown,
        hidden=len(record.findings) - len(shown),
        assumptions=assumed(peers),
        asked=record.asked,
        undecided=len(record.reasons),
        rules={each.rule: rule_by_id()[each.rule] for each in shown},
    )


def all_rules() -> Iterable[tuple[str, str]]:
    """Name every rule that is asked."""
    return ((rule.id, rule.title) for rule in rules())


def beside(asked: Asked) -> tuple[Overrides, tuple[Waiver, ...], list[Finding]]:
    """Read what people wrote beside the contracts."""
    waivers, found = read_waivers(asked.waivers)
    faults = list(found)
    overrides = Overrides()
    if asked.severity is not None:
        path, content = asked.severity
        value = read_document(content, path)
        if isinstance(value, tuple):
            faults += value
        else:
            overrides = read_overrides(Fields.of(value, Place(document=path), faults))
            faults += unknown_rules(overrides, Place(document=path))
            overrides = by_todays_names(overrides)
    return overrides, of_baseline(waivers), faults


def by_todays_names(overrides: Overrides) -> Overrides:
    """Put the rule that a retired id leads to in its place; today's own id is stronger."""
    known = rule_by_id()
    said = {known[name].id: severity for name, severity in overrides.by_rule if name in known}
    own = (*said, *LEDGER_RULES)
    said |= {name: severity for name, severity in overrides.by_rule if name in own}
    return replace(overrides, by_rule=tuple(sorted(said.items())))


def unknown_rules(overrides: Overrides, place: Place) -> Iterable[Finding]:
    """Find severities of rules that there are not."""
    known = sorted({*rule_by_id(), *LEDGER_RULES})
    for name, _ in overrides.by_rule:
        if name not in known:
            mark = Mark(place=place.at(name), on="key", label="no such rule")
            close = nearest(name, known)
            yield finding("input-unknown-key", mark, key=name, nearest=close, known="")
