"""What a duty may look like, what is needed, and work elsewhere: the rows of three tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wfm.calendar import Span


@dataclass(frozen=True)
class ShiftRule:
    """One kind of duty.

    Parameters
    ----------
    start_from, start_to
        Earliest and latest local minute at which it starts, both inclusive.
    min_minutes, max_minutes
        Length on the wall clock, lunch included, both inclusive.
    lunch_minutes
        Length of the lunch: whole steps; 0 for a duty without one.
    lunch_from, lunch_to
        The lunch lies within these local minutes, and neither begins nor ends the duty.
    lunch_paid
        Whether the lunch counts as hours worked.
    """

    start_from: int
    start_to: int
    min_minutes: int
    max_minutes: int
    lunch_minutes: int = 0
    lunch_from: int = 0
    lunch_to: int = 24 * 60
    lunch_paid: bool = True


@dataclass(frozen=True)
class Need:
    """Agents wanted on the phones in an interval."""

    day: date
    start: int
    agents: int


@dataclass(frozen=True)
class MailWork:
    """E-mail that comes in an interval, and the minutes of work on it in all."""

    day: date
    start: int
    minutes: int


@dataclass(frozen=True)
class Block:
    """Work elsewhere: agents that a centre wants from one minute to another, off the phones without lunch."""

    centre: str
    day: date
    span: Span
    agents: int
