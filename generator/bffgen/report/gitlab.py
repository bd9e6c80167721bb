"""Print comparisons as a Code Quality report of GitLab.

In:  a Listing.
Out: a JSON list; of each finding a description, rule, fingerprint, severity and line.
How: nothing is cut; a finding about no file of the checkout points at the baseline's.

Source:
    GitLab Docs, Code Quality, "Code Quality report format".
"""

from typing import Final

from bffgen.model.canonical import Json, indented
from bffgen.model.severity import Severity
from bffgen.report.entry import Entry, Listing
from bffgen.report.excerpt import shown
from bffgen.report.files import file_of

_SEVERITY: Final = {
    Severity.ERROR: "blocker",
    Severity.WARNING: "major",
    Severity.INFO: "info",
}


def code_quality(listing: Listing) -> str:
    """Print the report; an empty list without findings."""
    found = [_entry(each) for each in listing.entries]
    return indented(found) + "\n"


def _entry(entry: Entry) -> Json:
    at = entry.at if file_of(entry.at) else entry.baseline
    line = 0 if at is None else at.line
    return {
        "description": shown(f"{entry.client}: {entry.head}" if entry.client else entry.head),
        "check_name": entry.finding.rule,
        "fingerprint": entry.identity,
        "severity": _SEVERITY[entry.severity],
        "location": {"path": file_of(at) or "-", "lines": {"begin": max(line, 1)}},
    }
