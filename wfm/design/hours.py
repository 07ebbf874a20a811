"""Contract hours: what an agent should work in each week, and how far a balance may swing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from wfm.availability import ALL_DAYS
from wfm.calendar import DAY_MINUTES, Span, Week
from wfm.design.agent import DesignAgent
from wfm.design.plan import DesignPlan
from wfm.rounding import half_up

TOLERANCE = 60
"""Minutes that an agent's flex balance may lie from its aim after each week."""


@dataclass(frozen=True)
class WeekHours:
    """What one agent should work in one week.

    Parameters
    ----------
    week
        ISO week.
    norm
        Contract minutes of the days on which the agent is there.
    aim
        Where the flex balance should lie after the week, in minutes.
    """

    week: Week
    norm: int
    aim: int

    @property
    def least(self) -> int:
        """The lowest flex balance allowed after the week, in minutes."""
        return self.aim - TOLERANCE

    @property
    def most(self) -> int:
        """The highest."""
        return self.aim + TOLERANCE


def week_hours(plan: DesignPlan, agent: DesignAgent) -> tuple[WeekHours, ...]:
    """Return what an agent should work, week by week.

    The norm of a week is the contract's minutes × the days on which the agent is there ÷ the days on which
    the agent usually works, rounded to a minute. Leave, holidays and the ends of the employment lower it;
    weekdays that an entry names (``days``) are days on which the agent never works, and lower nothing.
    The balance brought in is led back to 0 by at most an hour a week, and may lie an hour from that aim;
    all balances together lie less than a step from the sum of their aims.
    """
    aim, found = agent.flex_balance, []
    for week in plan.weeks:
        aim -= max(-TOLERANCE, min(TOLERANCE, aim))
        found.append(WeekHours(week, _norm(plan, agent, week), aim))
    return tuple(found)


def _norm(plan: DesignPlan, agent: DesignAgent, week: Week) -> int:
    monday = date.fromisocalendar(week.year, week.week, 1)
    days = [monday + timedelta(days=number) for number in range(7)]
    usual = [
        day for day in days if plan.hotline.opening_hours.get(day.weekday()) and not _off(plan, agent, day)
    ]
    there = sum(day in plan.days_of[agent.id] for day in days)
    if not usual:
        return 0
    return int(half_up(agent.weekly_minutes * Fraction(min(there, len(usual)), len(usual)), 0))


def _off(plan: DesignPlan, agent: DesignAgent, day: date) -> bool:
    """Tell whether it is a weekday on which the agent never works."""
    return any(
        entry.days != ALL_DAYS
        and entry.span == Span(0, DAY_MINUTES)
        and entry.first_day <= day <= entry.last_day
        and day.weekday() in entry.days
        for entry in plan.absent_of.get(agent.id, ())
    )
