"""Quarter after quarter with carry-over: where each municipality's balance goes under a method.

Every quarter is like the first: the same populations and floors, as many seats and units. A municipality
that joins staffs from its day on, in whichever quarter that lies. Every
municipality staffs just its target, and what one quarter carries over the next one takes in, as an
exact fraction. `most_seats` says who can't staff that much; the seats then stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.next_period import next_period
from wfm.plan import Plan
from wfm.quota import NO_QUOTA, Quota, Shares, carry_over_out, quotas, shares
from wfm.quota_comparison import exact_shares
from wfm.quota_table import quota_table
from wfm.roster import Roster

QUARTERS = 8


@dataclass(frozen=True)
class Quarter:
    """One quarter of a course, by staffing municipality.

    Parameters
    ----------
    number
        1 for the plan's own period.
    quotas
        Share, entitlement (seats), target (units).
    exact
        Exact share in units.
    assigned
        Seats in which it sits.
    balance
        Seats that it owes when the quarter is over; negative where it is in credit.
    """

    number: int
    quotas: Mapping[MunicipalityCode, Quota]
    exact: Mapping[MunicipalityCode, Fraction]
    assigned: Mapping[MunicipalityCode, Fraction]
    balance: Mapping[MunicipalityCode, Fraction]


@dataclass(frozen=True)
class Stray:
    """How far a balance strays at most: whose, at the end of which quarter, in seats and in units."""

    municipality: MunicipalityCode
    quarter: int
    seats: Fraction
    units: Fraction


@dataclass(frozen=True)
class Course:
    """What becomes of the balances under one method; `seats_per_unit` is the average where shifts differ."""

    method: Method
    seats_per_unit: Fraction
    quarters: tuple[Quarter, ...]

    def balances(self, code: MunicipalityCode) -> tuple[Fraction, ...]:
        """Return a municipality's balance at the end of each quarter, in units."""
        return tuple(quarter.balance[code] / self.seats_per_unit for quarter in self.quarters)

    def stray(self, code: MunicipalityCode) -> Stray:
        """Return where a municipality's balance lies furthest from 0; the first such quarter."""
        furthest = max(self.quarters, key=lambda quarter: abs(quarter.balance[code]))
        seats = furthest.balance[code]
        return Stray(
            municipality=code, quarter=furthest.number, seats=seats, units=seats / self.seats_per_unit
        )

    @property
    def furthest(self) -> Stray:
        """Where any balance lies furthest from 0; of equal ones that of the first municipality."""
        return max(map(self.stray, self.quarters[0].balance), key=lambda stray: abs(stray.seats))


def course(
    municipalities: Sequence[Municipality],
    seats: int,
    units: int,
    method: str,
    *,
    quarters: int = QUARTERS,
    most_seats: Mapping[MunicipalityCode, Fraction] | None = None,
    parts: Sequence[Shares] = (),
) -> Course:
    """Return the course of the balances of all municipalities that staff, or will.

    Parameters
    ----------
    municipalities
        All of the plan, with the carry-over of the first quarter.
    seats, units
        Of each quarter.
    method
        Apportionment of every quarter's targets.
    quarters
        How many, at least 1.
    most_seats
        The most that a municipality staffs in a quarter, where that may be less than its target.
    parts
        The shares of the first quarters, where they differ from those of all who staff in the end.

    Raises
    ------
    ValueError
        Where floors exceed the units or no entitlement is above 0 in the first quarter. A course in
        which none is above 0 later on (carry-overs of less than minus all seats) ends there.
    """
    staffing = [m for m in municipalities if m.staffing]
    rest = shares(staffing)
    found: list[Quarter] = []
    while len(found) < quarters:
        part = parts[len(found)] if len(found) < len(parts) else rest
        if found:
            staffing = [replace(m, carry_over=found[-1].balance[m.code]) for m in staffing]
            if all(part[m.code] * seats + m.carry_over <= 0 for m in staffing if m.code in part):
                break
        found.append(_quarter(len(found) + 1, staffing, seats, units, method, most_seats or {}, part))
    return Course(Method(method), Fraction(seats, units), tuple(found))


def _quarter(
    number: int,
    staffing: Sequence[Municipality],
    seats: int,
    units: int,
    method: str,
    most_seats: Mapping[MunicipalityCode, Fraction],
    part: Shares,
) -> Quarter:
    nothing = {m.code: NO_QUOTA for m in staffing}
    quota = {**nothing, **quotas(staffing, seats, units, method, part)}
    assigned = {}
    for code, own in quota.items():
        full = own.target * Fraction(seats, units)
        assigned[code] = min(full, most_seats.get(code, full))
    everybody = sum(assigned.values(), Fraction(0))
    # Seats of days on which nobody staffs are shared as the others, as in the quota table by target.
    shared = everybody / (sum(part.values(), Fraction(0)) or 1)
    balance = {m.code: carry_over_out(m, quota[m.code], assigned[m.code], shared) for m in staffing}
    exact = exact_shares(staffing, seats, units, part)
    return Quarter(
        number=number,
        quotas=quota,
        exact={code: exact.get(code, Fraction(0)) for code in quota},
        assigned=assigned,
        balance=balance,
    )


def quarter_shares(plan: Plan, quarters: int = QUARTERS) -> tuple[Shares, ...]:
    """Return the shares of a plan's own quarter and of those that follow.

    Every quarter has the shifts of the first, as many days after its first day. A municipality that joins
    counts from its own day on, so that only quarters in which somebody joins differ from the one before.
    """
    found: list[Shares] = []
    period = plan.hotline.period
    for _ in range(quarters):
        later = period.first_day - plan.hotline.period.first_day
        found.append(plan.staffing_spans.shares((shift.day + later, shift.seats) for shift in plan.shifts))
        period = next_period(period)
    return tuple(found)


def most_seats(plan: Plan, roster: Roster) -> Mapping[MunicipalityCode, Fraction]:
    """Return what those staff who fall short of their targets in a roster with empty seats.

    Nothing where every seat is filled: then others step in, and nobody's balance is cut short.
    """
    if len(roster) == plan.seats:
        return {}
    return {
        row.municipality.code: row.seats
        for row in quota_table(plan, roster)
        if row.staffs and row.seats < plan.seats_owed[row.municipality.code]
    }
