"""Balances through the quarters as a line of a picture: where each point lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from api.statements.year import YearBooks
from wfm.rounding import half_up

LEFT, RIGHT, TOP, BOTTOM = 46.0, 312.0, 12.0, 96.0


@dataclass(frozen=True)
class BalancePoint:
    """A quarter's balance: where it lies in the picture, and whether it is only expected."""

    x: float
    y: float
    first_day: date
    seats: Decimal
    expected: bool


@dataclass(frozen=True)
class BalanceCurve:
    """The line, its zero, and its ends."""

    points: tuple[BalancePoint, ...]
    zero: float
    highest: Decimal
    lowest: Decimal


def balance_curve(books: YearBooks) -> BalanceCurve:
    """Return the line of what was carried over, and what probably will be."""
    known = [(one.first_day, one.carried, not one.closed) for one in books.quarters]
    known += [(one.period.first_day, one.balance, True) for one in books.coming]
    balances = [float(seats) for _, seats, _ in known]
    highest, lowest = max(*balances, 1.0), min(*balances, -1.0)

    def height(seats: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (seats - lowest) / (highest - lowest), 1)

    step = (RIGHT - LEFT) / max(len(known) - 1, 1)
    return BalanceCurve(
        points=tuple(
            BalancePoint(round(LEFT + step * n, 1), height(float(seats)), day, half_up(seats, 2), expected)
            for n, (day, seats, expected) in enumerate(known)
        ),
        zero=height(0.0),
        highest=half_up(Fraction(highest), 1),
        lowest=half_up(Fraction(lowest), 1),
    )
