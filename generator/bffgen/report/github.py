"""Print comparisons as workflow commands of GitHub Actions, which annotate a pull request.

In:  a Listing.
Out: lines `::error file=..,line=..::..`; GitHub shows ten of a level and drops the others.
How: worst first, ten a level, then one notice that counts the rest; no token is needed.

Source:
    GitHub Docs, "Workflow commands for GitHub Actions"; actions/toolkit, docs/problem-matchers.md.
"""

from typing import Final

from bffgen.model.severity import Severity
from bffgen.report.entry import (
    LOUDNESS,
    Entry,
    Listing,
    counted,
    operations_line,
    summary,
    witness_line,
)
from bffgen.report.excerpt import shown
from bffgen.report.files import file_of

MOST_OF_A_LEVEL: Final = 10
_LEVEL: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def annotations(listing: Listing) -> str:
    """Print the annotations of a run; the empty text without findings."""
    found = listing.entries
    lines = []
    left_out = 0
    for severity in LOUDNESS:
        own = [each for each in found if each.severity is severity]
        # The last notice is for the count.
        most = MOST_OF_A_LEVEL - (severity is Severity.INFO)
        lines += [_command(each) for each in own[:most]]
        left_out += len(own[most:])
    if left_out:
        said = (
            f"{left_out:,} of {len(found):,} findings are not annotated: {summary(counted(found))}"
        )
        lines.append(f"::notice title=bffgen::{_text(said)}")
    return "".join(f"{line}\n" for line in lines)


def _command(entry: Entry) -> str:
    properties = []
    path = file_of(entry.at)
    if path:
        properties.append(f"file={_property(path)}")
    if path and entry.at is not None and entry.at.span is not None:
        at = entry.at
        properties += [f"line={at.line}", f"col={at.column}", f"endColumn={at.end_column}"]
    properties.append(f"title={_property(entry.finding.rule)}")
    finding = entry.of_comparison
    said = [f"{entry.client}: {entry.head}" if entry.client else entry.head]
    if finding is not None and entry.severity is not Severity.INFO:
        witness = witness_line(entry)
        if witness:
            said.append(f"witness: {witness}")
        operations = operations_line(finding)
        if operations:
            said.append(f"operations: {operations}")
    if entry.help and entry.severity is not Severity.INFO:
        said.append(f"help: {entry.help}")
    if entry.waiver is not None:
        said.append(f"waived: {entry.waiver.owner}, until {entry.waiver.expires}")
    message = "\n".join(map(shown, said))
    return f"::{_LEVEL[entry.severity]} {','.join(properties)}::{_text(message)}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(shown(text)).replace(":", "%3A").replace(",", "%2C")
