"""Print comparisons as text for a person at a terminal or in a CI log.

In:  a Report, and a function that looks a Place up in its document.
Out: one text: a block for each finding, then what was counted, assumed and cannot be known.
How: what breaks or is risky is told with witness and help; what is safe with its line alone.
"""

from collections.abc import Sequence

from bffgen.model.place import Locate
from bffgen.model.severity import Severity
from bffgen.model.told import Report, Section
from bffgen.report.assumed import BEYOND
from bffgen.report.entry import (
    Entry,
    counted,
    entries,
    operations_line,
    rests_on_line,
    summary,
    witness_line,
    worst_first,
)
from bffgen.report.excerpt import shown
from bffgen.report.text import Paint, Role, marked, plain


def compared(
    report: Report, locate: Locate, *, paint: Paint | None = None, limit: int | None = None
) -> str:
    """Print all comparisons of a run.

    Args:
        paint: gives a named part its colour; None leaves all parts plain.
        limit: how many findings are shown, the worst of them; None for all.
    """
    painter = paint or plain
    found = entries(report, locate)
    kept = {id(each) for each in worst_first(found)[:limit]}
    blocks: list[str] = []
    for section in report.sections:
        own = [each for each in found if each.client == section.client]
        blocks += [block(each, painter) for each in own if id(each) in kept]
        blocks.append(_footer(section, own))
    hidden = len(found) - len(kept)
    if hidden:
        blocks.append(f"{hidden:,} more are not shown; without --limit all are")
    if report.sections:
        blocks.append(f"no contract says, and so nothing was asked of: {', '.join(BEYOND)}")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def block(entry: Entry, paint: Paint = plain) -> str:
    """Print one finding, without a newline at its end."""
    role = Role(entry.severity)
    rule = entry.finding.rule
    lines = [f"{paint(role, f'{role}[{rule}]')}: {shown(entry.head)}"]
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
        ("witness", witness_line(finding)),
        ("operations", operations_line(finding)),
        ("rests on", rests_on_line(finding)),
        *finding.notes,
        ("help", entry.help),
    ]


def _footer(section: Section, own: Sequence[Entry]) -> str:
    """Say what was counted and what it rests on."""
    comparison = section.comparison
    baseline, revision = comparison.baseline, comparison.revision
    is_same = baseline.digest == revision.digest
    nothing = "no change: the two are the same contract" if is_same else "no finding"
    who = f"{section.client}: " if section.client else ""
    lines = [who + (summary(counted(own)) or nothing)]
    if comparison.hidden:
        hurt = "only a peer that sends undeclared names is hurt; --pure shows them"
        lines.append(f"  {comparison.hidden:,} hidden: {hurt}")
    if section.off:
        lines.append(f"  {section.off:,} off by severity")
    sides = ", ".join(
        f"{word} {shown(side.name)} ({shown(f'{side.title} {side.version}'.strip())})"
        for word, side in (("baseline", baseline), ("revision", revision))
    )
    lines.append(f"  compared: {sides}")
    if comparison.asked:
        open_yet = f", {comparison.undecided:,} left open" if comparison.undecided else ""
        lines.append(f"  proved: {comparison.asked:,} questions{open_yet}")
    if comparison.assumptions and not is_same:
        lines.append(f"  assumed: {'; '.join(comparison.assumptions)}")
    return "\n".join(lines)
