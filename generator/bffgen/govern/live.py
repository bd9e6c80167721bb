"""Derive what is live: nobody writes it down, and in every doubt it is.

In:  a Ledger, the Policy of the client, an instant.
Out: a LiveSet.
How: facts dated after the instant are as if absent; a channel keeps a release by its own policy,
     and one channel that keeps it is enough (RELEASES.md 4).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from bffgen.govern.builds import Build, builds_of, share_of, supported_until
from bffgen.govern.deployed import replaced_at
from bffgen.govern.notice import given, served, standing
from bffgen.model.calendar import later_by
from bffgen.model.event import Deployed, MinVersion, Renewed, Retired, Shipped
from bffgen.model.finding import Effect, Finding, Mark
from bffgen.model.ledger import Ledger
from bffgen.model.live import BuildState, Going, LiveSet, ReleaseState, newest
from bffgen.model.policy import (
    Channel,
    Deploy,
    Liveness,
    Lockstep,
    Notice,
    Period,
    Policy,
)
from bffgen.model.release import Release, Stage, order
from bffgen.model.usage import lacks

# Why a beta is not live.
BETA: Final = "a beta"
# How long a release may be without a build before that is odd.
_UNBUILT: Final = timedelta(days=30)
# (what keeps the release on the channel; what ended it there)
_Kept: TypeAlias = tuple[str, str]


def live_set(whole: Ledger, policy: Policy, as_of: datetime) -> LiveSet:
    """Derive the live set of a client at an instant; linear in its facts."""
    ledger = whole.until(as_of)
    reading = _Reading(ledger, policy, as_of)
    states = tuple(reading.state(each) for each in ledger.releases)
    return LiveSet(
        client=ledger.client,
        as_of=as_of,
        states=states,
        served=reading.served_now,
        lacking=reading.lacking,
        going=tuple(_going(ledger, policy, as_of)),
        later=whole.later(as_of),
        notes=tuple(reading.notes(states)),
    )


def _going(ledger: Ledger, policy: Policy, as_of: datetime) -> Iterator[Going]:
    """Give what was announced to end on a day that is ahead."""
    is_owed = any(isinstance(each.retirement, Notice) for each in policy.channels)
    for event in sorted(standing(ledger), key=lambda each: (each.sunset, each.target)):
        found = served(event, ledger, policy, as_of)
        if not found.has_passed:
            told = ", ".join(f"{each.party} {given(each)}".strip() for each in found.parties)
            notice = told if is_owed else ""
            yield Going(target=event.target, sunset=event.sunset, notice=notice)


class _Reading:
    """The facts of one client at one instant, looked at from each release."""

    def __init__(self, ledger: Ledger, policy: Policy, as_of: datetime) -> None:
        self._ledger, self._policy, self._as_of = ledger, policy, as_of
        self.lacking = lacks(ledger.usage, policy.evidence, as_of.date())
        self._retired = {each.release: each for each in ledger.of(Retired)}
        self._deployed = tuple(ledger.of(Deployed))
        self._minimums, self._renewed = tuple(ledger.of(MinVersion)), tuple(ledger.of(Renewed))
        self.served_now = self._deployed[-1].serves if self._deployed else ()
        named = {version for each in self._deployed for version in each.serves}
        there = [each for each in ledger.releases if each.version in named]
        self._newest_deployed = there[-1] if there else None
        self._builds = {each.name: builds_of(ledger, each) for each in policy.channels}

    def state(self, release: Release) -> ReleaseState:
        """Say whether a release is live, and why."""
        builds = tuple(self._build_states(release))
        ended = self._ended(release)
        if ended:
            return ReleaseState(release=release, why=(), ended=ended, builds=builds)
        if self._is_fresh(release):
            fresh = (("", "frozen after the last deployment"),)
            return ReleaseState(release=release, why=fresh, ended="", builds=builds)
        kept = [(each.name, self._kept(release, each, builds)) for each in self._policy.channels]
        why = tuple((name, found[0]) for name, found in kept if found[0])
        ends = "; ".join(f"{name}: {found[1]}" for name, found in kept if not found[0])
        return ReleaseState(release=release, why=why, ended="" if why else ends, builds=builds)

    def notes(self, states: tuple[ReleaseState, ...]) -> Iterator[Finding]:
        """Tell what is odd: releases without builds, retired ones that are seen, old support."""
        for state in states:
            release = state.release
            is_unbuilt = state.is_live and not state.builds and self._has_stores()
            if is_unbuilt and self._as_of - release.released > _UNBUILT:
                yield _odd("release-without-build", release, version=release.version)
            if release.version in self._retired:
                yield from self._seen(state)
            elif state.is_live:
                yield from self._over(state)

    def _has_stores(self) -> bool:
        return any(isinstance(each.retirement, Liveness) for each in self._policy.channels)

    def _ended(self, release: Release) -> str:
        """Say what ended a release for good; empty where nothing did."""
        if release.version in self._ledger.yanked:
            return "yanked"
        if release.version in self._retired and not self._is_out_again(release):
            return f"retired on {self._retired[release.version].at.date().isoformat()}"
        return BETA if release.stage is Stage.BETA else ""

    def _is_out_again(self, release: Release) -> bool:
        """Say whether it was deployed or shipped after it was retired: no count, but a fact."""
        at = self._retired[release.version].at
        is_shipped = any(
            each.release == release.version and each.at > at for each in self._ledger.of(Shipped)
        )
        return is_shipped or release.version in self.served_now

    def _is_fresh(self, release: Release) -> bool:
        """Say whether it is newer than all that was deployed, so that it may be out at any time."""
        newest = self._newest_deployed
        return newest is not None and order(release) > order(newest)

    def _kept(self, release: Release, channel: Channel, builds: tuple[BuildState, ...]) -> _Kept:
        match channel.retirement:
            case Deploy(overlap=overlap) | Lockstep(overlap=overlap):
                return self._by_deployment(release, overlap)
            case Liveness():
                return self._by_builds(channel, builds)
            case Notice():
                return self._by_notice(release)

    def _by_deployment(self, release: Release, overlap: Period) -> _Kept:
        if not self._deployed:
            return self._by_its_day(release, overlap)
        if release.version in self.served_now:
            return f"served since {self._since(release).date().isoformat()}", ""
        ends = replaced_at(release.version, self._ledger)
        if not ends:
            return "", "never deployed"
        until = ends[-1]
        over = later_by(until, overlap)
        if over > self._as_of:
            return f"served until {until.date().isoformat()}, {overlap} of overlap", ""
        return "", f"not served since {until.date().isoformat()}"

    def _by_its_day(self, release: Release, overlap: Period) -> _Kept:
        """Take a release as served from its day on, where nobody says what is deployed."""
        later = [each for each in self._ledger.published if order(each) > order(release)]
        if not later:
            return "the newest, and nobody says what is deployed", ""
        if later_by(later[0].released, overlap) > self._as_of:
            day = later[0].released.date().isoformat()
            return f"superseded on {day}, {overlap} of overlap", ""
        return "", "superseded, and nobody says what is deployed"

    def _since(self, release: Release) -> datetime:
        """Give when the deployments that serve it without a break began."""
        since = self._deployed[-1].at
        for each in reversed(self._deployed):
            if release.version not in each.serves:
                break
            since = each.at
        return since

    def _by_builds(self, channel: Channel, builds: tuple[BuildState, ...]) -> _Kept:
        of_channel = [each for each in builds if each.channel == channel.name]
        if not builds:
            return "no build of it is known yet", ""
        live = [each for each in of_channel if each.is_live]
        if live:
            return _listed(live), ""
        if not of_channel:
            return "", "no build"
        return "", _listed(of_channel)

    def _by_notice(self, release: Release) -> _Kept:
        target = f"release {release.version}"
        for event in standing(self._ledger):
            if event.target != target:
                continue
            found = served(event, self._ledger, self._policy, self._as_of)
            day = event.sunset.isoformat()
            if found.is_whole and found.has_passed:
                return "", f"its notice was served and ended on {day}"
            return f"its notice ends on {day}" if found.is_whole else (
                f"its notice for {day} was not served to everybody"), ""  # fmt: skip
        return "no notice of its end", ""

    def _build_states(self, release: Release) -> Iterator[BuildState]:
        for channel in self._policy.channels:
            if not isinstance(channel.retirement, Liveness):
                continue
            for build in self._builds[channel.name]:
                if build.release == release.version:
                    yield self._build_state(build, channel, channel.retirement)

    def _build_state(self, build: Build, channel: Channel, live: Liveness) -> BuildState:
        usage = self._ledger.usage
        share = share_of(usage, channel.name, build.name, self._channels())
        # Counts bound no build that came after them, and those that are too old bound none.
        is_stale = usage is not None and usage.is_stale(self._policy.evidence, self._as_of.date())
        is_after = usage is not None and usage.last < build.shipped.date()
        newest = share[-1][1] if share and not is_stale and not is_after else None
        ended = self._refused(build) or self._rare(build, live, dict(share))
        uncounted = "its counts are too old" if share and not is_after else "nobody counts it"
        why = ended or (
            f"at most {told_share(newest)} of {self._counts(channel)}"
            if newest is not None
            else uncounted
        )
        return BuildState(
            channel=channel.name,
            build=build.name,
            is_live=not ended,
            share=newest,
            why=why,
        )

    def _counts(self, channel: Channel) -> str:
        usage = self._ledger.usage
        found = usage.channel(channel.name) if usage is not None else None
        return found.counts if found is not None else "devices"

    def _channels(self) -> frozenset[str]:
        return frozenset(each.name for each in self._policy.channels)

    def _refused(self, build: Build) -> str:
        """Say since when a build is refused; empty where it is not, or cannot be."""
        if not build.identifies:
            return ""
        minimums = [
            each
            for each in self._minimums
            if each.channel == build.channel and each.effective <= self._as_of
        ]
        # The last one counts: a minimum may be lowered again.
        last = max(minimums, key=lambda each: (each.effective, each.at), default=None)
        if last is None or not build.precedes(last.builds_below):
            return ""
        return f"below the minimum {last.builds_below} since {last.effective.date().isoformat()}"

    def _rare(self, build: Build, live: Liveness, share_by_day: dict[object, Decimal]) -> str:
        """Say that a build is old and hardly seen; empty where it is not, or nobody knows."""
        usage = self._ledger.usage
        if build.superseded is None or usage is None or self.lacking:
            return ""
        if later_by(build.superseded, live.min_age) > self._as_of:
            return ""
        days = [usage.last - timedelta(days=number) for number in range(live.for_days)]
        is_out = days[-1] >= build.shipped.date()  # what was counted before says nothing of it
        if is_out and all(share_by_day.get(day, Decimal(100)) < live.below_percent for day in days):
            most = max(share_by_day[day] for day in days)
            return f"at most {told_share(most)} on each of {live.for_days} days"
        return ""

    def _seen(self, state: ReleaseState) -> Iterator[Finding]:
        """Tell of a retired release that is still counted as much as a live one."""
        usage = self._ledger.usage
        for each in state.builds:
            channel = self._policy.channel(each.channel)
            if usage is None or channel is None or not isinstance(channel.retirement, Liveness):
                continue
            counted = usage.channel(each.channel)
            by_day = dict(counted.build(each.build).by_day) if counted is not None else {}
            total = dict(counted.total_by_day).get(usage.last, 0) if counted is not None else 0
            share = Decimal(100 * by_day.get(usage.last, 0)) / total if total else Decimal(0)
            if share >= channel.retirement.below_percent:
                yield _odd(
                    "retired-but-seen",
                    state.release,
                    version=state.release.version,
                    build=f"{each.channel} {each.build}",
                    share=told_share(share),
                )

    def _over(self, state: ReleaseState) -> Iterator[Finding]:
        """Tell of live builds whose support is over."""
        builds = {(each.channel, each.name): each for of in self._builds.values() for each in of}
        for each in state.builds:
            channel = self._policy.channel(each.channel)
            if not each.is_live or channel is None:
                continue
            assert isinstance(channel.retirement, Liveness)
            build = builds[each.channel, each.build]
            over = supported_until(build, channel.retirement.support, self._renewed)
            if over < self._as_of:
                yield _odd(
                    "support-over",
                    state.release,
                    version=state.release.version,
                    build=f"{each.channel} {each.build}",
                    since=over.date().isoformat(),
                )


def _listed(builds: Sequence[BuildState]) -> str:
    """Say of builds why they are live or not."""
    return ", ".join(newest([f"{each.build}: {each.why}" for each in builds]))


def told_share(share: Decimal) -> str:
    """Write a share; what is hardly anything is not written as nothing."""
    if share == 0:
        return "0 %"
    if share < Decimal("0.05"):
        return "<0.1 %"
    return f"{share.quantize(Decimal('0.1'))} %"


def _odd(rule: str, release: Release, **facts: str) -> Finding:
    return Finding(
        rule=rule,
        effect=Effect.RISKY,
        marks=(Mark(place=release.place),),
        facts=tuple(sorted(facts.items())),
    )
