"""Changes of clocks: hours are elapsed hours, and every shift of a night is there just once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.calendar import Shift, Span, clock, cut_day, to_utc

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
WHOLE_DAY = (Span(0, 1440),)
YEARS = range(2000, 2041)


def last_sunday(year: int, month: int) -> date:
    """Return the day on which the European Union changes its clocks; both months have 31 days."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


SPRING = [last_sunday(year, 3) for year in YEARS]
AUTUMN = [last_sunday(year, 10) for year in YEARS]


def cut(
    day: date, length: int, zone: ZoneInfo = COPENHAGEN, spans: tuple[Span, ...] = WHOLE_DAY
) -> list[Shift]:
    return list(cut_day(day, spans, length, 2, zone))


def faces(shifts: list[Shift]) -> list[tuple[str, str, int]]:
    """Return start, end and elapsed minutes."""
    return [(clock(shift.start), clock(shift.end), shift.minutes) for shift in shifts]


def test_the_days_of_change_are_those_of_the_zone() -> None:
    assert (SPRING[26], AUTUMN[26], SPRING[27]) == (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28))
    for day in (*SPRING, *AUTUMN):
        assert to_utc(day, 1440, COPENHAGEN) - to_utc(day, 0, COPENHAGEN) != timedelta(days=1)


@pytest.mark.parametrize("length", [30, 50, 60, 90, 120, 150, 180, 360, 720, 1440])
def test_on_every_night_of_change_the_shifts_follow_on_each_other_without_gap_or_overlap(length: int) -> None:
    for day, hours in [*((day, 23) for day in SPRING), *((day, 25) for day in AUTUMN)]:
        shifts = cut(day, length)
        assert sum(shift.minutes for shift in shifts) == hours * 60
        assert all(one.ends_at == other.starts_at for one, other in pairwise(shifts))
        assert len({shift.id for shift in shifts}) == len(shifts)


def test_a_night_shift_in_march_is_an_hour_shorter_than_its_face() -> None:
    for day in SPRING:
        assert faces(cut(day, 360))[0] == ("00:00", "06:00", 300)


def test_a_night_shift_in_october_is_an_hour_longer_than_its_face() -> None:
    for day in AUTUMN:
        assert faces(cut(day, 360))[0] == ("00:00", "06:00", 420)


def test_day_shifts_have_the_same_face_and_length_on_both_sides() -> None:
    for change in (*SPRING, *AUTUMN):
        for day in (change - timedelta(days=2), change, change + timedelta(days=1)):
            assert faces(cut(day, 180, spans=(Span(480, 840),))) == [
                ("08:00", "11:00", 180),
                ("11:00", "14:00", 180),
            ]


def test_eight_in_the_morning_is_an_hour_earlier_in_utc_after_the_change() -> None:
    friday, monday = date(2027, 3, 26), date(2027, 3, 29)
    assert to_utc(friday, 480, COPENHAGEN) == datetime(2027, 3, 26, 7, tzinfo=UTC)
    assert to_utc(monday, 480, COPENHAGEN) == datetime(2027, 3, 29, 6, tzinfo=UTC)


def test_a_shift_wholly_in_the_skipped_hour_does_not_exist() -> None:
    assert faces(cut(date(2027, 3, 28), 60))[:3] == [
        ("00:00", "01:00", 60),
        ("01:00", "02:00", 60),
        ("03:00", "04:00", 60),
    ]


def test_a_shift_that_reaches_into_the_skipped_hour_keeps_its_face() -> None:
    assert faces(cut(date(2027, 3, 28), 150))[:3] == [
        ("00:00", "02:30", 120),
        ("02:30", "05:00", 120),
        ("05:00", "07:30", 150),
    ]


def test_a_skipped_minute_is_the_instant_of_the_change() -> None:
    change = datetime(2027, 3, 28, 1, tzinfo=UTC)
    for minute in (120, 121, 150, 179, 180):
        assert to_utc(date(2027, 3, 28), minute, COPENHAGEN) == change
    assert to_utc(date(2027, 3, 28), 119, COPENHAGEN) == change - timedelta(minutes=1)
    assert to_utc(date(2027, 3, 28), 181, COPENHAGEN) == change + timedelta(minutes=1)


def test_of_two_instants_with_one_face_the_first_is_meant() -> None:
    assert to_utc(date(2027, 10, 31), 150, COPENHAGEN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert faces(cut(date(2027, 10, 31), 60))[2] == ("02:00", "03:00", 120)


def test_half_an_hour_may_be_skipped_and_a_whole_day_too() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert faces(cut(date(2026, 10, 4), 180, lord_howe))[0] == ("00:00", "03:00", 150)
    assert cut(date(2011, 12, 30), 180, ZoneInfo("Pacific/Apia")) == []


def test_a_midnight_may_be_skipped_without_moving_a_shift_to_another_day() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    assert faces(cut(date(2024, 4, 25), 180, cairo))[-1] == ("21:00", "24:00", 180)
    assert faces(cut(date(2024, 4, 26), 180, cairo))[0] == ("00:00", "03:00", 120)


zones = st.sampled_from(
    ["Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]
).map(ZoneInfo)


@given(zones, st.dates(date(2000, 1, 1), date(2037, 12, 31)), st.integers(0, 1440), st.integers(0, 1440))
def test_a_later_minute_never_comes_before_an_earlier_one(
    zone: ZoneInfo, day: date, one: int, other: int
) -> None:
    early, late = sorted((one, other))
    assert to_utc(day, early, zone) <= to_utc(day, late, zone)


@given(zones, st.dates(date(2000, 1, 1), date(2037, 12, 31)), st.integers(0, 1439))
def test_a_minute_that_exists_is_found_again(zone: ZoneInfo, day: date, minute: int) -> None:
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60)
    found = to_utc(day, minute, zone).astimezone(zone).replace(tzinfo=None)
    exists = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
    assert found == wall if exists else found > wall


@given(zones, st.dates(date(2000, 1, 1), date(2037, 12, 30)), st.integers(20, 1440))
def test_two_days_together_have_neither_gap_nor_overlap(zone: ZoneInfo, day: date, length: int) -> None:
    shifts = cut(day, length, zone) + cut(day + timedelta(days=1), length, zone)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(shifts))
    assert all(one.minutes > 0 for one in shifts)
