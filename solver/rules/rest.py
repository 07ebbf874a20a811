"""rest: x[a, s] + x[a, t] ≤ 1 for shifts s, t of different dates with start(t) − end(s) < rest.

x[a, t] = 0 where a shift of the weeks before ended less than the rest before t.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from solver.model.draft import Draft
from wfm.finding import Level, Subject
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.previous_weeks import ends_before

KEY = "rest"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require the rest between shifts of different dates, and after the weeks before."""
    plan = draft.plan
    soon = {shift: tuple(later) for shift, later in _too_soon(plan)}
    for agent, shifts in draft.shifts_of.items():
        _after_weeks_before(draft, agent, shifts)
        _between(draft, agent, shifts, soon)


def _too_soon(plan: Plan) -> Iterator[tuple[ShiftId, list[ShiftId]]]:
    """Yield each shift with those of later dates that begin before the rest after it is over."""
    rest = timedelta(minutes=plan.hotline.limits.rest)
    for number, shift in enumerate(plan.shifts):
        later: list[ShiftId] = []
        for other in plan.shifts[number + 1 :]:
            if other.starts_at - shift.ends_at >= rest:
                break
            if other.day != shift.day:
                later.append(other.id)
        yield shift.id, later


def _between(
    draft: Draft, agent: AgentId, shifts: Sequence[ShiftId], soon: Mapping[ShiftId, tuple[ShiftId, ...]]
) -> None:
    for shift in shifts:
        for later in soon[shift]:
            if (agent, later) in draft.assigned:
                both = draft.assigned[agent, shift] + draft.assigned[agent, later]
                draft.require(both <= 1, KEY, Subject(agent=agent, shift=later))


def _after_weeks_before(draft: Draft, agent: AgentId, shifts: Sequence[ShiftId]) -> None:
    ended = max(ends_before(draft.plan, agent), default=None)
    if ended is None:
        return
    rest = timedelta(minutes=draft.plan.hotline.limits.rest)
    for shift in shifts:
        if draft.plan.shift[shift].starts_at - ended >= rest:
            return
        draft.require(draft.assigned[agent, shift] == 0, KEY, Subject(agent=agent, shift=shift))
