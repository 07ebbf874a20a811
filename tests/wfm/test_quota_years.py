"""Courses: one quarter's carry-over is the next one's, all like the first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import hotline, municipality, plan, roster
from tests.wfm.balances import PER_UNIT, UNITS, balanced
from wfm.apportionment import Method
from wfm.municipality import Municipality
from wfm.quota import carry_over_out, quotas
from wfm.quota_table import quota_table
from wfm.quota_years import QUARTERS, course, most_seats

methods = st.sampled_from(sorted(Method))
QUARTER = Fraction(1, 4)


@given(balanced(), UNITS, PER_UNIT, methods)
def test_a_course_is_quarter_after_quarter_by_the_books(
    everybody: list[Municipality], units: int, per_unit: int, method: str
) -> None:
    seats = units * per_unit
    partners = everybody
    for quarter in course(everybody, seats, units, method).quarters:
        found = quotas(partners, seats, units, method)
        assert quarter.quotas == found
        owed = {
            m.code: carry_over_out(m, found[m.code], per_unit * found[m.code].target, seats) for m in partners
        }
        assert quarter.balance == owed
        # All seats filled, everybody at target: what is owed is just what rounding left.
        assert all(owed[code] == quota.entitlement - per_unit * quota.target for code, quota in found.items())
        partners = [replace(m, carry_over=owed[m.code]) for m in partners]


@given(balanced(least=2), UNITS, methods, st.data())
def test_balances_keep_their_sum_whoever_falls_short(
    everybody: list[Municipality], units: int, method: str, data: st.DataObject
) -> None:
    most = {m.code: Fraction(data.draw(st.integers(0, units))) for m in everybody if data.draw(st.booleans())}
    for quarter in course(everybody, 2 * units, units, method, most_seats=most).quarters:
        assert sum(quarter.balance.values()) == sum(m.carry_over for m in everybody)
        assert all(quarter.assigned[code] <= seats for code, seats in most.items())


def test_the_first_quarter_is_the_plans_own_by_target() -> None:
    partners = [municipality("1", 300, carry_over=QUARTER), municipality("2", 100, carry_over=-QUARTER)]
    asked = plan(partners, ["1-1"], hotline=hotline(days=3))
    found = course(asked.municipalities, asked.seats, asked.units, asked.hotline.method)
    rows = quota_table(asked)
    assert [row.carry_over_out for row in rows] == list(found.quarters[0].balance.values())
    assert [row.quota for row in rows] == list(found.quarters[0].quotas.values())
    assert len(found.quarters) == QUARTERS == 8


def test_the_furthest_balance_and_its_quarter() -> None:
    # One shift of two seats, ¾ and ¼ of it. After two quarters the smaller owes half a shift; a tie goes
    # to the larger, so its turn comes in the third.
    partners = [municipality("1", 300), municipality("2", 100)]
    found = course(partners, 2, 1, Method.LARGEST_REMAINDER)
    assert [str(b) for b in found.balances(partners[1].code)] == ["1/4", "1/2", "-1/4", "0"] * 2
    stray = found.stray(partners[1].code)
    assert (stray.quarter, stray.seats, stray.units) == (2, Fraction(1), Fraction(1, 2))
    assert found.furthest.municipality == "1"


def test_who_only_finances_has_no_balance_that_moves() -> None:
    partners = [municipality("1"), municipality("2", staffing=False, carry_over=Fraction(-7, 3))]
    assert list(course(partners, 4, 2, "dhondt").quarters[7].balance) == ["1"]


def test_a_course_ends_where_nobody_owes_anything_any_more() -> None:
    # One is 100 seats in credit and the other sits in all 4: then both are in credit.
    partners = [municipality("1", carry_over=Fraction(-100)), municipality("2")]
    found = course(partners, 4, 4, "sainte_lague")
    assert [quarter.balance for quarter in found.quarters] == [{"1": -98, "2": -2}]


def test_who_falls_short_in_a_roster_with_empty_seats_staffs_no_more() -> None:
    # Two shifts of two seats; one each.
    asked = plan({"1": 100, "2": 100}, ["1-1", "1-2", "2-1", "2-2"], hotline=hotline(days=1))
    whole = {"2027-01-04T08:00": ["1-1", "1-2"], "2027-01-04T11:00": ["2-1", "2-2"]}
    half = whole | {"2027-01-04T11:00": ["2-1"]}
    assert most_seats(asked, roster(whole)) == {}
    assert most_seats(asked, roster(half)) == {"2": 1}


def test_who_falls_short_in_a_full_roster_is_not_held_to_it() -> None:
    asked = plan({"1": 100, "2": 100}, ["1-1", "1-2", "2-1", "2-2"], hotline=hotline(days=1))
    one_takes_all = {"2027-01-04T08:00": ["1-1", "1-2"], "2027-01-04T11:00": ["1-1", "1-2"]}
    assert most_seats(asked, roster(one_takes_all)) == {}
