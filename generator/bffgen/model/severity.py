"""How loudly a finding is told, and who may say so.

In:  nothing; `govern/decide.py` derives a Severity, `contract/overrides.py` reads the Overrides.
Out: Severity, Overrides.
How: the severity follows from the effect (or the verdict of a family), and what people wrote in
     policy.yaml or a file of severities has the last word; the exit code follows the severity.
"""

from dataclasses import dataclass
from enum import StrEnum

from bffgen.model.rule import Breaks


class Severity(StrEnum):
    """What is printed; a finding that is off is counted and not shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


class FailOn(StrEnum):
    """From where on a comparison ends with exit code 1."""

    BREAKS = "breaks"
    RISKY = "risky"
    NOTHING = "nothing"

    def stops(self, severity: Severity) -> bool:
        """Say whether a finding of a severity is at or over the threshold."""
        match self:
            case FailOn.BREAKS:
                return severity is Severity.ERROR
            case FailOn.RISKY:
                return severity in (Severity.ERROR, Severity.WARNING)
            case FailOn.NOTHING:
                return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What people say of single rules and of whole categories.

    Attributes:
        by_rule: (rule id, severity), sorted; a rule's own word is stronger than its category's.
        by_category: (what breaks, severity), sorted.
    """

    by_rule: tuple[tuple[str, Severity], ...] = ()
    by_category: tuple[tuple[Breaks, Severity], ...] = ()

    def of(self, rule: str, breaks: Breaks) -> Severity | None:
        """Give what is said of a rule; None where nobody says anything."""
        said = dict(self.by_rule).get(rule)
        return dict(self.by_category).get(breaks) if said is None else said
