"""Days and instants, all in UTC, and what lies a period of calendar time away from them.

In:  texts as people write them, a Period.
Out: dates and aware datetimes; ValueError for a text that is none.
How: a day is the one of UTC wherever bffgen runs, so no time zone and no summer time plays a part;
     a month later is the same day of that month, or its last one (RELEASES.md 3).
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bffgen.model.policy import Period, Unit

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def read_day(text: str) -> date:
    """Read `2026-12-15`.

    Raises:
        ValueError: it is no day of the calendar, or written in another way.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # of the form of a day, and none of the calendar
    raise ValueError(f"no day: {text}")


def read_instant(text: str) -> datetime:
    """Read `2026-12-15T09:00:00Z` (RFC 3339, of UTC and of whole seconds).

    Raises:
        ValueError: it is no instant, or written in another way.
    """
    try:
        if _INSTANT.fullmatch(text):
            return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError:
        pass  # of the form of an instant, and none of the calendar
    raise ValueError(f"no instant: {text}")


def read_as_of(text: str) -> datetime:
    """Read a day, of which the end is meant, or an instant.

    Raises:
        ValueError: it is neither.
    """
    return end_of(read_day(text)) if _DAY.fullmatch(text) else read_instant(text)


def written(instant: datetime) -> str:
    """Write an instant as it is read."""
    # Not by strftime, which writes no zeros in front of an early year.
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def start_of(day: date) -> datetime:
    """Give the first instant of a day."""
    return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """Give the last second of a day."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def later_by(instant: datetime, period: Period) -> datetime:
    """Give the instant that lies a period later; the last one there is where none does."""
    try:
        match period.unit:
            case Unit.HOURS:
                return instant + timedelta(hours=period.count)
            case Unit.DAYS:
                return instant + timedelta(days=period.count)
            case Unit.MONTHS:
                months = instant.year * 12 + instant.month - 1 + period.count
                year, month = divmod(months, 12)
                day = min(instant.day, monthrange(year, month + 1)[1])
                return instant.replace(year=year, month=month + 1, day=day)
    except (OverflowError, ValueError):
        return datetime.max.replace(tzinfo=UTC)


def hours_of(period: Period) -> float:
    """Give about how long a period is, to compare two: a month has no fixed length."""
    return period.count * {Unit.HOURS: 1, Unit.DAYS: 24, Unit.MONTHS: 24 * 30.4}[period.unit]


def days_between(first: date, last: date) -> int:
    """Count the days from one to another; below 0 where the last comes first."""
    return (last - first).days
