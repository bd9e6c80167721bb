"""Say what makes a notice long enough: a later day, or the consent of who is told late.

In:  what a deprecation is worth, the Ledger it stands in, the Policy, an instant.
Out: sentences with the whole command, and the first day that needs nobody's consent.
How: whoever is told today is owed what the policy has today; an announcement that is written again
     begins again for everybody, so that its command names all parties.
"""

from datetime import date, datetime, timedelta

from bffgen.govern.notice import Served, floor_of, usual
from bffgen.model.calendar import later_by, start_of
from bffgen.model.ledger import Ledger
from bffgen.model.policy import Period, Policy


def first_day(policy: Policy, told: date) -> date:
    """Give the first sunset that needs no consent where everybody is told on a day."""
    owed = [each.notice for each in policy.parties] or [usual(policy)]
    return max(_behind(told, each) for each in (*owed, floor_of(policy)))


def announcing(client: str, target: str, policy: Policy, today: date, flags: str = "") -> str:
    """Write the command that announces an end for the first day that needs no consent."""
    day = first_day(policy, today).isoformat()
    told = "".join(f" --notified {each.name}" for each in policy.parties)
    return f'`bffgen deprecate {client} "{target}"{flags} --sunset {day}{told}`'


def mended(found: Served, ledger: Ledger, policy: Policy, as_of: datetime) -> tuple[str, ...]:
    """Say what makes a notice long enough that is too short; nothing of one that is whole."""
    if found.is_whole or found.withdrawn:
        return ()
    event, today = found.event, as_of.date()
    day = first_day(policy, today).isoformat()
    later = announcing(ledger.client, event.target, policy, today)
    return (f"announce it for {day} or later: {later}", *_consents(found, ledger, policy, today))


def _consents(found: Served, ledger: Ledger, policy: Policy, today: date) -> tuple[str, ...]:
    """Say whose consent would do; below the floor nobody's does."""
    event = found.event
    late = [each for each in found.parties if not each.is_served]
    heard = [today for each in late if each.told is None]
    is_too_late = any(_behind(day, floor_of(policy)) > event.sunset for day in heard)
    if found.is_below_floor or is_too_late or any(not each.party for each in late):
        return ()
    sunset = event.sunset.isoformat()
    asked = (
        f'of {each.party}: `bffgen deprecate {ledger.client} "{event.target}" '
        f"--consent {each.party} --sunset {sunset}`"
        for each in late
    )
    return (f"have the consent {', and '.join(asked)}",)


def _behind(day: date, span: Period) -> date:
    """Give the first day that begins a span after the start of another, or later."""
    over = later_by(start_of(day), span)
    found = over.date()
    if start_of(found) >= over or found == date.max:
        return found
    return found + timedelta(days=1)
