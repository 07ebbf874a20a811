"""Half-holidays: who must decide, and when that is done."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import hotline
from wfm.calendar import Closing, Period
from wfm.half_holidays import half_holidays_to_decide
from wfm.hotline import Hotline

YEAR = Period(date(2028, 1, 1), date(2028, 12, 31))  # 1 May and 5 June on a Monday, Christmas Eve on a Sunday
MAY, JUNE, EVE = date(2028, 5, 1), date(2028, 6, 5), date(2028, 12, 24)


def line(**closing: frozenset[date] | str) -> Hotline:
    return hotline(period=YEAR, closing=Closing(**{"country": "DK", **closing}))  # type: ignore[arg-type]


def test_those_on_opening_days_are_undecided() -> None:
    # Whit Monday is 5 June in 2028: a public holiday, so nobody needs to decide.
    assert half_holidays_to_decide(line()) == (MAY,)


@pytest.mark.parametrize("kind", ["closed", "opened"])
def test_a_day_that_is_closed_or_open_is_decided(kind: str) -> None:
    assert half_holidays_to_decide(line(**{kind: frozenset({MAY})})) == ()


def test_a_public_holiday_that_is_open_is_decided_too() -> None:
    assert half_holidays_to_decide(line(opened=frozenset({JUNE}))) == (MAY,)


def test_a_hotline_open_every_day_decides_on_a_sunday() -> None:
    hours = {day: hotline().opening_hours[0] for day in range(7)}
    every = hotline(period=YEAR, opening_hours=hours, closing=Closing("DK"))
    assert half_holidays_to_decide(every) == (MAY, EVE, date(2028, 12, 31))


def test_where_no_country_is_named_there_are_none() -> None:
    assert half_holidays_to_decide(hotline(period=YEAR)) == ()
