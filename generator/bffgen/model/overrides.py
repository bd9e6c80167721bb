"""What people say of how loudly findings are told.

In:  nothing; `contract/peers.py` makes these values of policy.yaml or of a file of severities.
Out: Overrides.
How: they have the last word over effect and verdict; the exit code follows them.
"""

from dataclasses import dataclass

from bffgen.model.rule import Breaks
from bffgen.model.severity import Severity


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
