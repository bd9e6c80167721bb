"""A comparison as it is told: each finding with its severity and who accepts it.

In:  nothing; `govern/decide.py` makes these values, every format of `report/` prints them.
Out: Told, Section, Report.
How: a Section is one comparison, of one client or of two documents; a Report is all of a run.
"""

from dataclasses import dataclass

from bffgen.model.comparison import ChangeFinding, Comparison
from bffgen.model.finding import Finding
from bffgen.model.impact import Impact
from bffgen.model.live import LiveSet
from bffgen.model.severity import FailOn, Severity
from bffgen.model.verdict import Affected
from bffgen.model.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding.

    Attributes:
        waiver: who accepts it; then it is told as information.
        affects: the live releases that it is about, worst first; none where two documents are
            compared.
    """

    finding: ChangeFinding
    severity: Severity
    waiver: Waiver | None = None
    affects: tuple[Affected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One comparison.

    Attributes:
        client: whose contract it is; empty for two documents.
        told: sorted as the comparison's findings; those that are off are left out.
        off: how many of them there are.
        notes: what is to be said of waivers.
        impacts: where an upstream's contract was compared, what that does to each operation.
        rebuild: the operations that it does nothing to once their BFF is built anew with it; what
            runs today would refuse what the upstream may answer then, or be refused.
        unbuilt: the degraded operations that are not built with it until their composition changes.
        live: what is in the field; None where two documents or two commits are compared.
        held: the versions that the candidate was held against, newest first.
        silent: what could not be compared, in words, as nobody knows it.
    """

    client: str
    comparison: Comparison
    told: tuple[Told, ...]
    off: int = 0
    notes: tuple[Finding, ...] = ()
    impacts: tuple[tuple[str, Impact], ...] = ()
    rebuild: tuple[str, ...] = ()
    unbuilt: tuple[str, ...] = ()
    live: LiveSet | None = None
    held: tuple[str, ...] = ()
    silent: str = ""

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity; of notes, those that break are errors."""
        return sum(each.severity is severity for each in self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a run says.

    Attributes:
        sections: in the order of the clients.
        fail_on: the threshold.
        is_failed: whether something is at or over it.
        checked: (id, title) of every rule that was asked, so that what passed is told too.
    """

    sections: tuple[Section, ...]
    fail_on: FailOn
    is_failed: bool
    checked: tuple[tuple[str, str], ...] = ()
