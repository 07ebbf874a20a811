"""Agents who can sit on no shift of the period, and why."""

from __future__ import annotations

from collections.abc import Iterator

from wfm.agent import Agent
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark, with_guess

EMPLOYED = Text(
    "notice.employed",
    "an employment that reaches into the period, {first:date} to {last:date}; this agent gets no shift",
)
STAFFS = Text(
    "notice.staffs", "a municipality that staffs; {municipality} only finances, and this agent gets no shift"
)
STAFFS_LATER = Text(
    "notice.staffs_later",
    "a municipality that staffs in the period; {municipality} begins on {day:date}, and this agent gets "
    "no shift",
)
SOME_SHIFT = Text("notice.some_shift", "at least 1 shift a week; this agent gets none")
NEVER_FREE = Text(
    "notice.never_free", "an agent who can sit on a shift of the period; this one is never free"
)


def agent_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield each agent who gets no shift, once."""
    for index, agent in enumerate(records.agents):
        if plan.assignable[agent.id] or _could_sit_beside(plan, agent):
            continue
        column, value, expected = _reason(plan, agent)
        yield Remark("agents", index, column, value, expected)


def _could_sit_beside(plan: Plan, agent: Agent) -> bool:
    return plan.staffs(agent.municipality) and agent in plan.novices and bool(plan.open_to(agent))


def _reason(plan: Plan, agent: Agent) -> tuple[str, str, Message]:
    period, home = plan.hotline.period, plan.municipality[agent.municipality]
    employed = EMPLOYED(first=period.first_day.isoformat(), last=period.last_day.isoformat())
    if agent.last_day and agent.last_day < period.first_day:
        return "last_day", agent.last_day.isoformat(), with_guess(employed, agent.last_day, period)
    if agent.first_day and agent.first_day > period.last_day:
        return "first_day", agent.first_day.isoformat(), with_guess(employed, agent.first_day, period)
    if not home.staffing:
        return "municipality", home.code, STAFFS(municipality=home.name)
    if not plan.staffs(home.code):
        begins = plan.staffs_from[home.code].isoformat()
        return "municipality", home.code, STAFFS_LATER(municipality=home.name, day=begins)
    if not plan.weekly_limit(agent):
        return "shifts_per_week", "0", SOME_SHIFT()
    return "agent", agent.id, NEVER_FREE()
