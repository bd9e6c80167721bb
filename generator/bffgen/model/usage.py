"""Counts of use, as they were imported: evidence of who is still there.

In:  nothing; `contract/usage.py` makes these values of `evidence/usage.json`.
Out: Usage.
How: a share is an upper bound: whoever did not name a build may be of any (PITFALLS 24).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bffgen.model.place import Place

FORMAT: Final = "usage/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted of one build, or of all that named none.

    Attributes:
        by_day: (day, devices or else calls), sorted.
        calls: (`METHOD path`, calls in the window), sorted.
        sent: (place of a request, requests in which it stood), sorted.
    """

    by_day: tuple[tuple[date, int], ...] = ()
    calls: tuple[tuple[str, int], ...] = ()
    sent: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyUse:
    """What was counted of a party of a third-party client.

    Attributes:
        last_seen: None where it was not seen in the window.
    """

    party: str
    last_seen: date | None
    calls: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUse:
    """What was counted of a channel.

    Attributes:
        counts: what is counted by day: `devices` where a store tells them, else `calls`.
        builds: (build, counts), sorted by the build's name.
        unknown: of requests that named no build, or one that nobody knows.
        total_by_day: (day, devices or else calls), sorted; all builds and what is unknown.
    """

    channel: str
    counts: str
    builds: tuple[tuple[str, Counted], ...]
    unknown: Counted
    total_by_day: tuple[tuple[date, int], ...]

    def build(self, name: str) -> Counted:
        """Give what was counted of a build; of one that was not seen, nothing."""
        return dict(self.builds).get(name, Counted())


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One import.

    Attributes:
        source: what was imported: `prometheus-json`, `csv`, `otel-json`.
        source_sha256: of what was imported, hex.
        first: first day of the window; last: its last one.
        coverage: how much of the traffic named a known build, per cent.
    """

    client: str
    source: str
    source_sha256: str
    first: date
    last: date
    coverage: Decimal
    channels: tuple[ChannelUse, ...]
    parties: tuple[PartyUse, ...]
    place: Place

    def channel(self, name: str) -> ChannelUse | None:
        """Give what was counted of a channel."""
        return next((each for each in self.channels if each.channel == name), None)

    @property
    def days(self) -> int:
        """Count the days of the window."""
        return (self.last - self.first).days + 1

    def is_stale(self, demand: "Demand", as_of: date) -> bool:
        """Say whether its newest day is older than evidence may be."""
        return (as_of - self.last).days > demand.max_age_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What evidence must be before anything is decided by it (policy.yaml, `evidence`).

    Attributes:
        is_decisive: whether it may end a build; else it is shown alone.
        min_days: least length of its window.
        max_age_days: its last day is at most so long ago.
        min_coverage: least share of the traffic with a known build, per cent.
    """

    is_decisive: bool
    min_days: int
    max_age_days: int
    min_coverage: Decimal


def lacks(usage: Usage | None, demand: Demand, as_of: date) -> str:
    """Say why evidence decides nothing on a day; empty where it does."""
    if usage is None:
        return "there is none"
    if not demand.is_decisive:
        return "the policy takes none"
    if usage.is_stale(demand, as_of):
        age = (as_of - usage.last).days
        most = f"{demand.max_age_days} day{'' if demand.max_age_days == 1 else 's'}"
        return f"the newest day counted is {age} days old, and may be {most} old at most"
    if usage.days < demand.min_days:
        return f"it is of {usage.days} days, and {demand.min_days} are the least"
    if usage.coverage < demand.min_coverage:
        return (
            f"{usage.coverage.normalize():f} % of its traffic named a known build, and "
            f"{demand.min_coverage.normalize():f} % are the least"
        )
    return ""
