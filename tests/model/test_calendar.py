"""Days, instants and periods: leap days, ends of months, no time zone, the end of time."""

import os
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.calendar import (
    days_between,
    end_of,
    later_by,
    read_as_of,
    read_day,
    read_instant,
    start_of,
    written,
)
from bffgen.model.policy import Period, Unit


def months(count):
    return Period(count=count, unit=Unit.MONTHS)


def days(count):
    return Period(count=count, unit=Unit.DAYS)


# (from, months, to): spans in months clamp to the month's end (PITFALLS 45).
MONTHS = [
    ("2026-01-31", 1, "2026-02-28"),
    ("2028-01-31", 1, "2028-02-29"),
    ("2028-02-29", 12, "2029-02-28"),
    ("2028-02-29", 48, "2032-02-29"),
    ("2026-03-31", 3, "2026-06-30"),
    ("2026-12-15", 1, "2027-01-15"),
    ("2025-11-01", 24, "2027-11-01"),
    ("2099-12-31", 2, "2100-02-28"),
]


@pytest.mark.parametrize(("first", "count", "last"), MONTHS)
def test_a_month_later_is_the_same_day_or_the_last_one(first, count, last):
    assert later_by(start_of(read_day(first)), months(count)) == start_of(read_day(last))


def test_a_day_has_24_hours_whatever_clocks_do():
    # On 29 March 2026 clocks in Europe go from 02:00 to 03:00.
    before = read_instant("2026-03-28T12:00:00Z")

    assert written(later_by(before, days(1))) == "2026-03-29T12:00:00Z"
    assert later_by(before, Period(count=24, unit=Unit.HOURS)) == later_by(before, days(1))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_no_time_zone_plays_a_part(zone, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        assert written(read_as_of("2026-12-03")) == "2026-12-03T23:59:59Z"
        assert start_of(date(2026, 12, 3)) == datetime(2026, 12, 3, tzinfo=UTC)
        assert read_instant("2026-12-03T09:00:00Z").astimezone(UTC).hour == 9
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "text",
    ["2026-12-3", "20261203", "2026-02-29", "2026-12-03 09:00", "2026-12-03T09:00:00+01:00",
     "2026-12-03T09:00Z", "2026-W49-4", "2026-13-01", "", "2026-12-03T24:00:00Z"],
)  # fmt: skip
def test_what_is_written_in_another_way_is_refused(text):
    with pytest.raises(ValueError, match=r"^no (day|instant): "):
        read_as_of(text)


def test_the_end_of_time_holds():
    assert later_by(start_of(date(9999, 12, 1)), days(9999)).year == 9999
    assert later_by(start_of(date(9999, 12, 1)), months(9999)).year == 9999


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_months_never_pass_the_month_that_they_lead_to(day, count):
    found = later_by(start_of(day), months(count)).date()

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    assert found.day <= day.day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 9999))
def test_days_are_days(day, count):
    assert days_between(day, later_by(start_of(day), days(count)).date()) == count
    assert end_of(day) < later_by(start_of(day), days(1))
