"""When a method promises that every balance stays under one unit, and what stands in the way.

The theorem and its proofs stand in docs/apportionment-compared.md: a balance at the end of a quarter
is that quarter's entitlement less its target, so it never piles up; it is only as large as what the
method may take from, or give beyond, an exact share at one time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.quota import NO_QUOTA, shares
from wfm.quota_years import Course

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Obstacles:
    """What of the theorem's conditions does not hold in a course.

    Parameters
    ----------
    unequal_shifts
        Whether units have different numbers of seats; a target is then no number of seats.
    common_balance
        Seats that the staffing municipalities' carry-overs sum to; the sum never changes.
    floored
        Whose floor lies above its exact share in a quarter.
    negative
        Whose entitlement is negative in a quarter.
    short
        Who cannot staff its target in a quarter, so that seats stay empty.
    """

    unequal_shifts: bool
    common_balance: Fraction
    floored: tuple[MunicipalityCode, ...]
    negative: tuple[MunicipalityCode, ...]
    short: tuple[MunicipalityCode, ...]

    def __bool__(self) -> bool:
        return bool(self.unequal_shifts or self.common_balance or self.floored or self.negative or self.short)


@dataclass(frozen=True)
class BalanceLimits:
    """The most that a municipality may owe, or be in credit, at the end of a quarter; in units."""

    owed: Fraction
    credit: Fraction


def has_unequal_shifts(plan: Plan) -> bool:
    """Tell whether the plan's units have different numbers of seats."""
    return any(plan.seats * plan.units_of(shift) != shift.seats * plan.units for shift in plan.shifts)


def obstacles(found: Course, municipalities: Sequence[Municipality], *, unequal_shifts: bool) -> Obstacles:
    """Return what keeps the theorem from applying to a course of these municipalities."""
    staffing = [m for m in municipalities if m.staffing]
    return Obstacles(
        unequal_shifts=unequal_shifts,
        common_balance=sum((m.carry_over for m in staffing), Fraction(0)),
        floored=tuple(
            m.code
            for m in staffing
            if any(m.min_shifts > q.exact[m.code] for q in found.quarters if q.quotas[m.code] is not NO_QUOTA)
        ),
        negative=tuple(
            m.code for m in staffing if any(q.quotas[m.code].entitlement < 0 for q in found.quarters)
        ),
        short=tuple(
            m.code
            for m in staffing
            if any(
                q.assigned[m.code] < q.quotas[m.code].target * found.seats_per_unit for q in found.quarters
            )
        ),
    )


def limits(method: Method, partners: int, part: Fraction) -> BalanceLimits:
    """Return how far from its exact share a method may put one municipality.

    Parameters
    ----------
    method
        Which.
    partners
        Staffing municipalities, at least 1; Huntington-Hill: at most one for each unit.
    part
        The municipality's part of all entitlements, 0 to 1.

    Returns
    -------
    Limits
        A limit of just 1 is never reached.
    """
    if method is Method.LARGEST_REMAINDER:
        return BalanceLimits(Fraction(1), Fraction(1))
    if method is Method.SAINTE_LAGUE:
        both = HALF + (partners - 2) * part / 2
        return BalanceLimits(both, both)
    if method is Method.DHONDT:
        return BalanceLimits(Fraction(1), (partners - 1) * part)
    # 3/5 stands for 2 - √2 = 0.586, the most that a second unit lies below its divisor.
    beyond = Fraction(3, 5) + (Fraction(partners - 1, 2) - Fraction(3, 5)) * part
    return BalanceLimits(HALF + (partners - 3 * HALF) * part, max(Fraction(1), beyond))


def promises(method: Method, municipalities: Sequence[Municipality], seats: int, units: int) -> bool:
    """Tell whether a method keeps every balance under one unit as long as nothing stands in the way.

    True only where it is proven: always under largest remainder; under the others where the balances
    start under one unit and no municipality is so large that the method could give it a unit too much
    or too little.
    """
    if method is Method.LARGEST_REMAINDER:
        return True
    part = shares(municipalities)
    per_unit = Fraction(seats, units)
    if any(m.staffing and abs(m.carry_over) >= per_unit for m in municipalities):
        return False
    if method is Method.HUNTINGTON_HILL and len(part) > units:
        return False
    # A balance of less than one unit makes the entitlement larger by less than that.
    largest = min(Fraction(1), max(part.values()) + Fraction(1, units))
    found = limits(method, len(part), largest)
    return found.owed <= 1 and found.credit <= 1
