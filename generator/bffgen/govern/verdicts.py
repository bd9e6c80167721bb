"""The one table: what a finding means to each family of clients, and what may let it pass.

In:  a finding: its rule, its effect and what it was decided by.
Out: a Verdict; what the licence `not-used` asks for.
How: a row names rules; a rule without a row takes the row of its effect. The table of
     `docs/decisions.md` is written from this one (RELEASES.md 7).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Effect
from bffgen.model.policy import Family, Level
from bffgen.model.verdict import Verdict


class Asked(StrEnum):
    """What must hold of a live release, before what it does not use may go.

    MARKED: its own contract says that the place is deprecated, or what the place is in.
    DISOWNED: each of its builds says that it neither sends nor decodes the place.
    """

    MARKED = "marked"
    DISOWNED = "disowned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What findings of some rules mean, where they have an effect.

    Attributes:
        says: what the row is about, as the table in the docs has it.
        rules: none for all that no other row names.
        verdicts: in the order of FAMILIES: B, W, P.
        not_used: of browser and app-store clients; None where the licence does not exist.
    """

    says: str
    rules: frozenset[str]
    effect: Effect
    verdicts: str
    not_used: tuple[Asked, Asked] | None = None


FAMILIES: Final = (Family.BROWSER, Family.APP_STORE, Family.THIRD_PARTY, Family.INTERNAL)
LETTERS: Final = {"B": Verdict.BLOCK, "W": Verdict.WARN, "P": Verdict.PASS}
_MARKED: Final = (Asked.MARKED, Asked.MARKED)
_DISOWNED: Final = (Asked.DISOWNED, Asked.DISOWNED)

