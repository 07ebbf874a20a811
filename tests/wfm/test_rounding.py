"""Rounding: half up, and a column whose written sum still agrees."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.rounding import half_up, keep_sum


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("0.1249999"), 2, "0.12"),
        (Decimal("-0.125"), 2, "-0.13"),
        (Decimal("-0.1249999"), 2, "-0.12"),
        (Decimal("2.675"), 2, "2.68"),
        (7, 2, "7.00"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_a_half_goes_away_from_zero(value: Fraction | Decimal | int, decimals: int, written: str) -> None:
    assert str(half_up(value, decimals)) == written


exact = st.fractions(-(10**6), 10**6, max_denominator=9999)


@given(exact, st.integers(0, 6))
def test_what_is_written_is_nearest(value: Fraction, decimals: int) -> None:
    written = half_up(value, decimals)
    assert abs(Fraction(written) - value) <= Fraction(1, 2 * 10**decimals)
    assert written.as_tuple().exponent == -decimals
    assert half_up(-value, decimals) == -written


columns = st.lists(st.fractions(-1000, 1000, max_denominator=997), max_size=12)


@given(columns, st.integers(0, 4))
def test_a_column_sums_to_its_rounded_sum_and_no_figure_is_a_whole_place_off(
    column: list[Fraction], decimals: int
) -> None:
    values = dict(enumerate(column))
    written = keep_sum(values, decimals)
    assert sum(written.values(), Decimal(0)) == half_up(sum(column, Fraction(0)), decimals)
    assert list(written) == list(values)
    for key, value in values.items():
        assert abs(Fraction(written[key]) - value) < Fraction(1, 10**decimals)
        assert written[key].as_tuple().exponent == -decimals


@given(st.lists(st.decimals(-100, 100, places=4), max_size=8))
def test_figures_that_need_no_rounding_stay_as_they_are(column: list[Decimal]) -> None:
    assert list(keep_sum(dict(enumerate(map(Fraction, column))), 4).values()) == column


def test_the_largest_remainders_take_what_is_left() -> None:
    # Down: 0.3, 0.3, 0.3, which leaves one tenth of the sum 1; all remainders tie: the first row takes it.
    third = Fraction(1, 3)
    assert keep_sum({"a": third, "b": third, "c": third}, 1) == {
        "a": Decimal("0.4"),
        "b": Decimal("0.3"),
        "c": Decimal("0.3"),
    }
    # Down: 0.1, 0.2, 0.6; remainders .05, .06, .09 of the sum 1.1 (0.15 + 0.26 + 0.69): two tenths are left.
    assert keep_sum({"a": Fraction(15, 100), "b": Fraction(26, 100), "c": Fraction(69, 100)}, 1) == {
        "a": Decimal("0.1"),
        "b": Decimal("0.3"),
        "c": Decimal("0.7"),
    }


def test_debts_and_credits_round_so_that_they_still_cancel() -> None:
    written = keep_sum({"a": Fraction(-2, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)}, 4)
    assert sum(written.values()) == 0
    # Down: -0.6667, 0.3333, 0.3333; one place is left over, for the largest remainder.
    assert written == {"a": Decimal("-0.6666"), "b": Decimal("0.3333"), "c": Decimal("0.3333")}
