"""Settlement: the part of the year, year by year; hours, credit, price and net, half up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.calendar import Period
from wfm.settlement import Settlement, Tariff, settle_years, years_covered

TARIFF = Tariff(Decimal("2.4246"), Decimal(272))


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), Fraction(1)),
        (date(2028, 1, 1), date(2028, 12, 31), Fraction(1)),
        (date(2027, 1, 4), date(2027, 4, 4), Fraction(91, 365)),
        (date(2028, 1, 3), date(2028, 4, 2), Fraction(91, 366)),
        (date(2028, 2, 29), date(2028, 2, 29), Fraction(1, 366)),
        # Over New Year: 11 days of 2027 and 20 of the leap year 2028.
        (date(2027, 12, 21), date(2028, 1, 20), Fraction(11, 365) + Fraction(20, 366)),
        (date(2026, 7, 1), date(2029, 6, 30), Fraction(184, 365) + 2 + Fraction(181, 365)),
        # A century is a leap year only where 400 divides it.
        (date(1900, 1, 1), date(1900, 1, 1), Fraction(1, 365)),
        (date(2000, 1, 1), date(2000, 1, 1), Fraction(1, 366)),
        (date(2100, 3, 1), date(2100, 3, 1), Fraction(1, 365)),
    ],
)
def test_the_part_of_the_year_is_counted_year_by_year(first: date, last: date, years: Fraction) -> None:
    assert years_covered(Period(first, last)) == years


@given(st.dates(date(1999, 1, 1), date(2101, 1, 1)), st.integers(1, 500), st.integers(1, 500))
def test_two_periods_that_follow_on_each_other_cover_what_they_cover_together(
    first: date, days: int, more: int
) -> None:
    middle, last = first + timedelta(days=days), first + timedelta(days=days + more - 1)
    parts = years_covered(Period(first, middle - timedelta(days=1))) + years_covered(Period(middle, last))
    assert parts == years_covered(Period(first, last))


def test_hours_are_credited_and_citizens_priced() -> None:
    # 1,000 citizens * 2.4246 * 73/365 = 484.92; 2.5 hours * 272 = 680.
    year_fifth = Period(date(2027, 1, 1), date(2027, 3, 14))
    assert settle_years(1000, Fraction(150, 60), years_covered(year_fifth), TARIFF) == Settlement(
        hours=Decimal("2.50"), credit=Decimal("680.00"), price=Decimal("484.92"), net=Decimal("-195.08")
    )


def test_half_an_oere_goes_up() -> None:
    # 1 citizen at 0.125 a year; half an hour at 0.25: 0.125 each, which is 0.13.
    account = settle_years(1, Fraction(1, 2), Fraction(1), Tariff(Decimal("0.125"), Decimal("0.25")))
    assert (account.price, account.credit, account.net) == (Decimal("0.13"), Decimal("0.13"), Decimal("0.00"))


def test_credit_is_taken_of_the_exact_hours_not_of_the_written_ones() -> None:
    # 50 minutes are 0.83 hours as written, but 5/6 * 272 = 226.67 (0.83 * 272 would be 225.76).
    account = settle_years(0, Fraction(50, 60), Fraction(1), TARIFF)
    assert (account.hours, account.credit) == (Decimal("0.83"), Decimal("226.67"))


def test_who_staffs_nothing_pays_the_price() -> None:
    whole_year = Period(date(2027, 1, 1), date(2027, 12, 31))
    account = settle_years(41_894, Fraction(0), years_covered(whole_year), TARIFF)
    # 41,894 * 2.4246 = 101,576.1924
    assert account.hours == account.credit == 0
    assert account.net == account.price == Decimal("101576.19")


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.fractions(0, 2, max_denominator=366))
def test_what_is_written_adds_up(population: int, minutes: int, years: Fraction) -> None:
    account = settle_years(population, Fraction(minutes, 60), years, TARIFF)
    assert account.net == account.price - account.credit
    assert abs(Fraction(account.price) - population * Fraction("2.4246") * years) <= Fraction(1, 200)
    assert all(amount.as_tuple().exponent == -2 for amount in (account.price, account.credit, account.net))
