"""The next quarter's plan: dates moved on, carry-over and last weeks from the roster, people kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from wfm.agent import Agent
from wfm.calendar import Closing, Period
from wfm.half_holidays import half_holidays_to_decide
from wfm.hotline import Hotline
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Limits
from wfm.lock import Previous
from wfm.message import Message, Plural, Text
from wfm.next_period import next_period
from wfm.personal_carry_over import next_balances, personal_carry_overs
from wfm.plan import Plan
from wfm.quota_table import carry_over_columns, quota_table
from wfm.roster import Roster
from wfm.worked import WorkedSeats

LEFT = Plural(
    "next.left",
    "{n} agent whose employment has ended is left out: {agents:list}",
    "{n} agents whose employment has ended are left out: {agents:list}",
)
DAYS_DROPPED = Plural(
    "next.days_dropped",
    "{n} closed or reopened day of the past is left out; enter those of the new period",
    "{n} closed or reopened days of the past are left out; enter those of the new period",
)
EXPERIENCED = Plural(
    "next.experienced",
    "{n} agent no longer sits beside, and takes seats: {agents:list}",
    "{n} agents no longer sit beside, and take seats: {agents:list}",
)
LOCKS_DROPPED = Plural("next.locks_dropped", "{n} lock is left out", "{n} locks are left out")
DEMAND_DROPPED = Plural(
    "next.demand_dropped",
    "{n} shift with another number of agents is left out",
    "{n} shifts with another number of agents are left out",
)
UNDECIDED = Plural(
    "next.undecided",
    "{days:list} is no public holiday: say under closed or open days whether the hotline is open then",
    "{days:list} are no public holidays: say under closed or open days whether the hotline is open then",
)
DAY = Text("next.day", "{day:date}")
AVAILABILITY_DROPPED = Plural(
    "next.availability_dropped",
    "{n} entry of availability is left out; ask the municipalities for the new period",
    "{n} entries of availability are left out; ask the municipalities for the new period",
)


NOTHING_STATED: Mapping[MunicipalityCode, Fraction] = MappingProxyType({})


@dataclass(frozen=True)
class Next:
    """The next period's plan, and what of the old one it no longer holds."""

    plan: Plan
    notices: tuple[Message, ...] = ()


def next_plan(
    plan: Plan,
    roster: Roster | WorkedSeats,
    handed_on: Mapping[MunicipalityCode, Fraction] = NOTHING_STATED,
) -> Next:
    """Return the plan of the period after a roster.

    Kept are the hotline's rules, the municipalities and the agents still employed. Carry-over, of
    municipalities and of agents, is what the roster leaves, with four decimals whose sum agrees;
    `previous` holds the weeks that weekly limits and rest can still see. Availability, locks and
    demand are emptied.

    Parameters
    ----------
    plan
        The period that ends.
    roster
        Who sat in it, or what was worked where that is known.
    handed_on
        What municipalities owe the next period, where that was settled otherwise than by this plan alone.

    Raises
    ------
    PlanError
        Where the next period can't be planned so, for instance since it has no shift.
    """
    period = next_period(plan.hotline.period)
    _, owed = carry_over_columns(quota_table(plan, roster))
    municipalities = tuple(
        replace(m, carry_over=handed_on.get(m.code, Fraction(owed[m.code]))) for m in plan.municipalities
    )
    agents = _agents(plan, roster, period)
    hotline = replace(plan.hotline, period=period, closing=_closing(plan.hotline.closing, period))
    ids = {agent.id for agent in agents}
    sat = roster.roster if isinstance(roster, WorkedSeats) else roster
    previous = tuple(row for row in _last_weeks(plan, sat, period) if row.agent in ids)
    return Next(Plan(hotline, municipalities, agents, previous=previous), tuple(_notices(plan, hotline, ids)))


def _agents(plan: Plan, roster: Roster | WorkedSeats, period: Period) -> tuple[Agent, ...]:
    """Return the agents who are still employed, each with what is carried into the period.

    Somebody who was a novice throughout has no part in the balances, and what came in passes on unchanged.
    """
    staying = [a for a in plan.agents if a.last_day is None or a.last_day >= period.first_day]
    sharing = [agent for agent in staying if not agent.is_novice_on(plan.hotline.period.last_day)]
    accounts = personal_carry_overs(plan, roster)
    seats = next_balances(sharing, {a: own.all_seats.carry_out for a, own in accounts.items()})
    unsocial = next_balances(sharing, {a: own.unsocial.carry_out for a, own in accounts.items()})
    return tuple(
        replace(
            agent,
            carry_over=Fraction(seats.get(agent.id, agent.carry_over)),
            unsocial_carry_over=Fraction(unsocial.get(agent.id, agent.unsocial_carry_over)),
            beside_until=agent.beside_until if agent.is_novice_on(period.first_day) else None,
        )
        for agent in staying
    )


def _closing(closing: Closing, period: Period) -> Closing:
    """Keep the days that are still to come."""
    first = period.first_day
    return Closing(
        closing.country,
        frozenset(day for day in closing.closed if day >= first),
        frozenset(day for day in closing.opened if day >= first),
    )


def weeks_seen_since(limits: Limits, period: Period) -> date:
    """Return the first day of the weeks before a period that it can still see.

    Those are the two ISO weeks before it (and the part of its first week that lies before it), or as
    many days as rest reaches back, if that is more.
    """
    monday = period.first_day - timedelta(days=period.first_day.weekday())
    rest = timedelta(days=limits.rest // (24 * 60) + 2)
    return min(monday - timedelta(weeks=2), period.first_day - rest)


def _last_weeks(plan: Plan, roster: Roster, period: Period) -> Iterator[Previous]:
    """Yield who sat in the weeks that the new period can still see, in order of time."""
    since = weeks_seen_since(plan.hotline.limits, period)
    earlier = [row for row in plan.previous if row.day >= since]
    sat = []
    for agent, shift_id in roster:
        shift = plan.shift[shift_id]
        if shift.day >= since:
            sat.append(
                Previous(
                    day=shift.day, span=shift.span, municipality=plan.agent[agent].municipality, agent=agent
                )
            )
    yield from sorted((*earlier, *sat), key=lambda row: (row.day, row.span, row.agent))


def _notices(plan: Plan, hotline: Hotline, kept: set[AgentId]) -> Iterator[Message]:
    gone = tuple(agent.name for agent in plan.agents if agent.id not in kept)
    if gone:
        yield LEFT(n=len(gone), agents=gone)
    first = hotline.period.first_day
    ready = tuple(a.name for a in plan.novices if a.id in kept and not a.is_novice_on(first))
    if ready:
        yield EXPERIENCED(n=len(ready), agents=ready)
    old, new = plan.hotline.closing, hotline.closing
    days = len(old.closed) + len(old.opened) - len(new.closed) - len(new.opened)
    for text, number in (
        (DAYS_DROPPED, days),
        (AVAILABILITY_DROPPED, len(plan.availability)),
        (LOCKS_DROPPED, len(plan.locks)),
        (DEMAND_DROPPED, len(plan.demand)),
    ):
        if number:
            yield text(n=number)
    if days_to_decide := half_holidays_to_decide(hotline):
        yield UNDECIDED(n=len(days_to_decide), days=tuple(DAY(day=d.isoformat()) for d in days_to_decide))
