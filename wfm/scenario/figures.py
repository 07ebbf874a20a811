"""A plan's figures through the quarters: what each municipality owes, staffs and pays.

Quarters are those of `wfm.quota_years`: like the first one, each on its own days, every municipality
staffing just its target. The first quarter's figures are the quota table by target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from wfm.calendar import Period
from wfm.municipality import Municipality
from wfm.next_period import next_period
from wfm.plan import Plan
from wfm.quota import NO_QUOTA, Quota
from wfm.quota_years import QUARTERS, Quarter, course, quarter_shares
from wfm.scenario.capacity import Capacity, count_capacity
from wfm.settlement import Settlement, Tariff, settle
from wfm.start_up import PricedTime, find_priced_time


@dataclass(frozen=True)
class QuarterFigures:
    """One municipality in one quarter.

    Parameters
    ----------
    number, period
        1 for the plan's own period; and which days.
    quota
        Share, entitlement (seats), target (units); all 0 where it does not staff.
    seats, hours
        Of its target, exact.
    settlement
        Of those hours and days.
    balance
        Seats that it owes when the quarter is over; negative where it is in credit.
    """

    number: int
    period: Period
    quota: Quota
    seats: Fraction
    hours: Fraction
    settlement: Settlement
    balance: Fraction


@dataclass(frozen=True)
class MunicipalityFigures:
    """One municipality through the quarters.

    Parameters
    ----------
    municipality, agents
        Which, and how many agents the plan names of it.
    quarters
        In order of time.
    most_seats
        Seats that its agents could take in a quarter at most; 0 for one that only finances.
    """

    municipality: Municipality
    agents: int
    quarters: tuple[QuarterFigures, ...]
    most_seats: int

    @property
    def largest_seats(self) -> Fraction:
        """Seats of its largest target in any of the quarters."""
        return max((quarter.seats for quarter in self.quarters), default=Fraction(0))

    @property
    def missing_seats(self) -> Fraction:
        """Seats of its largest target that its agents can't take, at least."""
        return max(Fraction(0), self.largest_seats - self.most_seats)

    @property
    def price(self) -> Decimal:
        """What it owes for all quarters."""
        return sum((quarter.settlement.price for quarter in self.quarters), Decimal(0))

    @property
    def net(self) -> Decimal:
        """What is left to pay for all quarters."""
        return sum((quarter.settlement.net for quarter in self.quarters), Decimal(0))

    def per_citizen(self, amount: Decimal) -> Fraction:
        """Return an amount for each citizen; 0 where there is none."""
        return (
            Fraction(amount) / self.municipality.population if self.municipality.population else Fraction(0)
        )


@dataclass(frozen=True)
class ScenarioFigures:
    """Everybody's figures.

    Parameters
    ----------
    plan
        Whose.
    municipalities
        In order of code.
    empty_seats
        Seats of the plan's own period that no roster can fill, at least.
    """

    plan: Plan
    municipalities: tuple[MunicipalityFigures, ...]
    empty_seats: int

    @property
    def quarters(self) -> int:
        """How many there are: fewer than were asked for where nobody owes anything any more."""
        return len(self.municipalities[0].quarters)

    @property
    def population(self) -> int:
        """Citizens of all municipalities."""
        return sum(one.municipality.population for one in self.municipalities)


def find_figures(plan: Plan, quarters: int = QUARTERS) -> ScenarioFigures:
    """Return the figures of a plan.

    Parameters
    ----------
    plan
        With municipalities.
    quarters
        How many, at least 1.

    Raises
    ------
    ValueError
        For a bare plan.
    """
    if plan.is_bare:
        raise ValueError("a plan without municipalities has no figures")
    parts = quarter_shares(plan, quarters)
    found = course(
        plan.municipalities,
        plan.seats,
        plan.units,
        plan.hotline.method,
        quarters=quarters,
        parts=parts,
    )
    periods = [plan.hotline.period]
    while len(periods) < len(found.quarters):
        periods.append(next_period(periods[-1]))
    capacity = count_capacity(plan)
    through = _Course(plan, found.quarters, tuple(periods))
    return ScenarioFigures(
        plan,
        tuple(_municipality(through, m, capacity) for m in plan.municipalities),
        capacity.empty_seats,
    )


@dataclass(frozen=True)
class _Course:
    """A plan through its quarters, and what is the same for all municipalities."""

    plan: Plan
    quarters: Sequence[Quarter]
    periods: Sequence[Period]

    @cached_property
    def hours_of_unit(self) -> Fraction:
        """Hours of a unit on average."""
        minutes = sum(shift.seats * shift.minutes for shift in self.plan.shifts)
        return Fraction(minutes, self.plan.units * 60)

    @cached_property
    def usual_times(self) -> Mapping[Period, PricedTime]:
        """What is priced of each quarter where nobody has just joined."""
        return {one: find_priced_time(one, None, 0) for one in self.periods}

    def find_time(self, period: Period, joined: date | None) -> PricedTime:
        """Return what a municipality pays for of a quarter."""
        if joined is None:
            return self.usual_times[period]
        return find_priced_time(period, joined, self.plan.hotline.start_up_months)


def _municipality(through: _Course, municipality: Municipality, capacity: Capacity) -> MunicipalityFigures:
    return MunicipalityFigures(
        municipality=municipality,
        agents=len(through.plan.agents_of[municipality.code]),
        quarters=tuple(
            _quarter(through, municipality, quarter, period)
            for quarter, period in zip(through.quarters, through.periods, strict=True)
        ),
        most_seats=capacity.most_seats.get(municipality.code, 0),
    )


def _quarter(
    through: _Course, municipality: Municipality, quarter: Quarter, period: Period
) -> QuarterFigures:
    plan, code = through.plan, municipality.code
    quota = quarter.quotas.get(code, NO_QUOTA)
    hours = quota.target * through.hours_of_unit
    time = through.find_time(period, municipality.joined)
    return QuarterFigures(
        number=quarter.number,
        period=period,
        quota=quota,
        seats=quarter.assigned.get(code, Fraction(0)),
        hours=hours,
        settlement=settle(municipality.population, hours, time, plan.hotline.tariff or Tariff()),
        balance=quarter.balance.get(code, municipality.carry_over),
    )
