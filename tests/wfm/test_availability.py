"""Availability entries: which shifts they overlap; employment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, agent, entry, hotline, span
from wfm.calendar import Period, Shift

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
SHIFTS = {shift.id: shift for shift in hotline().opening_shifts()}


def overlapped(**changes: object) -> list[str]:
    """Return the shifts of the week that an entry of its days overlaps."""
    one = entry("1-1", "unavailable", MONDAY, FRIDAY, **changes)
    return [key for key, shift in SHIFTS.items() if one.overlaps(shift)]


def test_an_entry_without_times_covers_its_days_whole() -> None:
    one = entry("1-1", "unavailable", TUESDAY, FRIDAY)
    assert [shift.day for shift in SHIFTS.values() if one.overlaps(shift)] == [
        day for day in Period(TUESDAY, FRIDAY).days() for _ in range(2)
    ]


def test_an_entry_without_times_covers_the_first_and_the_last_minute_of_its_day() -> None:
    minutes = hotline(days=1, hours="00:00-24:00", shift_minutes=1).opening_shifts()
    assert [shift.start for shift in minutes] == list(range(24 * 60))
    assert all(entry("1-1", "unavailable").overlaps(shift) for shift in minutes)


def test_an_entry_covers_only_its_weekdays() -> None:
    assert overlapped(days=frozenset({1})) == ["2027-01-05T08:00", "2027-01-05T11:00"]
    assert overlapped(days=frozenset({5, 6})) == []


@pytest.mark.parametrize(
    ("times", "starts"),
    [
        ("00:00-08:00", []),
        ("00:00-08:01", ["08:00"]),
        ("10:59-11:00", ["08:00"]),
        ("10:59-11:01", ["08:00", "11:00"]),
        ("11:00-14:00", ["11:00"]),
        ("13:59-24:00", ["11:00"]),
        ("14:00-24:00", []),
    ],
)
def test_spans_are_half_open_on_both_sides(times: str, starts: list[str]) -> None:
    assert [key[-5:] for key in overlapped(span=span(times), days=frozenset({0}))] == starts


@given(st.integers(0, 1439), st.integers(1, 1440), st.sampled_from(list(SHIFTS.values())))
def test_they_overlap_where_they_share_a_minute(start: int, length: int, shift: Shift) -> None:
    minutes = range(start, min(start + length, 1440))
    one = entry(
        "1-1", "undesired", shift.day, span=span("00:00-24:00")._replace(start=start, end=minutes.stop)
    )
    assert one.overlaps(shift) == any(shift.start <= minute < shift.end for minute in minutes)


def test_employment_holds_both_its_ends_and_may_be_open() -> None:
    day = date(2027, 2, 10)
    eve, morrow = day - timedelta(days=1), day + timedelta(days=1)
    assert agent("1-1").employed_on(day)
    assert agent("1-1", first_day=day, last_day=day).employed_on(day)
    assert agent("1-1", first_day=eve).employed_on(day)
    assert agent("1-1", last_day=morrow).employed_on(day)
    assert not agent("1-1", first_day=morrow).employed_on(day)
    assert not agent("1-1", last_day=eve).employed_on(day)
