"""What a change means to one release in the field, and what may let it pass.

In:  nothing; `govern/` decides these values.
Out: Verdict, Licence, Affected.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of a candidate."""

    BLOCK = "block"
    WARN = "warn"
    PASS = "pass"


class Licence(StrEnum):
    """Why what breaks a promise may pass all the same."""

    NOT_LIVE = "not-live"
    NOTICE_SERVED = "notice-served"
    NOT_USED = "not-used"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A release that a finding is about, with what it means there.

    Attributes:
        version: of the release.
        verdict: the worst of its operations.
        licences: those that let an operation pass, each once.
        why: what the licences rest on, or why there is none, in a few words.
        blocked: the operations that no licence covers, sorted; empty where all pass.
        builds: live ones, `ios 5.0.1 at most 3.8 %`; of a client without builds what it rests on.
    """

    version: str
    verdict: Verdict
    licences: tuple[Licence, ...]
    why: str
    blocked: tuple[str, ...]
    builds: tuple[str, ...]
