"""What a municipality owes, in a sentence's figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from api.publication.seat_balance import seat_balance
from tests.api.publications import small_plan


@pytest.mark.parametrize(
    ("carry_over", "seats", "owed", "minutes", "count"),
    [
        (Fraction(1, 10), "0.1", True, 18, 1),
        (Fraction(1, 20), "0.1", True, 9, 1),
        (Fraction(49, 1000), "0.0", True, 9, 1),
        (Fraction(-19, 10), "1.9", False, 342, 2),
        (Fraction(2), "2.0", True, 360, 2),
        (Fraction(1), "1.0", True, 180, 1),
        (Fraction(0), "0.0", False, 0, 1),
    ],
)
def test_seats_are_told_to_a_tenth_and_as_time(
    carry_over: Fraction, seats: str, owed: bool, minutes: int, count: int
) -> None:
    found = seat_balance(small_plan(), carry_over)  # shifts of three hours
    assert (found.seats, found.owed, found.minutes, found.count) == (Decimal(seats), owed, minutes, count)


@pytest.mark.parametrize(("carry_over", "hours"), [(Fraction(119, 180), None), (Fraction(120, 180), "2.0")])
def test_from_two_hours_on_hours_are_told(carry_over: Fraction, hours: str | None) -> None:
    assert seat_balance(small_plan(), carry_over).hours == (None if hours is None else Decimal(hours))
