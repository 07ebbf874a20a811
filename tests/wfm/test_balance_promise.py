"""The theorem: under one unit; shifts equal, seats filled, no floor applies, no entitlement negative."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, hotline, municipality, plan
from tests.wfm.balances import PER_UNIT, UNITS, balanced
from wfm.apportionment import Method
from wfm.balance_promise import BalanceLimits, has_unequal_shifts, limits, obstacles, promises
from wfm.hotline import Pairing
from wfm.lock import Demand
from wfm.municipality import Municipality
from wfm.quota_years import Course, Quarter, course

methods = st.sampled_from(sorted(Method))
LARGEST_REMAINDER = Method.LARGEST_REMAINDER


def until_negative(found: Course) -> list[Quarter]:
    """Return the quarters before the first in which an entitlement is negative."""
    kept = []
    for quarter in found.quarters:
        if min(quota.entitlement for quota in quarter.quotas.values()) < 0:
            break
        kept.append(quarter)
    return kept


@given(balanced(), UNITS, PER_UNIT)
def test_under_largest_remainder_every_balance_stays_under_one_unit(
    everybody: list[Municipality], units: int, per_unit: int
) -> None:
    found = course(everybody, units * per_unit, units, LARGEST_REMAINDER)
    for quarter in until_negative(found):
        assert all(abs(balance) < per_unit for balance in quarter.balance.values())


@given(balanced(most=5), st.integers(1, 4), PER_UNIT)
def test_where_everybodys_share_is_a_unit_or_more_it_holds_for_ever(
    everybody: list[Municipality], factor: int, per_unit: int
) -> None:
    people = [replace(m, population=min(m.population, 12), carry_over=Fraction(0)) for m in everybody]
    units = factor * sum(m.population for m in people)
    found = course(people, units * per_unit, units, LARGEST_REMAINDER, quarters=12)
    assert until_negative(found) == list(found.quarters)
    assert not obstacles(found, people, unequal_shifts=False)
    assert all(abs(balance) < 1 for m in people for balance in found.balances(m.code))


@given(balanced(), UNITS, PER_UNIT)
def test_under_largest_remainder_credit_stays_under_one_unit_even_where_entitlements_are_negative(
    everybody: list[Municipality], units: int, per_unit: int
) -> None:
    found = course(
        [replace(m, carry_over=Fraction(0)) for m in everybody], units * per_unit, units, LARGEST_REMAINDER
    )
    assert all(balance > -1 for m in everybody for balance in found.balances(m.code))


@given(balanced(), UNITS, PER_UNIT, methods)
def test_no_method_strays_beyond_its_limits(
    everybody: list[Municipality], units: int, per_unit: int, method: Method
) -> None:
    if method is Method.HUNTINGTON_HILL:
        units += len(everybody)  # a first unit for everybody
    seats = units * per_unit
    for quarter in until_negative(course(everybody, seats, units, method)):
        for code, quota in quarter.quotas.items():
            most = limits(method, len(everybody), quota.entitlement / seats)
            balance = quarter.balance[code] / per_unit
            assert -most.credit <= balance <= most.owed
            assert balance != 1 or most.owed > 1
            assert balance != -1 or most.credit > 1


@given(balanced(), UNITS, PER_UNIT, methods)
def test_what_is_promised_is_kept(
    everybody: list[Municipality], units: int, per_unit: int, method: Method
) -> None:
    seats = units * per_unit
    if promises(method, everybody, seats, units):
        for quarter in until_negative(course(everybody, seats, units, method)):
            assert all(abs(balance) < per_unit for balance in quarter.balance.values())


@given(balanced(least=2, most=2), st.integers(2, 60), methods)
def test_two_municipalities_are_promised_it_by_every_method(
    both: list[Municipality], units: int, method: Method
) -> None:
    assert promises(method, [replace(m, carry_over=Fraction(0)) for m in both], 2 * units, units)


@given(balanced(least=3, most=3), UNITS)
def test_three_municipalities_are_promised_it_by_sainte_lague(three: list[Municipality], units: int) -> None:
    assert promises(Method.SAINTE_LAGUE, [replace(m, carry_over=Fraction(0)) for m in three], units, units)


# Populations are hundredths (or thousandths) of a unit: exact shares can be read off.
BROKEN = [
    # D'Hondt: 8.34, 0.83 and 0.83 of 10. 8.34 ÷ 10 is more than 0.83: the large one takes all ten.
    (Method.DHONDT, [834, 83, 83], 10, Fraction(-166, 100)),
    # Sainte-Laguë: 97.425 and five times 0.515 of 100. The five get one each, the large one 95.
    (Method.SAINTE_LAGUE, [97425, 515, 515, 515, 515, 515], 100, Fraction(2425, 1000)),
    # Huntington-Hill: 97.12 and twice 1.44 of 100. Both small ones get a second, the large one 96.
    (Method.HUNTINGTON_HILL, [9712, 144, 144], 100, Fraction(112, 100)),
]


@pytest.mark.parametrize(("method", "people", "units", "balance"), BROKEN)
def test_the_divisor_methods_do_not_promise_it_to_a_large_municipality(
    method: Method, people: list[int], units: int, balance: Fraction
) -> None:
    everybody = [municipality(str(number), population) for number, population in enumerate(people, start=1)]
    found = course(everybody, units, units, method, quarters=1)
    assert found.balances(everybody[0].code) == (balance,)
    assert not obstacles(found, everybody, unequal_shifts=False)
    assert not promises(method, everybody, units, units)
    assert promises(LARGEST_REMAINDER, everybody, units, units)


def test_limits_by_hand() -> None:
    part = Fraction(1, 4)
    assert limits(LARGEST_REMAINDER, 18, part) == BalanceLimits(Fraction(1), Fraction(1))
    # Half a unit, and a half of a half for each of the 16 beyond two, in proportion: ½ + 16 · ¼ ÷ 2.
    assert limits(Method.SAINTE_LAGUE, 18, part) == BalanceLimits(Fraction(5, 2), Fraction(5, 2))
    assert limits(Method.DHONDT, 18, part) == BalanceLimits(Fraction(1), Fraction(17, 4))
    assert limits(Method.HUNTINGTON_HILL, 2, part) == BalanceLimits(Fraction(5, 8), Fraction(1))


def test_a_divisor_method_promises_nothing_where_a_balance_starts_at_a_whole_unit() -> None:
    for owed, promised in ((Fraction(2), False), (Fraction(199, 100), True)):
        both = [municipality("1", 100, carry_over=owed), municipality("2", 100, carry_over=-owed)]
        assert promises(Method.DHONDT, both, 40, 20) is promised
        assert promises(LARGEST_REMAINDER, both, 40, 20)


def test_huntington_hill_promises_nothing_where_units_are_fewer_than_municipalities() -> None:
    both = [municipality("1", 100), municipality("2", 100)]
    assert promises(Method.HUNTINGTON_HILL, both, 2, 2)
    assert not promises(Method.HUNTINGTON_HILL, both, 1, 1)


# --- what stands in the way ------------------------------------------------------------------


def test_carry_overs_that_do_not_sum_to_nothing_stay_among_the_municipalities() -> None:
    both = [municipality("1", 100, carry_over=Fraction(6)), municipality("2", 100)]
    found = course(both, 20, 20, LARGEST_REMAINDER)
    assert obstacles(found, both, unequal_shifts=False).common_balance == 6
    assert sum(found.balances(m.code)[-1] for m in both) == 6
    assert found.furthest.units >= 3


def test_a_floor_at_the_exact_share_does_not_apply_and_one_above_it_does() -> None:
    for floor, applies in ((5, ()), (6, ("2",))):
        both = [municipality("1", 300), municipality("2", 100, min_shifts=floor)]
        found = course(both, 20, 20, LARGEST_REMAINDER)
        assert obstacles(found, both, unequal_shifts=False).floored == applies
        assert (abs(found.furthest.units) < 1) is not bool(applies)


def test_an_entitlement_of_nothing_is_not_negative_and_one_below_is() -> None:
    for credit, negative in ((Fraction(-5), ()), (Fraction(-501, 100), ("2",))):
        both = [municipality("1", 300, carry_over=-credit), municipality("2", 100, carry_over=credit)]
        found = course(both, 20, 20, LARGEST_REMAINDER)
        assert obstacles(found, both, unequal_shifts=False).negative == negative


def test_who_cannot_staff_the_target_is_named() -> None:
    both = [municipality("1", 300), municipality("2", 100)]
    for most, short in ((Fraction(5), ()), (Fraction(4), ("2",))):
        found = course(both, 20, 20, LARGEST_REMAINDER, most_seats={both[1].code: most})
        assert obstacles(found, both, unequal_shifts=False).short == short
        assert bool(obstacles(found, both, unequal_shifts=False)) is bool(short)


def test_shifts_are_unequal_where_units_have_different_numbers_of_seats() -> None:
    two_days = hotline(days=2)
    assert not has_unequal_shifts(plan(hotline=two_days))
    one_more = [Demand(MONDAY, 480, 3)]
    assert has_unequal_shifts(plan(hotline=two_days, demand=one_more))
    # Under mixed a unit is a seat, however many a shift has.
    assert not has_unequal_shifts(plan(hotline=hotline(days=2, pairing=Pairing.MIXED), demand=one_more))
    # Shifts that do not take place are none.
    none_at_all = [Demand(MONDAY + timedelta(days=1), start, 0) for start in (480, 660)]
    assert not has_unequal_shifts(plan(hotline=two_days, demand=none_at_all))
