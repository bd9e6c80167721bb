"""Print comparisons as Markdown for a comment on a pull request.

In:  a Listing.
Out: Markdown of at most 60 KiB; what is cut is said. The first line tells an earlier comment, which
     is replaced.
How: a table of counts, then each finding, worst first; texts of contracts are escaped, so that
     they neither mark up the comment nor name anybody.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bffgen.model.severity import Severity
from bffgen.model.told import Report, Section
from bffgen.report.entry import (
    LOUDNESS,
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

# GitHub refuses a comment of more than 65,536 characters.
MOST_BYTES: Final = 60 * 1024
_CODE: Final = re.compile(r"`[^`]*`")
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@:-])")
_TITLES: Final = {
    Severity.ERROR: "Errors",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Information",
}


def comment(listing: Listing) -> str:
    """Print all comparisons of a run."""
    report, found = listing.report, listing.entries
    names = [each.client for each in report.sections]
    mark = ",".join(names) if any(names) else "diff"
    head = [
        f"<!-- bffgen:{mark} -->",
        f"### bffgen: {summary(counted(found)) or 'no finding'}",
        "",
        *_table(listing),
    ]
    tail = ["", *(_footer(report, each) for each in report.sections)]
    if beyond(report):
        tail.append(f"<sub>{escaped(beyond(report))}</sub>")
    room = MOST_BYTES - _size([*head, *tail])
    blocks, left_out = _fitting(found, room)
    if left_out:
        blocks.append(f"\n**{left_out:,} more findings are left out: this comment is full.**")
    return "\n".join([*head, *blocks, *tail]) + "\n"


def _table(listing: Listing) -> list[str]:
    sections = listing.report.sections
    if not sections:
        return []
    lines = ["| contract | errors | warnings | information |", "| --- | ---: | ---: | ---: |"]
    for section in sections:
        counts = counted(listing.of(section))
        revision = section.comparison.revision
        name = section.client or f"{revision.title} {revision.version}".strip() or revision.name
        cells = " | ".join(f"{counts[each]:,}" for each in LOUDNESS)
        lines.append(f"| {escaped(name)} | {cells} |")
    return lines


def _fitting(found: Sequence[Entry], room: int) -> tuple[list[str], int]:
    """Give the blocks that fit, and how many findings do not."""
    blocks: list[str] = []
    # The sentence that says what is cut, and the ends of folded parts.
    room -= 400
    taken = 0
    for severity, group in groupby(worst_first(found), key=lambda each: each.severity):
        own = list(group)
        title = f"\n#### {_TITLES[severity]}\n"
        folded = severity is Severity.INFO
        if folded:
            title = f"\n<details><summary>{_TITLES[severity]}: {len(own):,}</summary>\n"
        room -= _size([title])
        lines = []
        for entry in own:
            made = _short(entry) if folded else _block(entry)
            room -= _size([made])
            if room < 0:
                break
            lines.append(made)
        if lines:
            blocks += [title, *lines, *(["\n</details>"] if folded else [])]
        taken += len(lines)
        if room < 0:
            break
    return blocks, len(found) - taken


def _block(entry: Entry) -> str:
    """Print what breaks or is risky: a list item with what shows it."""
    finding = entry.of_comparison
    lines = [_short(entry)]
    if finding is not None:
        witness = witness_line(entry)
        if witness:
            lines += ["", "  ```text", f"  {_fenced(witness)}", "  ```"]
        for name, text in (
            ("operations", operations_line(finding)),
            ("rests on", rests_on_line(finding)),
            *finding.notes,
            ("baseline", "" if entry.baseline is None else entry.baseline.said),
        ):
            if text:
                lines.append(f"  - {name}: {code(text)}")
    if entry.help:
        lines.append(f"  - help: {sentence(entry.help)}")
    lines.append(
        f"  - `bffgen explain {entry.finding.rule}`, fingerprint `{entry.finding.fingerprint}`"
    )
    return "\n".join(lines)


def _short(entry: Entry) -> str:
    client = f"{escaped(entry.client)}: " if entry.client else ""
    where = "" if entry.at is None else f" ({code(entry.at.said)})"
    waived = ""
    if entry.waiver is not None:
        said = f"{entry.waiver.owner} until {entry.waiver.expires}: {entry.waiver.reason}"
        waived = f"; waived by {escaped(said)}"
    return f"- **{client}{sentence(entry.head)}**{where}{waived}"


def _footer(report: Report, section: Section) -> str:
    who = [escaped(section.client)] if section.client else []
    said = (escaped(f"{name}: {text}") for name, text in footer(report, section))
    return f"<sub>{'<br>'.join([*who, *said])}</sub>"


def _size(lines: Sequence[str]) -> int:
    return sum(len(each.encode("utf-8", "replace")) + 1 for each in lines)


def sentence(text: str) -> str:
    """Escape a sentence whose names stand in backticks; they stay code."""
    made, last = [], 0
    for found in _CODE.finditer(text):
        made += [escaped(text[last : found.start()]), code(found[0][1:-1])]
        last = found.end()
    return "".join([*made, escaped(text[last:])])


def code(text: str) -> str:
    """Put a text in backticks, more of them than stand in it in a row (CommonMark 6.1)."""
    text = shown(text)
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    blank = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{ticks}{blank}{text}{blank}{ticks}"


def escaped(text: str) -> str:
    """Escape all that Markdown, HTML or GitHub would read as something else."""
    return (
        _MARKUP.sub(r"\\\1", shown(text))
        .replace("\\&", "&amp;")
        .replace("\\<", "&lt;")
        .replace("\\@", "@<!-- -->")
    )


def _fenced(text: str) -> str:
    """Keep a text from ending the fence around it."""
    return shown(text).replace("```", "`` `")
