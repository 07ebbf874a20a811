"""The calendar: cutting opening hours into shifts, closed days, unsocial spans, ISO weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import span
from wfm.calendar import (
    DAY_MINUTES,
    Closing,
    Period,
    Shift,
    Span,
    UnsocialSpan,
    Week,
    clock,
    cut_day,
    opening_shifts,
    shift_id,
    week_of,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2027, 1, 4)
ALWAYS = {weekday: (span("08:00-20:00"),) for weekday in range(7)}


def faces(*spans: str, length: int = 180, day: date = MONDAY) -> list[str]:
    """Return the faces of a day's shifts, such as ``08:00-11:00``."""
    cut = cut_day(day, tuple(map(span, spans)), length, 2, COPENHAGEN)
    return [f"{clock(shift.start)}-{clock(shift.end)}" for shift in cut]


# --- cutting ---------------------------------------------------------------------------------


@st.composite
def separate_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Draw up to three spans of a day that do not overlap; they may touch."""
    edges = sorted(draw(st.sets(st.integers(0, DAY_MINUTES), min_size=2, max_size=6)))
    return tuple(Span(edges[i], edges[i + 1]) for i in range(0, len(edges) - 1, 2))


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), separate_spans(), st.integers(15, 720))
def test_shifts_fill_the_spans_and_nothing_else(day: date, spans: tuple[Span, ...], length: int) -> None:
    shifts = list(cut_day(day, spans, length, 2, ZoneInfo("UTC")))
    covered = {minute for shift in shifts for minute in range(shift.start, shift.end)}
    assert covered == {minute for span in spans for minute in range(span.start, span.end)}
    assert sum(shift.end - shift.start for shift in shifts) == len(covered)
    assert shifts == sorted(shifts, key=lambda shift: shift.start)
    for shift in shifts:
        assert shift.minutes == shift.end - shift.start <= length
        assert shift.minutes == length or shift.end in {span.end for span in spans}


def test_a_span_is_cut_from_its_start() -> None:
    assert faces("08:00-20:00") == ["08:00-11:00", "11:00-14:00", "14:00-17:00", "17:00-20:00"]


def test_a_rest_is_a_shorter_last_shift() -> None:
    assert faces("08:00-15:00") == ["08:00-11:00", "11:00-14:00", "14:00-15:00"]
    assert faces("08:00-09:30") == ["08:00-09:30"]


def test_hours_may_be_fractional() -> None:
    assert faces("08:00-13:00", length=150) == ["08:00-10:30", "10:30-13:00"]


def test_each_span_of_a_day_is_cut_by_itself() -> None:
    assert faces("08:00-12:00", "16:00-20:00") == ["08:00-11:00", "11:00-12:00", "16:00-19:00", "19:00-20:00"]


def test_spans_are_cut_in_order_of_time_however_they_are_written() -> None:
    assert faces("16:00-19:00", "08:00-11:00") == ["08:00-11:00", "16:00-19:00"]


def test_spans_that_touch_stay_two() -> None:
    assert faces("08:00-10:00", "10:00-14:00") == ["08:00-10:00", "10:00-13:00", "13:00-14:00"]


def test_midnight_may_end_a_span() -> None:
    assert faces("20:00-24:00") == ["20:00-23:00", "23:00-24:00"]
    (shift,) = cut_day(MONDAY, (span("22:00-24:00"),), 180, 2, COPENHAGEN)
    assert shift.ends_at == datetime(2027, 1, 4, 23, tzinfo=UTC)  # Danish winter time is an hour ahead


def test_a_day_without_spans_has_no_shift() -> None:
    assert faces() == []


def test_a_shift_knows_itself() -> None:
    (shift,) = cut_day(date(2027, 7, 5), (span("08:00-11:00"),), 180, 3, COPENHAGEN)
    assert shift.id == "2027-07-05T08:00" == shift_id(date(2027, 7, 5), 480)
    assert shift.starts_at == datetime(2027, 7, 5, 6, tzinfo=UTC)  # summer time
    assert (shift.seats, shift.minutes, shift.span) == (3, 180, Span(480, 660))
    assert shift.week == Week(2027, 27)


def test_spans_that_only_touch_share_no_minute() -> None:
    assert not span("08:00-11:00").overlaps(span("11:00-14:00"))
    assert not span("11:00-14:00").overlaps(span("08:00-11:00"))
    assert span("08:00-11:00").overlaps(span("10:59-11:00"))


# --- unsocial --------------------------------------------------------------------------------


def unsocial_faces(*spans: UnsocialSpan, day: date = MONDAY) -> list[str]:
    cut = cut_day(day, (span("08:00-20:00"),), 180, 2, COPENHAGEN, spans)
    return [clock(shift.start) for shift in cut if shift.unsocial]


def test_a_shift_is_unsocial_where_it_starts_within_the_span() -> None:
    days = frozenset({0})
    assert unsocial_faces(UnsocialSpan(days, span("17:00-20:00"))) == ["17:00"]
    assert unsocial_faces(UnsocialSpan(days, span("14:01-17:00"))) == []  # the end is not in it
    assert unsocial_faces(UnsocialSpan(days, span("14:00-17:01"))) == ["14:00", "17:00"]


def test_a_shift_that_only_reaches_into_the_span_is_not_unsocial() -> None:
    assert unsocial_faces(UnsocialSpan(frozenset({0}), span("15:00-17:00"))) == []


def test_unsocial_spans_hold_on_their_weekdays() -> None:
    evening, saturday = (
        UnsocialSpan(frozenset(range(5)), span("17:00-20:00")),
        UnsocialSpan(frozenset({5}), span("00:00-24:00")),
    )
    assert unsocial_faces(evening, saturday) == ["17:00"]
    assert unsocial_faces(evening, saturday, day=date(2027, 1, 9)) == ["08:00", "11:00", "14:00", "17:00"]
    assert unsocial_faces(evening, saturday, day=date(2027, 1, 10)) == []


# --- periods and weeks -----------------------------------------------------------------------


def test_a_period_holds_both_its_ends() -> None:
    assert list(Period(MONDAY, MONDAY).days()) == [MONDAY]
    assert len(list(Period(date(2027, 1, 4), date(2027, 4, 4)).days())) == 91


def test_2026_has_a_week_53() -> None:
    weeks = Period(date(2026, 12, 20), date(2027, 1, 11)).weeks()
    assert list(map(str, weeks)) == ["2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    assert week_of(date(2027, 1, 3)) == Week(2026, 53)
    assert len(Period(date(2025, 12, 29), date(2027, 1, 3)).weeks()) == 53


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_every_day_lies_in_just_one_of_the_weeks_in_order(first: date, more: int) -> None:
    period = Period(first, first + timedelta(days=more))
    weeks = period.weeks()
    assert list(weeks) == sorted(set(weeks))
    assert {week_of(day) for day in period.days()} == set(weeks)


# --- closed days -----------------------------------------------------------------------------

DANISH_2027 = {
    date(2027, 1, 1),
    date(2027, 3, 25),
    date(2027, 3, 26),
    date(2027, 3, 28),
    date(2027, 3, 29),
    date(2027, 5, 6),
    date(2027, 5, 16),
    date(2027, 5, 17),
    date(2027, 12, 25),
    date(2027, 12, 26),
}
YEAR_2027 = Period(date(2027, 1, 1), date(2027, 12, 31))


def test_the_hotline_is_closed_on_danish_public_holidays() -> None:
    assert Closing("DK").days(YEAR_2027) == DANISH_2027


def test_half_holidays_are_ordinary_days() -> None:
    for day in (date(2026, 6, 5), date(2027, 12, 24), date(2027, 12, 31)):
        assert Closing("DK").days(Period(day, day)) == frozenset()


def test_the_great_prayer_day_is_a_holiday_no_longer() -> None:
    assert Closing("DK").days(Period(date(2023, 5, 5), date(2023, 5, 5)))
    assert not Closing("DK").days(Period(date(2024, 4, 26), date(2024, 4, 26)))


def test_a_period_over_new_year_knows_the_holidays_of_both_years() -> None:
    period = Period(date(2026, 12, 20), date(2027, 1, 5))
    assert Closing("DK").days(period) == {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}


def test_without_a_country_only_the_days_named_are_closed() -> None:
    closing = Closing(closed=frozenset({date(2027, 2, 5), date(2030, 1, 1)}))
    assert closing.days(YEAR_2027) == {date(2027, 2, 5)}


def test_a_public_holiday_may_be_kept_open_unless_it_is_closed_as_well() -> None:
    easter = date(2027, 3, 29)
    opened = Closing("DK", opened=frozenset({easter}))
    assert opened.days(YEAR_2027) == DANISH_2027 - {easter}
    both = Closing("DK", closed=frozenset({easter}), opened=frozenset({easter}))
    assert both.days(YEAR_2027) == DANISH_2027


def test_opening_a_day_that_is_not_closed_changes_nothing() -> None:
    assert Closing(opened=frozenset({MONDAY})).days(YEAR_2027) == frozenset()


# --- all together ----------------------------------------------------------------------------


def week_shifts(closing: Closing, first: date = date(2027, 3, 22)) -> tuple[Shift, ...]:
    period = Period(first, first + timedelta(days=6))
    weekdays = {weekday: ALWAYS[weekday] for weekday in range(5)}
    return opening_shifts(period, weekdays, closing, 180, 2, COPENHAGEN)


def test_a_week_has_shifts_on_its_open_days_in_order() -> None:
    shifts = week_shifts(Closing())
    assert len(shifts) == 20
    assert [shift.starts_at for shift in shifts] == sorted(shift.starts_at for shift in shifts)
    assert {shift.day.weekday() for shift in shifts} == set(range(5))


def test_easter_week_loses_its_two_holidays() -> None:
    assert len(week_shifts(Closing("DK"))) == 12
    kept = Closing("DK", opened=frozenset({date(2027, 3, 25)}))
    assert len(week_shifts(kept)) == 16
