"""Fair floors: at the whole part of the share no balance drifts, above it one does, for ever."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import municipality
from tests.wfm.balances import balanced
from wfm.apportionment import Method
from wfm.fair_floor import drifts, fair_floors
from wfm.municipality import Municipality
from wfm.quota_years import course

methods = st.sampled_from(sorted(Method))
UNITS = st.integers(5, 60)


def with_floors(everybody: list[Municipality], floors: dict[str, int]) -> list[Municipality]:
    return [replace(m, carry_over=Fraction(0), min_shifts=floors.get(m.code, 0)) for m in everybody]


@given(balanced(), UNITS)
def test_with_fair_floors_no_credit_reaches_one_unit_under_largest_remainder(
    everybody: list[Municipality], units: int
) -> None:
    found = fair_floors(everybody, units)
    partners = with_floors(everybody, {str(code): number for code, number in found.items()})
    run = course(partners, 2 * units, units, Method.LARGEST_REMAINDER, quarters=12)
    for m in partners:
        assert all(-1 < balance < len(partners) for balance in run.balances(m.code))


@given(balanced(), UNITS, methods)
def test_with_fair_floors_nothing_drifts_and_one_more_unit_drifts(
    everybody: list[Municipality], units: int, method: Method
) -> None:
    found = fair_floors(everybody, units)
    fair = {str(code): number for code, number in found.items()}
    assert not any(drifts(with_floors(everybody, fair), units).values())
    for m in everybody:
        share = Fraction(m.population * units, sum(one.population for one in everybody))
        assert found[m.code] == floor(share)
        if found[m.code] < units:
            raised = with_floors(everybody, {m.code: found[m.code] + 1})
            run = course(raised, 2 * units, units, method).balances(m.code)
            assert run[-1] <= 8 * (share - found[m.code] - 1) < 0
            assert drifts(raised, units)[m.code] == share - found[m.code] - 1


@given(balanced(most=5), st.data(), UNITS, methods)
def test_in_the_long_run_balances_move_as_drifts_says(
    everybody: list[Municipality], data: st.DataObject, units: int, method: Method
) -> None:
    left = units
    floors = {}
    for m in everybody:
        floors[str(m.code)] = data.draw(st.integers(0, left))
        left -= floors[m.code]
    partners = with_floors(everybody, floors)
    moved = drifts(partners, units)
    assert sum(moved.values()) == 0
    quarters = 60
    run = course(partners, units, units, method, quarters=quarters)
    for m in partners:
        # What is not drift stays bounded: no more than the largest balance that a method may make.
        assert abs(run.balances(m.code)[-1] - quarters * moved[m.code]) < 3 * len(partners) + units / 2


def test_drifts_by_hand() -> None:
    # Of 20 units the shares are 13.5, 2 and 4.5; with a floor of 5 the first and last share 15 as 3 to 1.
    partners = [municipality("1", 675), municipality("2", 100, min_shifts=5), municipality("3", 225)]
    assert [str(moved) for moved in drifts(partners, 20).values()] == ["9/4", "-3", "3/4"]


def test_a_floor_that_lies_above_what_others_floors_leave_is_kept_too() -> None:
    # Of 20 units shares are 10, 6 and 4. b's 9 leaves 11 for a and c: c's 3.14 lies below its 4.
    partners = [municipality("1", 10), municipality("2", 6, min_shifts=9), municipality("3", 4, min_shifts=4)]
    assert [int(moved) for moved in drifts(partners, 20).values()] == [3, -3, 0]


def test_who_only_finances_has_no_floor() -> None:
    partners = [municipality("1", 100), municipality("2", 100, staffing=False, min_shifts=99)]
    assert fair_floors(partners, 20) == {"1": 20}
    assert drifts(partners, 20) == {"1": 0}


def test_floors_above_all_units_have_no_answer() -> None:
    with pytest.raises(ValueError, match="floors ask for 21 of 20"):
        drifts([municipality("1", 100, min_shifts=21)], 20)


def test_where_nobody_lives_there_is_nothing_to_compare_with() -> None:
    partners = [municipality("1", 0, carry_over=Fraction(1), min_shifts=2)]
    assert fair_floors(partners, 20) == {"1": 0}
    assert drifts(partners, 20) == {"1": 0}
