"""What every format prints of one finding, looked up and worded once.

In:  a Report, and a function that looks a Place up in its document.
Out: a Listing of entries: findings of comparisons and what is said of waivers, in one order.
How: the order is client, file, line, column, rule, fingerprint; a finding of a comparison has the
     words of its rule's page, every other one those of the table.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bffgen.model.comparison import (
    Answer,
    ChangeFinding,
    NoWitness,
    Payload,
    Request,
    Witness,
)
from bffgen.model.finding import Finding, Mark
from bffgen.model.place import Locate
from bffgen.model.rule import Rule
from bffgen.model.severity import OF_EFFECT, Severity
from bffgen.model.told import Report, Section, Told
from bffgen.model.verdict import Affected
from bffgen.model.waiver import Waiver
from bffgen.report.template import filled
from bffgen.report.text import Located
from bffgen.report.wording import words

# Worst first, where not everything can be shown.
LOUDNESS: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
# Said once in the footer, as it holds for all.
_SAID_BELOW: Final = frozenset(("closed-producer",))
# Longer ones are cut in what people read; machines get all of it.
_MOST_OPERATIONS: Final = 8
_MOST_LETTERS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One finding with its words.

    Attributes:
        client: whose contract it is; empty for two documents.
        head, label, help: filled; all but the head may be empty.
        at: where it is shown; None where it is about no file.
        baseline: where the other side says it.
        finding: as it was found; a ChangeFinding where it is of a comparison.
        rule: the page; None for a rule that has none.
        waiver: who accepts it.
        affects: the live releases that it is about, worst first.
    """

    client: str
    severity: Severity
    head: str
    label: str
    help: str
    at: Located | None
    baseline: Located | None
    finding: Finding
    rule: Rule | None
    waiver: Waiver | None = None
    affects: tuple[Affected, ...] = ()

    @property
    def identity(self) -> str:
        """Tell it from every other entry of a report."""
        own = self.finding.fingerprint
        return f"{self.client}:{own}" if self.client else own

    @property
    def of_comparison(self) -> ChangeFinding | None:
        """Give the finding where it is of a comparison."""
        return self.finding if isinstance(self.finding, ChangeFinding) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All that a run tells, made once for all formats in which it is printed.

    Attributes:
        entries: in print order; by_client: those of each section.
    """

    report: Report
    entries: tuple[Entry, ...]
    by_client: Mapping[str, Sequence[Entry]]

    def of(self, section: Section) -> Sequence[Entry]:
        """Give the entries of a section, in print order."""
        return self.by_client.get(section.client, ())


def listed(report: Report, locate: Locate) -> Listing:
    """Look up and word everything that a report tells."""
    found = [
        entry
        for section in report.sections
        for entry in (
            *(_compared(section, each, locate) for each in section.told),
            *(_noted(section, each, locate) for each in section.notes),
        )
    ]
    found.sort(key=_order)
    by_client: dict[str, list[Entry]] = {}
    for each in found:
        by_client.setdefault(each.client, []).append(each)
    return Listing(report=report, entries=tuple(found), by_client=by_client)


def counted(found: Iterable[Entry]) -> Counter[Severity]:
    """Count entries by severity."""
    return Counter(each.severity for each in found)


def worst_first(found: Iterable[Entry]) -> list[Entry]:
    """Order entries by how loud they are, then as they are printed."""
    return sorted(found, key=lambda each: LOUDNESS.index(each.severity))


def summary(counts: Counter[Severity]) -> str:
    """Count in words: `3 errors, 1 warning`; the empty text for nothing."""
    plural = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "info"}
    return ", ".join(
        f"{counts[each]:,} {each if counts[each] == 1 else plural[each]}"
        for each in LOUDNESS
        if counts[each]
    )


def witness_line(entry: Entry) -> str:
    """Say what shows the finding: the value or the request, and what comes of it.

    The empty text where neither the finding nor its page has anything to say of it.
    """
    match witness(entry):
        case Payload(value=value, sender=sender, receiver=receiver, carrier=carrier):
            said = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            if len(said) > _MOST_LETTERS:
                said = f"{said[:_MOST_LETTERS]}... ({len(said):,} characters; -f json has all)"
            said = f"{carrier} = {said}" if carrier else said
            return f"{said}   valid under the {sender}, refused by the {receiver}"
        case Request(line=line, headers=headers, before=before, after=after):
            asked = ", ".join((line, *headers))
            return f"{asked}   {before} by the baseline, {after} by the revision"
        case NoWitness(why=why):
            return f"none: {why}" if why else ""
        case None:
            return ""


def witness(entry: Entry) -> Witness | None:
    """Give what shows the finding; where there is nothing, with the reason that its page has."""
    finding = entry.of_comparison
    if finding is None:
        return None
    if isinstance(finding.witness, NoWitness) and not finding.witness.why and entry.rule:
        return NoWitness(why=entry.rule.why)
    return finding.witness


def operations_line(finding: ChangeFinding) -> str:
    """Name the operations that a finding is about, the hurt ones first; empty without any.

    An operation where the same change is harmless is counted, so that nobody looks for it.
    """
    by_answer: dict[Answer, list[str]] = {"no": [], "unknown": [], "yes": []}
    for operation, answer in finding.operations:
        by_answer[answer].append(operation)
    if not by_answer["no"] and not by_answer["unknown"]:
        return _some(by_answer["yes"])
    said = [_some(by_answer["no"])] if by_answer["no"] else []
    if by_answer["unknown"]:
        said.append(f"unproven for {_some(by_answer['unknown'])}")
    if by_answer["yes"]:
        said.append(f"harmless for {_some(by_answer['yes'])}")
    return "; ".join(said)


def rests_on_line(finding: ChangeFinding) -> str:
    """Name the assumptions without which the answer would be another."""
    return ", ".join(each for each in finding.rests_on if each not in _SAID_BELOW)


def _some(operations: Sequence[str]) -> str:
    rest = len(operations) - _MOST_OPERATIONS
    named = ", ".join(operations[:_MOST_OPERATIONS])
    return f"{named} and {rest:,} more" if rest > 0 else named


def _compared(section: Section, told: Told, locate: Locate) -> Entry:
    finding = told.finding
    rule = section.comparison.rules[finding.rule]
    facts = dict(finding.facts)
    marks = _located(finding.marks, locate)
    own = finding.marks[0].label if finding.marks else ""
    return Entry(
        client=section.client,
        severity=told.severity,
        head=_once(filled(finding.rule, (rule.head,), facts, always=True), facts),
        label=own or filled(finding.rule, (rule.label,), facts),
        help=filled(finding.rule, (rule.help,), facts, always=True),
        at=marks[0] if marks else None,
        baseline=marks[1] if len(marks) > 1 else None,
        finding=finding,
        rule=rule,
        waiver=told.waiver,
        affects=told.affects,
    )


def _once(head: str, facts: Mapping[str, str | int]) -> str:
    """Leave out where something is, where that is what the sentence is about."""
    where = f"the {facts.get('where', '')}"
    if facts.get("name") != where:
        return head
    first, found, rest = head.partition(where)
    return first + found + rest.replace(f" in {where}", "").replace(f" from {where}", "")


def _noted(section: Section, note: Finding, locate: Locate) -> Entry:
    said = words(note)
    marks = _located(note.marks, locate)
    return Entry(
        client=section.client,
        severity=OF_EFFECT[note.effect],
        head=said.head,
        label=said.label,
        help=said.help,
        at=marks[0] if marks else None,
        baseline=None,
        finding=note,
        rule=None,
    )


def _located(marks: Iterable[Mark], locate: Locate) -> list[Located]:
    return [Located(mark=mark, span=locate(mark.place, mark.on)) for mark in marks]


def _order(entry: Entry) -> tuple[object, ...]:
    at = entry.at
    where = ("", 0, 0, "") if at is None else (_document(at), at.line, at.column, _pointer(at))
    return (entry.client, *where, entry.finding.rule, entry.finding.fingerprint)


def _document(located: Located) -> str:
    return located.mark.place.document


def _pointer(located: Located) -> str:
    return located.mark.place.pointer
