"""What is in the field at an instant: the releases that are live, and what each rests on.

In:  nothing; `govern/live.py` derives these values.
Out: LiveSet of LiveReleases with their LiveBuilds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from bffgen.model.finding import Finding
from bffgen.model.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildState:
    """A build of a channel, and whether it may still be out.

    Attributes:
        share: at most so much of the channel, per cent, on the newest day; None where nobody
            counted, the counts are too old, or it came after them.
        why: what keeps it, or what ended it, in a few words.
    """

    channel: str
    build: str
    is_live: bool
    share: Decimal | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseState:
    """A release, and whether it must be kept.

    Attributes:
        why: (channel, what it rests on there), for each channel that keeps it; the channel is empty
            for what holds of the whole client.
        ended: why it is not live; empty where it is.
        builds: of every channel, in the order of the channels and of the builds.
    """

    release: Release
    why: tuple[tuple[str, str], ...]
    ended: str
    builds: tuple[BuildState, ...]

    @property
    def is_live(self) -> bool:
        """Say whether something rests on it."""
        return bool(self.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What was announced to end on a day that is ahead.

    Attributes:
        notice: what each party is given of what it is owed, in a few words; empty where nobody is
            owed any.
    """

    target: str
    sunset: date
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSet:
    """The releases of a client at an instant.

    Attributes:
        states: of all that were released then, oldest first.
        served: versions that the last deployment names; empty where there was none.
        lacking: why the counts of use decide nothing; empty where they do.
        going: what was announced to end, by its day.
        later: how many facts are dated after the instant and count for nothing.
        notes: what is odd about them.
    """

    client: str
    as_of: datetime
    states: tuple[ReleaseState, ...]
    served: tuple[str, ...]
    lacking: str
    going: tuple[Going, ...]
    later: int
    notes: tuple[Finding, ...]

    @property
    def live(self) -> tuple[ReleaseState, ...]:
        """Give those that are live."""
        return tuple(each for each in self.states if each.is_live)


# Builds that are named where all that keep a release are told in one breath.
_NAMED: Final = 8


def newest(said: Sequence[str]) -> list[str]:
    """Cut what is said of builds, oldest first, to the newest; of the others it says how many."""
    more = len(said) - _NAMED
    return [f"{more:,} older builds", *said[more:]] if more > 1 else [*said]
