"""The one table: what a finding means to each family of clients.

In:  a rule, its effect and what it was decided by.
Out: a Verdict.
How: a row names rules; a rule without a row takes the row of its effect (RELEASES.md 7).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Effect
from bffgen.model.policy import Family


class Verdict(StrEnum):
    """What becomes of a release."""

    BLOCK = "block"
    WARN = "warn"
    PASS = "pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Verdicts in the order of _FAMILIES, for findings of these rules with this effect."""

    rules: frozenset[str]
    effect: Effect
    verdicts: str


_FAMILIES: Final = (Family.BROWSER, Family.APP_STORE, Family.THIRD_PARTY, Family.INTERNAL)
_LETTERS: Final = {"B": Verdict.BLOCK, "W": Verdict.WARN, "P": Verdict.PASS}
_EFFECTS: Final = {Effect.BREAKS: "BBBW", Effect.RISKY: "WWBW", Effect.SAFE: "PPPP"}
_ROWS: Final = (
    _Row(
        rules=frozenset(("response-property-removed", "response-header-removed")),
        effect=Effect.RISKY,
        verdicts="WBBP",
    ),
    _Row(
        rules=frozenset(
            ("request-property-removed", "request-parameter-removed", "request-body-removed")
        ),
        effect=Effect.RISKY,
        verdicts="WWBP",
    ),
    _Row(
        rules=frozenset(
            (
                "response-error-status-added",
                "error-code-added",
                "error-code-removed",
                "response-cache-policy-changed",
                "webhook-added",
            )
        ),
        effect=Effect.RISKY,
        verdicts="WWWP",
    ),
    _Row(
        rules=frozenset(
            (
                "pagination-added",
                "cursor-format-changed",
                "response-default-media-type-changed",
                "response-default-changed",
            )
        ),
        effect=Effect.RISKY,
        verdicts="WBBW",
    ),
    _Row(
        rules=frozenset(("deprecated-without-sunset",)),
        effect=Effect.RISKY,
        verdicts="PWBP",
    ),
    _Row(
        rules=frozenset(("sunset-moved-earlier",)),
        effect=Effect.BREAKS,
        verdicts="WWBP",
    ),
)
# What only a client of generated code sees: nothing at level `wire`, which third parties are not.
_SOURCE: Final = "PPBP"
# Undecided for want of steps or by a failed check, and for another reason (PITFALLS 48).
_UNPROVEN: Final = "WBBW"
_UNPROVEN_OTHERWISE: Final = "WWWW"
_OUT_OF_STEPS: Final = ("fuel", "depth", "check-failed")


def verdict(finding: ChangeFinding, family: Family) -> Verdict:
    """Say what a finding means to a family."""
    return _LETTERS[_verdicts(finding)[_FAMILIES.index(family)]]


def _verdicts(finding: ChangeFinding) -> str:
    if finding.class_ == "B":
        # Shown on demand alone, and then a warning to everybody.
        return _UNPROVEN_OTHERWISE
    if finding.breaks == "source":
        return _SOURCE
    if finding.reason:
        is_short = finding.reason.startswith(_OUT_OF_STEPS)
        return _UNPROVEN if is_short else _UNPROVEN_OTHERWISE
    for row in _ROWS:
        if finding.rule in row.rules and finding.effect is row.effect:
            return row.verdicts
    return _EFFECTS[finding.effect]
