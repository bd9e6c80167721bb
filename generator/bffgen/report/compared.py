"""Print comparisons as text for a person at a terminal or in a CI log.

In:  a Listing.
Out: one text: a block for each finding, then what was counted, assumed and cannot be known.
How: what is safe is a line each; what breaks or is risky is told with witness and help. The worst
     comes last, above the counts, where a reader of a log begins; within a severity the order is
     that of the files.
"""

from collections.abc import Sequence
from typing import Final

from bffgen.model.severity import Severity
from bffgen.model.told import Report, Section
from bffgen.report.entry import (
    Entry,
    Listing,
    counted,
    operations_line,
    rests_on_line,
    summary,
    witness_line,
    worst_first,
)
from bffgen.report.excerpt import shown
from bffgen.report.footer import beyond, footer
from bffgen.report.text import Paint, Role, marked, plain

_WIDTH: Final = 96


def compared(listing: Listing, *, paint: Paint | None = None, limit: int | None = None) -> str:
    """Print all comparisons of a run.

    Args:
        paint: gives a named part its colour; None leaves all parts plain.
        limit: how many findings are shown, the worst of them; None for all.
    """
    painter = paint or plain
    report, found = listing.report, listing.entries
    kept = {id(each) for each in worst_first(found)[:limit]}
    blocks: list[str] = []
    for section in report.sections:
        own = listing.of(section)
        loud = [each for each in worst_first(own) if id(each) in kept]
        quiet = [each for each in loud if each.severity is Severity.INFO]
        blocks += _quiet([block(each, painter) for each in quiet])
        for severity in (Severity.WARNING, Severity.ERROR):
            blocks += [block(each, painter) for each in loud if each.severity is severity]
        blocks.append(_footer(report, section, own))
    hidden = len(found) - len(kept)
    if hidden:
        blocks.append(f"{hidden:,} more are not shown; without --limit all are")
    if beyond(report):
        blocks.append("\n".join(_folded(beyond(report))).lstrip())
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _quiet(blocks: Sequence[str]) -> list[str]:
    """Put what fits a line together; what is waived has lines of its own, and comes behind."""
    lines = "\n".join(each for each in blocks if "\n" not in each)
    return [each for each in (lines, *(each for each in blocks if "\n" in each)) if each]


def block(entry: Entry, paint: Paint = plain) -> str:
    """Print one finding, without a newline at its end."""
    role = Role(entry.severity)
    rule = entry.finding.rule
    lines = [f"{paint(role, f'{role}[{rule}]')}: {shown(entry.head)}"]
    if entry.severity is Severity.INFO and entry.waiver is None and entry.of_comparison:
        where = "" if entry.at is None else f"  {paint(Role.PATH, entry.at.said)}"
        return f"{lines[0]}{where}"
    if entry.at is not None:
        lines += marked(entry.at, entry.label, paint)
    if entry.waiver is not None:
        waiver = entry.waiver
        lines.append(
            f"  = waived: {shown(waiver.owner)}, until {waiver.expires}: {shown(waiver.reason)}"
        )
    if entry.of_comparison is None:
        said = [f"  = help: {shown(entry.help)}"] if entry.help else []
        return "\n".join([*lines, *said, f"  = fingerprint: {entry.finding.fingerprint}"])
    if entry.severity is not Severity.INFO:
        lines += [f"  = {name}: {shown(text)}" for name, text in _facts(entry) if text]
        fingerprint = entry.finding.fingerprint
        lines.append(f"  = explain: bffgen explain {rule}   fingerprint: {fingerprint}")
    return "\n".join(lines)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    """Give the lines of a finding of a comparison by name, in print order."""
    finding = entry.of_comparison
    assert finding is not None
    return [
        ("baseline", "" if entry.baseline is None else entry.baseline.said),
        ("witness", witness_line(entry)),
        ("operations", operations_line(finding)),
        ("rests on", rests_on_line(finding)),
        *finding.notes,
        ("help", entry.help),
    ]


def _footer(report: Report, section: Section, own: Sequence[Entry]) -> str:
    """Say what was counted and what it rests on."""
    comparison = section.comparison
    nothing = "no finding: nothing that a client meets differs"
    if section.impacts:
        nothing = "no finding: nothing that it uses differs"
    if comparison.baseline.digest == comparison.revision.digest:
        nothing = "no change: the two are the same contract"
    if section.live is not None and not section.held:
        nothing = "no finding: nothing that is live holds it to anything"
    who = f"{shown(section.client)}: " if section.client else ""
    lines = [who + (summary(counted(own)) or nothing)]
    said = (shown(f"{name}: {text}") for name, text in footer(report, section))
    return "\n".join([*lines, *(line for each in said for line in _folded(each))])


def _folded(text: str) -> list[str]:
    """Break a long line of the footer between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= _WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return [f"  {'  ' if number else ''}{line}" for number, line in enumerate(lines)]
