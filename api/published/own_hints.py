"""Why somebody has no shifts, and what would give them some: told on their own page."""

from __future__ import annotations

from collections.abc import Iterator

from wfm.agent import Agent
from wfm.ids import AgentId
from wfm.message import Message, Plural, Text
from wfm.plan import Plan

LATER = Text(
    "own.later",
    "the roster was made before you were in the plan; you can have shifts from its next version on",
)
FINANCES = Text("own.finances", "your municipality only finances the hotline in this period")
STAFFS_LATER = Text(
    "own.staffs_later", "your municipality staffs shifts from {day:date} on, after the end of the period"
)
NO_WEEKS = Text("own.no_weeks", "your limit is 0 shifts a week; your leader can have it raised")
NOT_EMPLOYED = Text("own.not_employed", "you are not employed at the hotline on any day of the period")
NOVICE = Text("own.novice", "until {day:date} you sit beside a colleague, and take no seat yourself")
ALWAYS_AWAY = Text("own.always_away", "you are noted as away on every shift; tell your leader when you can")
PARTLY = Plural(
    "own.partly",
    "you can take {n:number} of the {all:number} shifts; fewer absences make more of them possible",
    "you can take {n:number} of the {all:number} shifts; fewer absences make more of them possible",
)
NO_COMPETENCES = Text(
    "own.no_competences",
    "no competence is noted for you, and each shift asks for {wanted:list}; tell your leader what you know",
)
OPEN = Plural(
    "own.open",
    "nothing stands in the way: you can take {n:number} shift, and a coordinator gives them out",
    "nothing stands in the way: you can take {n:number} shifts, and a coordinator gives them out",
)


def explain_no_shifts(plan: Plan, agents: tuple[AgentId, ...]) -> tuple[Message, ...]:
    """Return why somebody who is some agents has no shifts, and what would give them some.

    Parameters
    ----------
    plan
        As they see it.
    agents
        All that they are in this plan; none where it was made before they came.
    """
    known = [plan.agent[agent] for agent in agents if agent in plan.agent]
    if not known:
        return (LATER(),)
    told = dict.fromkeys(message for agent in known for message in _reasons(plan, agent))
    return tuple(told)


def _reasons(plan: Plan, agent: Agent) -> Iterator[Message]:
    if not plan.municipality[agent.municipality].staffing:
        yield FINANCES()
        return
    if not plan.staffs(agent.municipality):
        yield STAFFS_LATER(day=plan.staffs_from[agent.municipality].isoformat())
        return
    barred = [
        NO_WEEKS() if plan.weekly_limit(agent) <= 0 else None,
        None if any(agent.employed_on(shift.day) for shift in plan.shifts) else NOT_EMPLOYED(),
    ]
    yield from (message for message in barred if message is not None)
    if agent.beside_until is not None and agent.is_novice_on(plan.hotline.period.last_day):
        yield NOVICE(day=agent.beside_until.isoformat())
        return
    possible, every = len(plan.assignable[agent.id]), len(plan.shifts)
    if not possible and not any(barred):
        yield ALWAYS_AWAY()
    wanted = tuple(one.name for one in plan.hotline.competences if one.min_agents)
    if wanted and not agent.competences:
        yield NO_COMPETENCES(wanted=wanted)
    if 0 < 2 * possible < every:
        yield PARTLY(n=possible, all=every)
    elif possible and (agent.competences or not wanted):
        yield OPEN(n=every)
