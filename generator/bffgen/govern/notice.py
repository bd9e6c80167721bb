"""Say whether a deprecation was served: every party told early enough, or its consent given.

In:  a Deprecated event, the Ledger it stands in, the Policy of the client.
Out: Served: what each party was given, what is still missing, what is short.
How: a span counts from the day on which a party was told to the sunset, and is the one that was
     owed when the deprecation was written, so that no later policy shortens it (PITFALLS 16). Who
     consents has been told, on that day at the latest.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bffgen.govern.target import key_of
from bffgen.model.calendar import days_between, hours_of, later_by, start_of
from bffgen.model.event import Consented, Deprecated, Withdrawn
from bffgen.model.ledger import Ledger
from bffgen.model.policy import Notice, Period, Policy, Unit

# Below this, consent is worth a warning (AIP-185 gives a beta as much).
SHORT_DAYS: Final = 180
_YEAR: Final = Period(count=365, unit=Unit.DAYS)
_FLOOR: Final = Period(count=90, unit=Unit.DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyServed:
    """What one party was given.

    Attributes:
        party: empty where the client has no parties.
        told: None where it was not.
        days: from then to the sunset; below 0 where it was told later.
        consented: whether it accepted a sunset this early.
        is_served: whether it had its span, or accepted less.
    """

    party: str
    owed: Period
    told: date | None
    days: int
    consented: bool
    is_served: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a deprecation is worth.

    Attributes:
        event: the deprecation.
        parties: sorted by name.
        withdrawn: whether it was taken back.
        has_passed: whether its sunset has.
        is_below_floor: whether a party had less than even consent may give.
        is_short: whether a party had less than half a year.
    """

    event: Deprecated
    parties: tuple[PartyServed, ...]
    withdrawn: bool
    has_passed: bool
    is_below_floor: bool
    is_short: bool

    @property
    def is_whole(self) -> bool:
        """Say whether everybody had what was owed, and the deprecation stands."""
        is_served = all(each.is_served for each in self.parties)
        return is_served and not self.withdrawn and not self.is_below_floor


def standing(ledger: Ledger) -> tuple[Deprecated, ...]:
    """Give the deprecations that were not withdrawn; of one target the last one counts."""
    last: dict[str, Deprecated] = {}
    for event in ledger.of(Deprecated):
        if not is_withdrawn(event, ledger):
            last[key_of(event.target)] = event
    return tuple(last.values())


def is_withdrawn(event: Deprecated, ledger: Ledger) -> bool:
    """Say whether a deprecation was taken back."""
    return any(
        key_of(each.target) == key_of(event.target) and each.announced == event.announced
        for each in ledger.of(Withdrawn)
    )


def served(event: Deprecated, ledger: Ledger, policy: Policy, as_of: datetime) -> Served:
    """Say what a deprecation is worth at an instant; of the ledger what was known then counts."""
    owed = _owed(event, policy)
    parties = tuple(_party(party, span, event, ledger) for party, span in owed)
    floor = floor_of(policy)
    spans = [each for each in parties if each.told is not None]
    return Served(
        event=event,
        parties=parties,
        withdrawn=is_withdrawn(event, ledger),
        has_passed=as_of >= start_of(event.sunset),
        is_below_floor=any(
            each.told is not None and later_by(start_of(each.told), floor) > start_of(event.sunset)
            for each in spans
        ),
        is_short=any(each.days < SHORT_DAYS for each in spans),
    )


def given(party: PartyServed) -> str:
    """Say what a party had of its span: `108d of 365d`, `not told`."""
    return f"{party.days}d of {party.owed}" if party.told is not None else "not told"


def usual(policy: Policy) -> Period:
    """Give the span that readers are owed where no party is named."""
    spans = [
        each.retirement.notice for each in policy.channels if isinstance(each.retirement, Notice)
    ]
    return spans[0] if spans else _YEAR


def floor_of(policy: Policy) -> Period:
    """Give the span below which no consent helps."""
    return max((_floor(each.retirement) for each in policy.channels), key=hours_of, default=_FLOOR)


def _party(party: str, owed: Period, event: Deprecated, ledger: Ledger) -> PartyServed:
    agreed = [
        each.at.date()
        for each in ledger.of(Consented)
        if each.party == party
        and key_of(each.target) == key_of(event.target)
        and each.sunset <= event.sunset
    ]
    heard = [each.day for each in event.notified if each.party == party]
    # An earlier announcement may be what was agreed to, and this one was told later.
    told = min((*heard, *agreed), default=None)
    if not party and told is None:
        told = event.announced
    in_time = told is not None and later_by(start_of(told), owed) <= start_of(event.sunset)
    return PartyServed(
        party=party,
        owed=owed,
        told=told,
        days=0 if told is None else days_between(told, event.sunset),
        consented=bool(agreed),
        is_served=in_time or bool(agreed),
    )


def _owed(event: Deprecated, policy: Policy) -> tuple[tuple[str, Period], ...]:
    """Give the span that each party is owed: as it was frozen, else as the policy says.

    Who signed on the day of the announcement or later has read the mark in what was signed.
    """
    frozen = dict(event.notice)
    readers = frozen.get("", usual(policy))
    owed = {party: span for party, span in frozen.items() if party}
    for party in policy.parties:
        is_later = party.agreed is not None and party.agreed >= event.announced
        if party.name not in owed and not is_later:
            owed[party.name] = party.notice
    return tuple(sorted(owed.items())) or (("", readers),)


def _floor(retirement: object) -> Period:
    return retirement.floor if isinstance(retirement, Notice) else _FLOOR
