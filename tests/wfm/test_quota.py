"""Quota: shares, entitlements, targets, bands, carry-over."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import municipality
from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.quota import NO_QUOTA, Band, Quota, carry_over_out, entitlements, quotas

HALF = Fraction(1, 2)


def targets(
    *municipalities: Municipality, seats: int, units: int, method: str = "largest_remainder"
) -> list[int]:
    return [quota.target for quota in quotas(municipalities, seats, units, method).values()]


def told(found: Mapping[MunicipalityCode, Quota]) -> list[tuple[str, str, int]]:
    """Return share, entitlement and target, exact figures as text."""
    return [(str(quota.share), str(quota.entitlement), quota.target) for quota in found.values()]


@st.composite
def partners(draw: st.DrawFn) -> list[Municipality]:
    """Draw municipalities of which the first staffs and is owed something."""
    carried = st.fractions(-20, 20, max_denominator=16)
    others = [
        municipality(
            str(code),
            draw(st.integers(0, 10**6)),
            staffing=draw(st.booleans()),
            carry_over=draw(carried),
            min_shifts=draw(st.integers(0, 2)),
        )
        for code in range(2, 2 + draw(st.integers(0, 5)))
    ]
    return [municipality("1", draw(st.integers(1, 10**6)), carry_over=Fraction(1)), *others]


@given(partners(), st.integers(12, 60), st.integers(1, 3), st.sampled_from(sorted(Method)))
def test_targets_sum_to_the_units_and_shares_to_one(
    everybody: list[Municipality], units: int, per_unit: int, method: str
) -> None:
    found = quotas(everybody, units * per_unit, units, method)
    staffing = {m.code: m for m in everybody if m.staffing}
    assert list(found) == list(staffing)
    assert sum(quota.target for quota in found.values()) == units
    assert sum(quota.share for quota in found.values()) == 1
    carried = sum(m.carry_over for m in staffing.values())
    assert sum(quota.entitlement for quota in found.values()) == units * per_unit + carried
    assert all(found[code].target >= m.min_shifts for code, m in staffing.items())


@given(partners(), st.integers(0, 60), st.data())
def test_carry_over_passes_from_period_to_period_without_loss(
    everybody: list[Municipality], units: int, data: st.DataObject
) -> None:
    found = quotas(everybody, units + 12, units + 12, "dhondt")
    sat = {m.code: data.draw(st.integers(0, 9)) if m.staffing else 0 for m in everybody}
    assigned = sum(sat.values())
    out = [carry_over_out(m, found.get(m.code, NO_QUOTA), sat[m.code], assigned) for m in everybody]
    assert sum(out) == sum(m.carry_over for m in everybody)


def test_a_share_is_the_part_of_the_staffing_population() -> None:
    found = quotas(
        [municipality("1", 300), municipality("2", 100), municipality("3", 999, staffing=False)],
        seats=80,
        units=40,
        method="largest_remainder",
    )
    assert told(found) == [("3/4", "60", 30), ("1/4", "20", 10)]


def test_seats_owed_raise_the_entitlement_and_credit_lowers_it() -> None:
    # 20 seats in 10 units: half each is 10 seats; with 4 owed 14, with 4 in credit 6.
    debtor = municipality("1", 100, carry_over=Fraction(4))
    creditor = municipality("2", 100, carry_over=Fraction(-4))
    assert entitlements([debtor, creditor], 20) == {"1": 14, "2": 6}
    assert targets(debtor, creditor, seats=20, units=10) == [7, 3]


def test_credit_beyond_the_share_counts_as_nothing_owed() -> None:
    # Entitlements 5 and -3: the weights are 5 and 0, the entitlement stays -3.
    found = quotas(
        [municipality("1", 100), municipality("2", 100, carry_over=Fraction(-8))], 10, 10, "sainte_lague"
    )
    assert told(found) == [("1/2", "5", 10), ("1/2", "-3", 0)]


def test_a_floor_holds_for_a_municipality_that_is_owed_nothing() -> None:
    small = municipality("2", 100, carry_over=Fraction(-8), min_shifts=2)
    assert targets(municipality("1", 100), small, seats=10, units=10) == [8, 2]


def test_the_floor_of_a_municipality_that_only_finances_is_no_floor() -> None:
    financing = municipality("2", 100, staffing=False, min_shifts=99)
    assert targets(municipality("1", 100), financing, seats=10, units=10) == [10]


def test_ties_go_to_the_larger_population_even_where_entitlements_are_equal() -> None:
    # One seat and no carry-over but for the smaller municipality: 2/3 and 1/3 + 1/3 are equal.
    larger, smaller = municipality("9", 200), municipality("1", 100, carry_over=Fraction(1, 3))
    for method in sorted(Method):
        assert targets(larger, smaller, seats=1, units=1, method=method) == [1, 0]


def test_ties_of_equal_populations_go_to_the_smaller_code_as_a_number() -> None:
    for method in sorted(Method):
        assert targets(municipality("101", 7), municipality("99", 7), seats=1, units=1, method=method) == [
            0,
            1,
        ]


def test_where_nobody_lives_only_carry_over_counts() -> None:
    found = quotas([municipality("1", 0, carry_over=Fraction(3)), municipality("2", 0)], 4, 4, "dhondt")
    assert told(found) == [("0", "3", 4), ("0", "0", 0)]


@pytest.mark.parametrize(
    "municipalities",
    [
        [],
        [municipality("1", 0)],
        [municipality("1", 100, carry_over=Fraction(-4))],
        [municipality("1", 100, staffing=False)],
        [municipality("1", 100, min_shifts=5)],
    ],
)
def test_nothing_owed_or_floors_beyond_the_units_have_no_answer(municipalities: list[Municipality]) -> None:
    with pytest.raises(ValueError, match=r"no weight is above 0|floors ask for 5 of 4"):
        quotas(municipalities, 4, 4, "largest_remainder")


# --- bands -----------------------------------------------------------------------------------


@given(st.fractions(0, 50, max_denominator=50), st.integers(0, 60))
def test_a_band_holds_the_whole_numbers_around_the_exact_amount(exact: Fraction, amount: int) -> None:
    band = Band.around(exact)
    assert (band.low, band.high) == (floor(exact), ceil(exact))
    nearest = min(abs(amount - fair) for fair in (band.low, band.high))
    assert band.outside(amount) == (0 if band.low <= amount <= band.high else nearest)


def test_limits_of_a_band() -> None:
    assert [Band.around(2 + HALF).outside(amount) for amount in range(6)] == [2, 1, 0, 0, 1, 2]
    assert [Band.around(Fraction(2)).outside(amount) for amount in range(5)] == [2, 1, 0, 1, 2]


# --- carry-over ------------------------------------------------------------------------------


def test_what_was_not_staffed_is_owed_and_what_was_staffed_beyond_is_credit() -> None:
    one, other = municipality("1", 300, carry_over=HALF), municipality("2", 100)
    found = quotas([one, other], 12, 6, "largest_remainder")
    # 12 seats assigned: shares 9 and 3. One sat in 8: owes 9 + ½ - 8; the other in 4: 3 - 4.
    assert carry_over_out(one, found[one.code], 8, 12) == Fraction(3, 2)
    assert carry_over_out(other, found[other.code], 4, 12) == -1


def test_a_seat_left_empty_is_nobodys_debt() -> None:
    one, other = municipality("1", 300), municipality("2", 100)
    found = quotas([one, other], 12, 6, "largest_remainder")
    # Only 8 of 12 seats were assigned; shares of those are 6 and 2, and just that was staffed.
    assert carry_over_out(one, found[one.code], 6, 8) == 0
    assert carry_over_out(other, found[other.code], 2, 8) == 0


def test_a_financing_municipality_passes_its_carry_over_on_unchanged() -> None:
    financing = municipality("3", 100, staffing=False, carry_over=Fraction(-7, 3))
    assert carry_over_out(financing, NO_QUOTA, 0, 12) == Fraction(-7, 3)