ROWS: Final = (
    Row(
        says="an operation, webhook or callback that is gone or not served",
        rules=frozenset(
            ("operation-removed", "operation-unserved", "webhook-removed", "callback-removed")
        ),
        effect=Effect.BREAKS,
        verdicts="BBBW",
        not_used=_MARKED,
    ),
    Row(
        says="a required member of an answer that is gone",
        rules=frozenset(("response-property-removed", "response-header-removed")),
        effect=Effect.BREAKS,
        verdicts="BBBW",
        # A typed decoder of an app refuses what is merely absent, whatever it was told.
        not_used=(Asked.MARKED, Asked.DISOWNED),
    ),
    Row(
        says="an optional member of an answer that is gone",
        rules=frozenset(("response-property-removed", "response-header-removed")),
        effect=Effect.RISKY,
        verdicts="WBBP",
        not_used=_MARKED,
    ),
    Row(
        says="a member of a request that is gone, where undeclared names are refused",
        rules=frozenset(("request-property-removed",)),
        effect=Effect.BREAKS,
        verdicts="BBBW",
        not_used=_MARKED,
    ),
    Row(
        says="a member of a request that is gone and would be ignored; a parameter, a body",
        rules=frozenset(
            ("request-property-removed", "request-parameter-removed", "request-body-removed")
        ),
        effect=Effect.RISKY,
        verdicts="WWBP",
        not_used=_MARKED,
    ),
    Row(
        says="an enum value or media type of a request, a media type of an answer, a server",
        rules=frozenset(
            (
                "request-enum-value-removed",
                "request-media-type-removed",
                "response-media-type-removed",
                "server-url-removed",
            )
        ),
        effect=Effect.BREAKS,
        verdicts="BBBW",
        not_used=_DISOWNED,
    ),
    Row(
        says="error statuses and codes, the cache policy, a new webhook",
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
    Row(
        says="pages, cursors, what is answered where nothing is asked for",
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
    Row(
        says="deprecated without a sunset",
        rules=frozenset(("deprecated-without-sunset",)),
        effect=Effect.RISKY,
        verdicts="PWBP",
    ),
    Row(
        says="a sunset that is too near or came nearer",
        rules=frozenset(("sunset-moved-earlier", "sunset-too-near")),
        effect=Effect.BREAKS,
        verdicts="WWBP",
    ),
    Row(
        says="dates that contradict each other, a waiver that has ended",
        rules=frozenset(
            ("sunset-before-deprecation", "sunset-in-contract-differs", "waiver-expired")
        ),
        effect=Effect.BREAKS,
        verdicts="BBBB",
    ),
    Row(
        says="a name that comes back with another meaning",
        rules=frozenset(("reintroduced-different",)),
        effect=Effect.RISKY,
        verdicts="WBBW",
    ),
    Row(
        says="what is overdue or odd: removals, builds, notices, waivers, an upstream's end",
        rules=frozenset(
            (
                "removal-overdue",
                "deprecated-upstream-used",
                "release-without-build",
                "retired-but-seen",
                "support-over",
                "notice-below-policy",
                "waiver-unused",
                "waiver-outgrown",
            )
        ),
        effect=Effect.RISKY,
        verdicts="WWWW",
    ),
)
OF_EFFECT: Final = (
    Row(
        says="every other rule that breaks",
        rules=frozenset(),
        effect=Effect.BREAKS,
        verdicts="BBBW",
    ),
    Row(says="every other risky rule", rules=frozenset(), effect=Effect.RISKY, verdicts="WWBW"),
    Row(says="every safe rule", rules=frozenset(), effect=Effect.SAFE, verdicts="PPPP"),
)
# What only a client of generated code sees: third parties are promised it unless their policy
# says `wire`, and any other client where its policy says `source`.
SOURCE: Final = Row(
    says="level `source`: names, tags and orders that generated code is made of",
    rules=frozenset(),
    effect=Effect.RISKY,
    verdicts="PPBP",
)
# Undecided for want of steps or by a failed check, and for another reason (PITFALLS 48).
UNPROVEN: Final = Row(
    says="not proved: out of steps or depth, or a failed check",
    rules=frozenset(),
    effect=Effect.RISKY,
    verdicts="WBBW",
)
UNPROVEN_OTHERWISE: Final = Row(
    says="not proved for another reason; on demand, peers that send undeclared names",
    rules=frozenset(),
    effect=Effect.RISKY,
    verdicts="WWWW",
)
_OUT_OF_STEPS: Final = ("fuel", "depth", "check-failed")


# Rules of the ledger, which no comparison finds: what the lifecycle of a release asks.
LEDGER_RULES: Final = frozenset(
    (
        *("sunset-too-near", "sunset-before-deprecation", "sunset-in-contract-differs"),
        *("removal-overdue", "version-bump-too-small", "policy-weakened"),
        *("reintroduced-different", "release-without-build", "retired-but-seen", "support-over"),
        *(
            "waiver-expired",
            "waiver-unused",
            "waiver-outgrown",
            "notice-below-policy",
            "deprecated-upstream-used",
        ),
    )
)


def verdict(finding: ChangeFinding, family: Family, level: Level | None = None) -> Verdict:
    """Say what a finding means to a family.

    Args:
        level: of its policy; None for what is usual there.
    """
    row = row_of(finding)
    if row is SOURCE and level is not None:
        if level is Level.WIRE:
            return Verdict.PASS
        if family is not Family.THIRD_PARTY:
            return Verdict.WARN
    return of_row(row, family)


def verdict_of(rule: str, effect: Effect, family: Family) -> Verdict:
    """Say what a finding that no comparison has made means to a family."""
    row = next((each for each in ROWS if rule in each.rules and each.effect is effect), None)
    return of_row(row or next(each for each in OF_EFFECT if each.effect is effect), family)


def of_row(row: Row, family: Family) -> Verdict:
    """Read a cell of the table."""
    return LETTERS[row.verdicts[FAMILIES.index(family)]]


def not_used(finding: ChangeFinding, family: Family) -> Asked | None:
    """Say what the licence `not-used` asks for; None where it does not exist."""
    asked = row_of(finding).not_used
    if asked is None or family not in FAMILIES[:2]:
        return None
    return asked[FAMILIES.index(family)]


def row_of(finding: ChangeFinding) -> Row:
    """Give the row that a finding falls under."""
    if finding.class_ == "B":
        # Shown on demand alone, and then a warning to everybody.
        return UNPROVEN_OTHERWISE
    if finding.breaks == "source":
        return SOURCE
    if finding.reason:
        is_short = finding.reason.startswith(_OUT_OF_STEPS)
        return UNPROVEN if is_short else UNPROVEN_OTHERWISE
    for row in ROWS:
        if finding.rule in row.rules and finding.effect is row.effect:
            return row
    return next(row for row in OF_EFFECT if row.effect is finding.effect)
