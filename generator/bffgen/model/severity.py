"""How loudly a finding is told, and from where on a run fails.

In:  nothing; `govern/decide.py` derives a Severity of the effect, or of the verdict of a family.
Out: Severity, that of an effect where no family has a verdict; FailOn.
"""

from enum import StrEnum
from typing import Final

from bffgen.model.effect import Effect


class Severity(StrEnum):
    """What is printed; a finding that is off is counted and not shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


OF_EFFECT: Final = {
    Effect.BREAKS: Severity.ERROR,
    Effect.RISKY: Severity.WARNING,
    Effect.SAFE: Severity.INFO,
}


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
