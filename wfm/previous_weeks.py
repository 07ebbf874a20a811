"""The weeks before the period, as far as they bind it: shifts already sat in a week, rest still due."""

from __future__ import annotations

from datetime import datetime

from wfm.calendar import Week, to_utc, week_of
from wfm.ids import AgentId
from wfm.plan import Plan


def shifts_before(plan: Plan, agent: AgentId, week: Week) -> int:
    """Return the shifts of `previous` that an agent sat on in an ISO week."""
    return sum(week_of(row.day) == week for row in plan.previous_of.get(agent, ()))


def ends_before(plan: Plan, agent: AgentId) -> tuple[datetime, ...]:
    """Return when the agent's shifts of `previous` ended, in UTC."""
    zone = plan.hotline.zone
    return tuple(to_utc(row.day, row.span.end, zone) for row in plan.previous_of.get(agent, ()))
