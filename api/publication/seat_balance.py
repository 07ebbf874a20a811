"""What a municipality owes after a period, in figures that fit into a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.plan import Plan
from wfm.rounding import half_up

MINUTES = 60
LONG = 2 * MINUTES
"""From here on hours are told, not minutes."""


@dataclass(frozen=True)
class SeatBalance:
    """Seats that a municipality owes the next period, or is owed.

    Parameters
    ----------
    seats
        How many, without a sign, to a tenth; 0 where it is less than that.
    owed
        Whether the municipality owes them.
    minutes
        The same as time, by the mean length of the period's seats.
    """

    seats: Decimal
    owed: bool
    minutes: int

    @property
    def count(self) -> int:
        """By which a language chooses its word: 0.1 seat, 1 seat, 1.2 seats."""
        return 1 if self.seats <= 1 else 2

    @property
    def hours(self) -> Decimal | None:
        """The same as hours, to a tenth; nothing where minutes say it better."""
        return None if self.minutes < LONG else half_up(Fraction(self.minutes, MINUTES), 1)


def seat_balance(plan: Plan, carry_over: Fraction) -> SeatBalance:
    """Return a balance of a plan's period.

    Parameters
    ----------
    carry_over
        Seats that are owed the next period; negative where the municipality has them to come.
    """
    seconds = sum(
        Fraction((shift.ends_at - shift.starts_at).total_seconds()) * shift.seats for shift in plan.shifts
    )
    mean = Fraction(seconds, MINUTES * plan.seats) if plan.seats else Fraction(0)
    return SeatBalance(
        seats=half_up(abs(carry_over), 1),
        owed=carry_over > 0,
        minutes=int(half_up(abs(carry_over) * mean, 0)),
    )
