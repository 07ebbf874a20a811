"""What quarters to come will probably come to: like the newest one, and everybody sits just its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from api.statements.reckoning import money_of
from api.statements.statement import MoneyAccount
from wfm.calendar import Period
from wfm.ids import MunicipalityCode
from wfm.next_period import next_period
from wfm.plan import Plan
from wfm.quota import NO_QUOTA
from wfm.quota_years import Quarter, course, quarter_shares
from wfm.settlement import Tariff, settle
from wfm.start_up import find_priced_time


@dataclass(frozen=True)
class ExpectedQuarter:
    """What a quarter to come will probably come to for a municipality.

    Parameters
    ----------
    period
        Its days.
    target
        In units; 0 for one that only finances.
    seats, hours
        In which it then sits.
    balance
        Seats owed at its end.
    money
        Price, credit and what is left.
    """

    period: Period
    target: int
    seats: Fraction
    hours: Fraction
    balance: Fraction
    money: MoneyAccount


@dataclass(frozen=True)
class YearBudget:
    """What a municipality has to pay in a year, in hundredths of a krone; below 0 it receives.

    Parameters
    ----------
    year
        Quarters count in the year in which they begin.
    settled
        Closed quarters, with corrections of them.
    preliminary
        Quarters that are published and not closed.
    expected
        Quarters that are not published.
    """

    year: int
    settled: int
    preliminary: int
    expected: int

    @property
    def net(self) -> int:
        """All of them."""
        return self.settled + self.preliminary + self.expected


def expect_quarters(
    plan: Plan, owed: Mapping[MunicipalityCode, Fraction], code: MunicipalityCode, last_year: int
) -> tuple[ExpectedQuarter, ...]:
    """Return the quarters after a plan's that begin in a year or before.

    Nothing where nobody is entitled to a seat any more.

    Parameters
    ----------
    plan
        Of the newest quarter.
    owed
        What each municipality hands on from it, in seats.
    code
        Whose.
    last_year
        The year.
    """
    periods: list[Period] = []
    following = next_period(plan.hotline.period)
    while following.first_day.year <= last_year:
        periods.append(following)
        following = next_period(following)
    if not periods:
        return ()
    towns = [replace(m, carry_over=owed.get(m.code, m.carry_over)) for m in plan.municipalities]
    parts = quarter_shares(plan, len(periods) + 1)[1:]
    try:
        found: Sequence[Quarter] = course(
            towns, plan.seats, plan.units, plan.hotline.method, quarters=len(periods), parts=parts
        ).quarters
    except ValueError:
        return ()
    return tuple(
        _expect(plan, code, period, quarter) for period, quarter in zip(periods, found, strict=False)
    )


def _expect(plan: Plan, code: MunicipalityCode, period: Period, quarter: Quarter) -> ExpectedQuarter:
    town, line = plan.municipality[code], plan.hotline
    seats = quarter.assigned.get(code, Fraction(0))
    minutes = sum(shift.seats * shift.minutes for shift in plan.shifts)
    hours = seats * Fraction(minutes, plan.seats * 60)
    time = find_priced_time(period, town.joined, line.start_up_months)
    return ExpectedQuarter(
        period=period,
        target=quarter.quotas.get(code, NO_QUOTA).target,
        seats=seats,
        hours=hours,
        balance=quarter.balance.get(code, town.carry_over),
        money=money_of(settle(town.population, hours, time, line.tariff or Tariff())),
    )
