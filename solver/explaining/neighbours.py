"""A first roster in which an agent sits on a shift, as near to the roster at hand as it is quickly made."""

from __future__ import annotations

from collections.abc import Iterator

from solver.heuristics.greedy import pin_locks
from wfm.calendar import Shift
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.score import measure


def with_assignment(plan: Plan, roster: Roster, assignment: Assignment) -> Roster | None:
    """Return a roster with an assignment, others taken out that may stand in its way.

    Parameters
    ----------
    plan
        The plan in which the assignment is locked.
    roster
        The roster at hand.
    assignment
        Agent and shift.

    Returns
    -------
    Roster
        ``None`` where it breaks a hard rule all the same.
    """
    locked = set(pin_locks(plan))
    agent, shift = assignment
    out = {*_rivals(plan, roster, assignment), *_too_near(plan, roster, agent, plan.shift[shift])} - locked
    changed = Roster.of({*roster, *locked, assignment} - out)
    return None if measure(plan, changed).breaches else changed


def _rivals(plan: Plan, roster: Roster, assignment: Assignment) -> Iterator[Assignment]:
    """Yield who gives up a seat: all of other municipalities, else the last where the shift is full."""
    agent, shift = assignment
    sitting = roster.on(shift)
    home = plan.agent[agent].municipality
    others = [other for other in sitting if plan.agent[other].municipality != home]
    if others and not plan.mixed_on(shift):
        yield from ((other, shift) for other in others)
    elif len(sitting) >= plan.shift[shift].seats:
        yield sitting[-1], shift


def _too_near(plan: Plan, roster: Roster, agent: AgentId, shift: Shift) -> Iterator[Assignment]:
    """Yield what the agent gives up: shifts of the days about, and one of the week where it is full."""
    for one in plan.selves[agent]:
        about = (plan.shift[other] for other in roster.of_agent(one) if (one, other) != (agent, shift.id))
        yield from ((one, other.id) for other in about if abs((other.day - shift.day).days) <= 1)
    far = (plan.shift[other] for other in roster.of_agent(agent))
    of_week = [o for o in far if o.week == shift.week and abs((o.day - shift.day).days) > 1]
    if len(of_week) >= plan.weekly_limit(plan.agent[agent]):
        yield agent, of_week[-1].id
