"""The quarters of the demonstration: the last one, this one and the next, each following from another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from api.access.ids import AccountId
from api.demonstration.last_quarter import Differing, close_last_quarter, find_differing, replace_seats
from api.plans.records.plans import import_plan
from api.publication.publication import Publication
from api.publication.report import report_of
from api.publishing.service import NoticeAgreement, publish
from api.rosters.records.rosters import add_version
from api.store.engine import Database, writing
from api.store.idempotency import IdempotentRequest, owner_of_keys
from wfm.calendar import Closing, Period
from wfm.next_plan import next_plan
from wfm.plan import Plan
from wfm.result import Result
from wfm.roster import Roster

Solve = Callable[[Plan], Result]
"""Answers a plan; it has a roster, as every sample plan does."""

BEFORE = timedelta(days=45)
"""How long before its first day a quarter is published."""
INTO = timedelta(days=16)
"""How far this quarter has come when the demonstration begins: Wednesday of the third week."""
CLOSED_AFTER = timedelta(days=8)
"""How long after its end the last quarter was closed."""


@dataclass(frozen=True)
class Quarters:
    """The plans of the demonstration.

    Parameters
    ----------
    last, this
        With their rosters, which are published.
    differing
        Where in the last one it was otherwise than planned.
    following
        What follows; nobody has said yet who can when.
    """

    last: tuple[Plan, Result]
    this: tuple[Plan, Result]
    differing: Differing
    following: Plan


def solve_quarters(sample: Plan, solve: Solve) -> Quarters:
    """Make the quarter before the sample, the sample as it follows from that one, and the one after it.

    What is carried into the sample's is what was really worked in the one before.

    Parameters
    ----------
    sample
        The plan of this quarter, with its absences and wishes.
    solve
        Called twice.
    """
    last = _before(sample)
    solved = solve(last)
    differing = find_differing(last, _roster(solved))
    begun = next_plan(last, replace_seats(last, _roster(solved), differing)).plan
    balances = {agent.id: agent for agent in begun.agents}
    agents = tuple(
        replace(
            agent,
            carry_over=balances[agent.id].carry_over,
            unsocial_carry_over=balances[agent.id].unsocial_carry_over,
        )
        if agent.id in balances
        else agent
        for agent in sample.agents
    )
    this = replace(sample, municipalities=begun.municipalities, agents=agents, previous=begun.previous)
    result = solve(this)
    return Quarters((last, solved), (this, result), differing, next_plan(this, _roster(result)).plan)


def keep_quarters(database: Database, quarters: Quarters, author: AccountId) -> None:
    """Keep the three plans in an empty store; publish two, each in its time, and close the first."""
    for plan, result in (quarters.last, quarters.this):
        at = datetime.combine(plan.hotline.period.first_day - BEFORE, time(9, 30), UTC)
        _keep_published(database, plan, result, author, at)
    last, _ = quarters.last
    closed = datetime.combine(last.hotline.period.last_day + CLOSED_AFTER, time(9, 30), UTC)
    close_last_quarter(database, last, quarters.differing, author, closed)
    with writing(database) as connection:
        import_plan(connection, quarters.following, author=author, at=demonstration_begins(quarters))


def demonstration_begins(quarters: Quarters) -> datetime:
    """Return the moment at which the clock of the demonstration starts."""
    plan, _ = quarters.this
    morning = datetime.combine(plan.hotline.period.first_day + INTO, time(9, 0), plan.hotline.zone)
    return morning.astimezone(UTC)


def _before(sample: Plan) -> Plan:
    """Return a quarter as long as the sample that ends the day before it, with nothing carried into it."""
    period = sample.hotline.period
    days = (period.last_day - period.first_day).days + 1
    first: date = period.first_day - timedelta(days=days)
    closing = Closing(sample.hotline.closing.country)
    hotline = replace(
        sample.hotline, period=Period(first, period.first_day - timedelta(days=1)), closing=closing
    )
    towns = tuple(replace(town, carry_over=Fraction(0)) for town in sample.municipalities)
    agents = tuple(
        replace(agent, first_day=None, last_day=None)
        for agent in sample.agents
        if agent.beside_until is None  # who learns in this quarter has just begun
    )
    return Plan(hotline, towns, agents)


def _roster(result: Result) -> Roster:
    if result.roster is None:
        raise ValueError("a sample plan has a roster")
    return result.roster


def _keep_published(database: Database, plan: Plan, result: Result, author: AccountId, at: datetime) -> None:
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=author, at=at)
        publication = Publication(plan, _roster(result), report_of(plan, result), ())
        version = add_version(
            connection, revision, publication.roster, publication.report, author=author, at=at, expected=0
        )
    publish(
        database,
        version.plan,
        version.number,
        expected=0,
        author=author,
        at=at,
        request=IdempotentRequest(
            owner_of_keys(author), f"demo-{plan.hotline.period.first_day}", "POST", "/demo", "0" * 64
        ),
        agreed=NoticeAgreement(0),
        accept_short_notice=True,
    )
