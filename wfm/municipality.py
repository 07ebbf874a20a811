"""Municipality: population, participation, carry-over, floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class Municipality:
    """A partner of the hotline.

    Parameters
    ----------
    code
        Official code as text, without leading zeros.
    name
        Its name.
    population
        Citizens, at least 0.
    staffing
        ``True`` where it staffs shifts, ``False`` where it only finances.
    carry_over
        Seats owed from earlier periods; negative where it is in credit.
    min_shifts
        Floor of its target, in units; at least 0.
    joined
        First day on which it pays; it staffs after the months of the start-up. ``None`` where it was there
        before.
    """

    code: MunicipalityCode
    name: str
    population: int
    staffing: bool = True
    carry_over: Fraction = Fraction(0)
    min_shifts: int = 0
    joined: date | None = None
