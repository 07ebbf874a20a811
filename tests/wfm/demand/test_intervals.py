"""Intervals fill each shift, without gap or overlap, also on days of 23 and 25 hours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import hotline, span
from wfm.calendar import Closing, Period
from wfm.demand.intervals import cut_period


@given(
    length=st.integers(1, 200),
    shift=st.integers(30, 400),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 1)),
)
def test_elapsed_minutes_of_a_shifts_intervals_add_up_to_the_shifts(
    length: int, shift: int, first: date
) -> None:
    line = hotline(
        period=Period(first, first),
        opening_hours={day: (span("00:00-09:10"), span("10:00-24:00")) for day in range(7)},
        shift_minutes=shift,
    )
    intervals = cut_period(line, length)
    for one in line.opening_shifts():
        parts = [interval for interval in intervals if interval.shift == one.id]
        assert sum(part.minutes for part in parts) == one.minutes
        assert parts[0].start == one.start
    assert list(intervals) == sorted(set(intervals))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 4, 4), 24)]
)
def test_a_day_and_night_lasts_as_long_as_it_does(day: date, hours: int) -> None:
    line = hotline(period=Period(day, day), opening_hours={6: (span("00:00-24:00"),)}, shift_minutes=60)
    intervals = cut_period(line, 30)
    assert sum(one.minutes for one in intervals) == hours * 60
    assert [one.minutes for one in intervals if one.start in (120, 150)] == {
        23: [],
        24: [30, 30],
        25: [30, 90],
    }[hours]


def test_a_closed_day_has_none_and_a_rest_is_shorter() -> None:
    closed = Closing(closed=frozenset({date(2027, 1, 4)}))
    line = hotline(days=2, hours="08:00-10:20", closing=closed)
    assert [(str(one), one.minutes) for one in cut_period(line, 60)] == [
        ("2027-01-05 08:00", 60),
        ("2027-01-05 09:00", 60),
        ("2027-01-05 10:00", 20),
    ]
