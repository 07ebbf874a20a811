"""Dates without a year are those of the period, or nobody's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.calendar import Period
from wfm.tables.cells import Cell, UnreadableCellError
from wfm.tables.loose_dates import LooseDays, days_meant, read_loose_date

QUARTER = Period(date(2027, 1, 4), date(2027, 4, 4))
OVER_NEW_YEAR = Period(date(2026, 12, 7), date(2027, 3, 7))


def days(text: str, period: Period = QUARTER) -> tuple[date | None, date | None]:
    found = read_loose_date(text)
    assert isinstance(found, LooseDays)
    return days_meant(found, found, period)


@pytest.mark.parametrize(
    "text", ["8/2", "8.2", "8-2", "08/02", "8. februar", "8 feb", "8. feb.", "8 February"]
)
def test_a_day_and_a_month_are_of_the_periods_year(text: str) -> None:
    assert days(text) == (date(2027, 2, 8), date(2027, 2, 8))


@pytest.mark.parametrize("text", ["uge 7", "Uge 7", "uge7", "week 7", "W7"])
def test_a_week_is_monday_to_sunday(text: str) -> None:
    assert days(text) == (date(2027, 2, 15), date(2027, 2, 21))


@pytest.mark.parametrize("text", ["8/2-14/2", "8/2 - 14/2", "8/2 – 14/2", "8. februar til 14. februar"])
def test_two_ends_are_read_together(text: str) -> None:
    assert days(text) == (date(2027, 2, 8), date(2027, 2, 14))


def test_two_weeks_are_read_together() -> None:
    assert days("uge 7-8") == (date(2027, 2, 15), date(2027, 2, 28))


def test_over_new_year_each_day_has_its_own_year() -> None:
    assert days("24/12", OVER_NEW_YEAR)[0] == date(2026, 12, 24)
    assert days("2/1", OVER_NEW_YEAR)[0] == date(2027, 1, 2)
    assert days("uge 53", OVER_NEW_YEAR) == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_week_that_the_period_only_touches_is_whole() -> None:
    within = Period(date(2027, 1, 6), date(2027, 1, 7))
    assert days("uge 1", within) == (date(2027, 1, 4), date(2027, 1, 10))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("29/3", "11/4", (date(2027, 3, 29), date(2027, 4, 11))),  # ends after the period
        ("21/12", "8/1", (date(2026, 12, 21), date(2027, 1, 8))),  # begins before it
        ("uge 53", "uge 2", (date(2026, 12, 28), date(2027, 1, 17))),
        ("12/1", "11/1", (date(2027, 1, 12), date(2027, 1, 11))),  # the wrong way round
        ("1/3", "30/9", (date(2027, 3, 1), None)),  # so long that the years must be said
    ],
)
def test_two_cells_are_read_together(first: str, last: str, found: tuple[date, date | None]) -> None:
    assert days_meant(read_loose_date(first), read_loose_date(last), QUARTER) == found


def test_a_date_with_its_year_leads_the_other() -> None:
    assert days_meant(date(2026, 12, 21), read_loose_date("8/1"), QUARTER) == (
        date(2026, 12, 21),
        date(2027, 1, 8),
    )


@pytest.mark.parametrize("text", ["8/5", "uge 20", "29/2"])
def test_what_lies_in_no_year_of_the_period_is_left_open(text: str) -> None:
    assert days(text) == (None, None)


def test_what_lies_in_two_years_of_the_period_is_left_open() -> None:
    assert days("8/2", Period(date(2027, 1, 1), date(2028, 3, 1))) == (None, None)


@pytest.mark.parametrize(
    "cell", ["31/2", "uge 54", "uge 0", "8/13", "februar", "uge", "1/2/3", 8.2, True, "8. xyz"]
)
def test_anything_else_is_refused_as_no_date(cell: Cell) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_loose_date(cell)
    assert refused.value.expected.key == "fault.date"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 300), st.integers(0, 300))
def test_every_day_of_a_period_of_less_than_a_year_is_found_again(day: date, before: int, after: int) -> None:
    before = min(before, 364 - min(after, 300)) if before + after > 360 else before
    after = min(after, 360 - before)
    period = Period(day - timedelta(days=before), day + timedelta(days=after))
    assert days(f"{day.day}/{day.month}", period) == (day, day)


@pytest.mark.parametrize("cell", ["2027-02-08", "08-02-2027", "8/2/2027", "8.2.2027"])
def test_a_date_with_its_year_is_a_date(cell: str) -> None:
    assert read_loose_date(cell) == date(2027, 2, 8)
