"""When a municipality that joins pays how, and when it staffs: by days, exact to the øre."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wfm
from wfm.calendar import Period
from wfm.ids import MunicipalityCode
from wfm.next_period import next_period
from wfm.next_plan import next_plan
from wfm.plan import Plan
from wfm.quota_table import quota_table
from wfm.roster import Roster
from wfm.rounding import half_up
from wfm.settlement import Tariff, settle, years_covered
from wfm.start_up import PricedTime, find_priced_time, months_later, start_of_staffing

NORDJYLLAND = Path(__file__).parents[2] / "sample_data" / "nordjylland"
OFFER = {
    "825": 912,
    "849": 19_329,
    "851": 103_525,
    "813": 30_471,
    "810": 17_956,
    "840": 14_512,
    "846": 21_215,
    "820": 18_889,
    "773": 10_586,
    "787": 22_292,
    "860": 32_964,
}
"""What the Midtjylland line offered for three months, in whole kroner (appendix 1 of its source)."""
TARIFF = Tariff(Decimal("2.4246"), Decimal(272), start_up_price_per_citizen_month=Decimal("0.21"))
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def joining(first: date, last: date, joined: date) -> Plan:
    """Return Nordjylland as it was when the eleven joined: no carry-over, no floor, nobody given a shift."""
    plan = wfm.load_plan(NORDJYLLAND)
    hotline = replace(plan.hotline, period=Period(first, last), tariff=TARIFF, start_up_months=3)
    line = replace(plan.municipalities[0], code=MunicipalityCode("751"), name="Aarhus", population=319_094)
    towns = (replace(m, carry_over=Fraction(0), min_shifts=0, joined=joined) for m in plan.municipalities)
    there_before = replace(line, carry_over=Fraction(0), min_shifts=0, joined=None)
    return Plan(hotline, (*towns, there_before), plan.agents)


def test_the_offer_comes_out_to_the_krone() -> None:
    plan = joining(date(2015, 1, 1), date(2015, 3, 31), date(2015, 1, 1))
    rows = {row.municipality.code: row for row in quota_table(plan)}
    assert {code: int(half_up(rows[MunicipalityCode(code)].settlement.price, 0)) for code in OFFER} == OFFER
    assert all(not rows[MunicipalityCode(code)].staffs for code in OFFER)
    assert plan.quotas[MunicipalityCode("751")].target == plan.units


def test_they_staff_in_the_quarter_that_follows() -> None:
    plan = joining(date(2015, 1, 1), date(2015, 3, 31), date(2015, 1, 1))
    following = next_plan(plan, Roster()).plan
    assert following.hotline.period == Period(date(2015, 4, 1), date(2015, 6, 30))
    rows = {row.municipality.code: row for row in quota_table(following)}
    assert all(row.staffs and row.quota.target for code, row in rows.items() if code != "825")
    assert sum(row.quota.target for row in rows.values()) == following.units
    aalborg = rows[MunicipalityCode("851")]
    assert aalborg.settlement.price == half_up(205_407 * Fraction("2.4246") * Fraction(91, 365), 2)
    assert not aalborg.settlement.start_up
    assert following.assignable[following.agents_of[aalborg.municipality.code][0].id]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 31), 3, date(2027, 4, 30)),
        (date(2027, 11, 15), 3, date(2028, 2, 15)),
        (date(2027, 12, 1), 0, date(2027, 12, 1)),
        (date(9999, 11, 1), 1, date(9999, 12, 1)),
        (date(9999, 11, 1), 2, date.max),
    ],
)
def test_the_same_day_some_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_a_part_of_a_month_counts_by_its_days() -> None:
    quarter = Period(date(2028, 1, 1), date(2028, 3, 31))
    found = find_priced_time(quarter, date(2028, 1, 15), 1)
    assert found.start_up_months == Fraction(17, 31) + Fraction(14, 29)  # a leap year's February
    assert found.years == Fraction(15 + 31, 366)


@pytest.mark.parametrize(("joined", "months"), [(None, 3), (date(2026, 10, 1), 3), (date(2027, 1, 1), 0)])
def test_who_staffs_from_the_first_day_pays_as_ever(joined: date | None, months: int) -> None:
    quarter = Period(date(2027, 1, 1), date(2027, 3, 31))
    assert find_priced_time(quarter, joined, months) == PricedTime(years_covered(quarter))


def test_one_day_later_is_one_day_of_the_start_up() -> None:
    quarter = Period(date(2027, 1, 1), date(2027, 3, 31))
    found = find_priced_time(quarter, date(2026, 10, 2), 3)
    assert found == PricedTime(Fraction(89, 365), Fraction(1, 31))


@pytest.mark.parametrize(("joined", "days"), [(date(2027, 3, 31), 1), (date(2027, 4, 1), 0)])
def test_nothing_is_paid_before_one_joins(joined: date, days: int) -> None:
    quarter = Period(date(2027, 1, 1), date(2027, 3, 31))
    assert find_priced_time(quarter, joined, 3) == PricedTime(Fraction(0), Fraction(days, 31))


@given(DAYS, DAYS, st.integers(0, 200), st.integers(0, 5))
def test_every_day_from_the_first_is_paid_once(first: date, joined: date, length: int, months: int) -> None:
    """And two periods side by side cost what one does."""
    period = Period(first, first + timedelta(days=length))
    following = next_period(period)
    both = find_priced_time(Period(first, following.last_day), joined, months)
    parts = [find_priced_time(one, joined, months) for one in (period, following)]
    assert both.years == sum(one.years for one in parts)
    assert both.start_up_months == sum(one.start_up_months for one in parts)
    begins = start_of_staffing(joined, months)
    assert (both.start_up_months > 0) == any(joined <= day < begins for day in _days(first, following))
    assert (both.years > 0) == (begins <= following.last_day)


def _days(first: date, following: Period) -> list[date]:
    return list(Period(first, following.last_day).days())


@given(
    st.integers(0, 10**6),
    st.fractions(0, 3),
    st.fractions(0, 2),
    st.decimals(0, 1, places=3),
    st.decimals(0, 9, places=4),
)
def test_the_parts_of_a_price_add_up_to_the_ore(
    population: int, months: Fraction, years: Fraction, rebate: Decimal, price: Decimal
) -> None:
    tariff = replace(TARIFF, start_up_rebate=rebate, start_up_price_per_citizen_month=price)
    found = settle(population, Fraction(7), PricedTime(years, months), tariff)
    full = population * Fraction(price) * months
    exact = population * Fraction(tariff.price_per_citizen_year) * years + full * (1 - Fraction(rebate))
    assert found.price == half_up(exact, 2)
    assert found.start_up == half_up(full * (1 - Fraction(rebate)), 2)
    assert abs(Fraction(found.price - found.start_up) - (exact - full * (1 - Fraction(rebate)))) <= Fraction(
        1, 100
    )
    assert abs(found.start_up + found.rebate - half_up(full, 2)) <= Decimal("0.01")
    assert found.net == found.price - found.credit


def test_a_start_up_month_costs_a_twelfth_where_no_price_is_agreed() -> None:
    tariff = Tariff(Decimal("2.4"), Decimal(272))
    assert settle(1000, Fraction(0), PricedTime(Fraction(0), Fraction(3)), tariff).price == Decimal("480.00")
