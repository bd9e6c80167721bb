"""Dated facts of a client: what was shipped, served, announced, agreed and ended.

In:  nothing; `contract/event.py` makes these values, one of each file of `events/`.
Out: Event, the union of all kinds.
How: an event never changes; what comes of events is derived as of a day (`govern/live.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias

from bffgen.model.place import Place
from bffgen.model.policy import Period
from bffgen.model.release import Stage

FORMAT: Final = "event/1"


class Kind(StrEnum):
    """What an event is about."""

    BUILD = "build"
    DEPLOY = "deploy"
    DEPRECATE = "deprecate"
    WITHDRAW = "withdraw"
    CONSENT = "consent"
    MIN_VERSION = "min-version"
    RENEW = "renew"
    RETIRE = "retire"
    YANK = "yank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A build of a channel ships a release.

    Attributes:
        identifies: whether it names itself in its requests; None where nobody says.
        unused: places of the contract that it neither sends nor decodes.
    """

    at: datetime
    by: str
    channel: str
    build: str
    release: str
    stage: Stage
    identifies: bool | None
    unused: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """These releases are served from now on; two in a canary."""

    at: datetime
    by: str
    serves: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """A party was told."""

    party: str
    how: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """A promise ends on its sunset, which is the first day without it.

    Attributes:
        target: `METHOD path`, that with `#` and a pointer, or `release VERSION`.
        announced: the day on which its readers could first know.
        replacement: what to use instead; empty where nothing is.
        release: the version whose contract carries the mark first; empty where nobody says.
        notice: (party, span owed as of that day), sorted; of a client without parties `""`.
        notified: in the author's order.
    """

    at: datetime
    by: str
    target: str
    announced: date
    sunset: date
    replacement: str
    release: str
    notice: tuple[tuple[str, Period], ...]
    notified: tuple[Notified, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A deprecation licenses nothing any more.

    Attributes:
        announced: of the deprecation.
    """

    at: datetime
    by: str
    target: str
    announced: date
    reason: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """A party accepts an earlier sunset."""

    at: datetime
    by: str
    target: str
    party: str
    sunset: date
    reference: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class MinVersion:
    """Older builds of a channel are refused from a moment on.

    Attributes:
        builds_below: the first build that is not refused.
        enforced_by: what refuses them, in its author's words.
    """

    at: datetime
    by: str
    channel: str
    builds_below: str
    effective: datetime
    enforced_by: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A build is supported until a day, longer than its channel says."""

    at: datetime
    by: str
    channel: str
    build: str
    until: date
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A release is over; no later count brings it back."""

    at: datetime
    by: str
    release: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Yanked:
    """A release was never shipped."""

    at: datetime
    by: str
    release: str
    reason: str
    place: Place


Event: TypeAlias = (
    Shipped
    | Deployed
    | Deprecated
    | Withdrawn
    | Consented
    | MinVersion
    | Renewed
    | Retired
    | Yanked
)
