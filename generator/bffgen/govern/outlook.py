"""Say when a release will be over by itself, and what would end it sooner.

In:  the state of a release, the facts of its client.
Out: Outlooks, one a channel that keeps it.
How: a day is said only where no further fact is needed for it; everything else is an order to a
     person (RELEASES.md 10).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bffgen.govern.builds import Build, builds_of, supported_until
from bffgen.govern.deployed import replaced_at
from bffgen.govern.live import told_share
from bffgen.govern.notice import served
from bffgen.model.calendar import later_by
from bffgen.model.event import Deployed, Deprecated, Renewed, Shipped
from bffgen.model.ledger import Ledger
from bffgen.model.live import BuildState, ReleaseState
from bffgen.model.policy import Channel, Deploy, Liveness, Lockstep, Notice, Period, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How the life of a release ends on a channel.

    Attributes:
        rests_on: what is still there.
        day: on which it is over by itself; None where something has to happen first.
        sooner: what a person can do.
    """

    channel: str
    rests_on: str
    day: date | None
    sooner: str


def outlooks(
    state: ReleaseState, ledger: Ledger, policy: Policy, as_of: datetime
) -> tuple[Outlook, ...]:
    """Look ahead, for each channel that keeps a release."""
    return tuple(_outlooks(state, ledger, policy, as_of))


def is_supported(state: ReleaseState, ledger: Ledger, policy: Policy, as_of: datetime) -> bool:
    """Say whether a channel still owes support to a live build of a release.

    Past its support a release may be ended by hand, whoever is left; time alone ends none.
    """
    live = {(each.channel, each.build) for each in state.builds if each.is_live}
    renewed = tuple(ledger.of(Renewed))
    for channel in policy.channels:
        if not isinstance(channel.retirement, Liveness):
            return True
        for build in builds_of(ledger, channel):
            is_its = build.release == state.release.version
            if not is_its or (build.channel, build.name) not in live:
                continue
            if supported_until(build, channel.retirement.support, renewed) >= as_of:
                return True
    return not state.builds


def _outlooks(
    state: ReleaseState, ledger: Ledger, policy: Policy, as_of: datetime
) -> Iterator[Outlook]:
    why = dict(state.why)
    if "" in why:
        yield Outlook(
            channel="",
            rests_on=why[""],
            day=None,
            sooner="say what is served: `bffgen event deploy`" + _yanking(state, ledger),
        )
        return
    for channel in policy.channels:
        if channel.name not in why:
            continue
        match channel.retirement:
            case Deploy(overlap=overlap) | Lockstep(overlap=overlap):
                yield _served(state, channel, overlap, why[channel.name], ledger)
            case Liveness():
                yield from _built(state, channel, channel.retirement, ledger)
            case Notice():
                yield _owed(state, channel, why[channel.name], ledger, policy, as_of)


def _yanking(state: ReleaseState, ledger: Ledger) -> str:
    """Say how what nobody ever had is taken back; nothing of what was shipped or served."""
    version = state.release.version
    if any(version in each.serves for each in ledger.of(Deployed)):
        return ""
    if any(version == each.release for each in ledger.of(Shipped)):
        return ""
    yanked = f"`bffgen release {ledger.client} --yank {version} --reason TEXT`"
    return f"; or yank it, if nobody has it: {yanked}"


def _served(
    state: ReleaseState, channel: Channel, overlap: Period, why: str, ledger: Ledger
) -> Outlook:
    deployed = tuple(ledger.of(Deployed))
    version = state.release.version
    if deployed and version not in deployed[-1].serves:
        over = later_by(replaced_at(version, ledger)[-1], overlap).date()
        return Outlook(channel=channel.name, rests_on=why, day=over, sooner="")
    sooner = f"deploy its successor: `bffgen event deploy`; it is over {overlap} later"
    return Outlook(channel=channel.name, rests_on=why, day=None, sooner=sooner)


def _built(
    state: ReleaseState, channel: Channel, live: Liveness, ledger: Ledger
) -> Iterator[Outlook]:
    builds = {each.name: each for each in builds_of(ledger, channel)}
    mine = [each for each in state.builds if each.channel == channel.name and each.is_live]
    for each in mine:
        build = builds[each.build]
        yield Outlook(
            channel=channel.name,
            rests_on=f"{each.channel} {each.build}: {each.why}",
            day=None,
            sooner=_rare(each, build, live),
        )
    if not mine and not state.builds:
        yield Outlook(
            channel=channel.name,
            rests_on="no build of it is known yet",
            day=None,
            sooner="say which build ships it: `bffgen event build`" + _yanking(state, ledger),
        )


def _rare(state: BuildState, build: Build, live: Liveness) -> str:
    """Say how a build ends: by its share, or by a minimum version."""
    limit = told_share(live.below_percent)
    share = (
        f"when its share is below {limit} on {live.for_days} days"
        if state.share is not None
        else f"when counts show it below {limit} on {live.for_days} days: `bffgen usage import`"
    )
    if build.superseded is None:
        return f"ship a newer build; then {share}"
    earliest = later_by(build.superseded, live.min_age).date().isoformat()
    ended = f"{share}, not before {earliest}"
    if build.identifies:
        return f"{ended}; or raise the minimum version: `bffgen event min-version`"
    return f"{ended}; no minimum version refuses it, as it does not name itself"


def _owed(
    state: ReleaseState,
    channel: Channel,
    why: str,
    ledger: Ledger,
    policy: Policy,
    as_of: datetime,
) -> Outlook:
    target = f"release {state.release.version}"
    events = [each for each in ledger.of(Deprecated) if each.target == target]
    found = [served(each, ledger, policy, as_of) for each in events]
    standing = [each for each in found if not each.withdrawn]
    if not standing:
        sooner = f'announce its end: `bffgen deprecate {ledger.client} "{target}" --sunset DATE`'
        return Outlook(channel=channel.name, rests_on=why, day=None, sooner=sooner)
    last = standing[-1]
    if last.is_whole:
        return Outlook(channel=channel.name, rests_on=why, day=last.event.sunset, sooner="")
    late = ", ".join(each.party or "readers" for each in last.parties if not each.is_served)
    sooner = (
        f"have the consent of {late or 'nobody: it is below the floor'}, or announce a later day"
    )
    return Outlook(channel=channel.name, rests_on=why, day=None, sooner=sooner)
