"""Put what is known of a client's releases on a line of time.

In:  a Ledger, the Policy of the client, what is live.
Out: a Timeline.
How: when a release that is over ended is the newest fact that ended it: a successor's deployment
     with the overlap, its retirement, a minimum version, its sunset. Where counts alone ended it,
     that is today at the latest.
"""

from collections.abc import Iterator
from datetime import datetime

from bffgen.govern.deployed import replaced_at
from bffgen.govern.notice import is_withdrawn
from bffgen.model.calendar import later_by, start_of
from bffgen.model.event import Deployed, Deprecated, MinVersion, Retired, Shipped, Yanked
from bffgen.model.ledger import Ledger
from bffgen.model.live import LiveSet, ReleaseState
from bffgen.model.policy import Deploy, Lockstep, Policy
from bffgen.model.timeline import Span, Timeline


def timeline(whole: Ledger, policy: Policy, live: LiveSet) -> Timeline:
    """Draw up the line of a client."""
    ledger = whole.until(live.as_of)
    return Timeline(
        client=live.client,
        as_of=live.as_of,
        releases=tuple(_release(each, ledger, policy, live) for each in live.states),
        notices=tuple(_notices(ledger)),
    )


def _release(state: ReleaseState, ledger: Ledger, policy: Policy, live: LiveSet) -> Span:
    release = state.release
    why = "; ".join(f"{channel}: {said}" if channel else said for channel, said in state.why)
    return Span(
        label=release.version,
        text=f"{release.version}: {why or state.ended}",
        kind="live" if state.is_live else "over",
        start=release.released,
        end=None if state.is_live else _end(state, ledger, policy, live.as_of),
        ticks=tuple(_ticks(release.version, ledger)),
    )


def _end(state: ReleaseState, ledger: Ledger, policy: Policy, as_of: datetime) -> datetime:
    found = [each for each in _ends(state, ledger, policy) if each <= as_of]
    return max(found, default=as_of)


def _ends(state: ReleaseState, ledger: Ledger, policy: Policy) -> Iterator[datetime]:
    version = state.release.version
    for event in ledger.events:
        match event:
            case Retired() | Yanked() if event.release == version:
                yield event.at
            case Deprecated() if event.target == f"release {version}":
                yield start_of(event.sunset)
            case MinVersion() if any(each.channel == event.channel for each in state.builds):
                yield event.effective
            case _:
                pass
    overlaps = [
        each.retirement.overlap
        for each in policy.channels
        if isinstance(each.retirement, Deploy | Lockstep)
    ]
    for at in replaced_at(version, ledger):
        yield from (later_by(at, overlap) for overlap in overlaps)


def _ticks(version: str, ledger: Ledger) -> Iterator[tuple[datetime, str]]:
    for event in ledger.events:
        match event:
            case Shipped() if event.release == version:
                yield event.at, f"{event.channel} {event.build}"
            case Deployed() if version in event.serves:
                yield event.at, "served" if len(event.serves) == 1 else "served beside another"
            case _:
                pass


def _notices(ledger: Ledger) -> Iterator[Span]:
    for event in ledger.of(Deprecated):
        is_back = is_withdrawn(event, ledger)
        days = f"{event.announced.isoformat()} to {event.sunset.isoformat()}"
        yield Span(
            label=event.target,
            text=f"{event.target}: announced, {days}" + (", withdrawn" if is_back else ""),
            kind="withdrawn" if is_back else "notice",
            start=start_of(event.announced),
            end=start_of(event.sunset),
        )
