"""The builds of a channel: in which order they came, and how many are still out at most.

In:  a Ledger, a Channel, counts of use.
Out: Builds, oldest first; shares by day.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from bffgen.model.calendar import end_of, later_by
from bffgen.model.event import Renewed, Shipped
from bffgen.model.ledger import Ledger
from bffgen.model.policy import BuildOrder, Channel, Period
from bffgen.model.release import Stage, version_order
from bffgen.model.usage import Usage

_Order: TypeAlias = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """An app version in the field.

    Attributes:
        release: the version that it ships.
        shipped: when it was out.
        superseded: when a newer build of the channel was; None of the newest.
        identifies: whether it names itself in its requests, as far as anybody knows.
        unused: places of the contract that it neither sends nor decodes.
        position: in the order of the channel; None where builds are ordered as they were shipped.
    """

    channel: str
    name: str
    release: str
    shipped: datetime
    superseded: datetime | None
    identifies: bool
    unused: tuple[str, ...]
    position: _Order | None
    listed: tuple[str, ...]

    def precedes(self, other: str) -> bool:
        """Say whether it is older than a build; of a name that is not listed nobody knows."""
        if self.position is not None:
            return self.position < version_order(other)
        if other not in self.listed:
            return False
        return self.listed.index(self.name) < self.listed.index(other)


def builds_of(ledger: Ledger, channel: Channel) -> tuple[Build, ...]:
    """Give the production builds of a channel, oldest first."""
    shipped: dict[str, Shipped] = {}
    for event in ledger.of(Shipped):
        if event.channel == channel.name and event.stage is Stage.PRODUCTION:
            shipped.setdefault(event.build, event)
    is_listed = channel.builds is BuildOrder.LISTED
    listed = tuple(shipped)
    by_order = listed if is_listed else tuple(sorted(shipped, key=version_order))
    superseded = _superseded([shipped[each] for each in by_order])
    counted = _counted(ledger, channel.name)
    return tuple(
        Build(
            channel=channel.name,
            name=name,
            release=shipped[name].release,
            shipped=shipped[name].at,
            superseded=superseded[number],
            identifies=_identifies(shipped[name], counted),
            unused=shipped[name].unused,
            position=None if is_listed else version_order(name),
            listed=listed,
        )
        for number, name in enumerate(by_order)
    )


def _superseded(builds: Sequence[Shipped]) -> list[datetime | None]:
    """Give when a newer build was there beside each; never before it was there itself."""
    found: list[datetime | None] = []
    first: datetime | None = None  # of those that are newer than the one at hand
    for build in reversed(builds):
        found.append(None if first is None else max(first, build.at))
        first = build.at if first is None else min(first, build.at)
    return found[::-1]


def supported_until(build: Build, support: Period, renewed: Sequence[Renewed]) -> datetime:
    """Give when the support of a build ends, as its channel has it or as it was renewed."""
    ends = [
        end_of(each.until)
        for each in renewed
        if (each.channel, each.build) == (build.channel, build.name)
    ]
    return max((later_by(build.shipped, support), *ends[-1:]))


def share_of(
    usage: Usage | None, channel: str, build: str, channels: Collection[str]
) -> tuple[tuple[date, Decimal], ...]:
    """Give by day, per cent, of how much of a channel a build is at most.

    Whoever named no build, or no channel that there is, may be of this one (PITFALLS 24).
    """
    return tuple(_shares(usage, channel, build, channels)) if usage is not None else ()


def _shares(
    usage: Usage, channel: str, build: str, channels: Collection[str]
) -> Iterator[tuple[date, Decimal]]:
    counted = usage.channel(channel)
    if counted is None:
        return
    of_build, unknown = dict(counted.build(build).by_day), dict(counted.unknown.by_day)
    strange: dict[date, int] = {}
    for each in usage.channels:
        if each.channel not in channels:
            for day, number in each.total_by_day or each.unknown.by_day:
                strange[day] = strange.get(day, 0) + number
    named = [dict(each.by_day) for _, each in counted.builds]
    for day, total in counted.total_by_day:
        whole = total + strange.get(day, 0)
        if whole:
            # What no build accounts for may be of any, whether the file calls it unknown or not.
            rest = max(unknown.get(day, 0), total - sum(each.get(day, 0) for each in named))
            most = of_build.get(day, 0) + rest + strange.get(day, 0)
            yield day, min(Decimal(100), Decimal(100 * most) / whole)


def _counted(ledger: Ledger, channel: str) -> frozenset[str]:
    """Name the builds of a channel that are counted, which they are by what they say."""
    counted = ledger.usage.channel(channel) if ledger.usage is not None else None
    return frozenset(name for name, _ in counted.builds) if counted is not None else frozenset()


def _identifies(event: Shipped, counted: Collection[str]) -> bool:
    return event.identifies if event.identifies is not None else event.build in counted
