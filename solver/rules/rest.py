"""rest: x[a, s] + x[b, t] ≤ 1 for shifts s, t of different dates with start(t) − end(s) < rest.

Agents a and b are one person, mostly a = b. x[a, t] = 0 where a shift of the weeks before, of either, ended
less than the rest before t.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from solver.model.draft import Draft
from solver.model.expressions import Amount, total
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
    for person in plan.people:
        _after_weeks_before(draft, person)
        _between(draft, person, soon)


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


def _between(draft: Draft, person: Sequence[AgentId], soon: Mapping[ShiftId, tuple[ShiftId, ...]]) -> None:
    sits = _sits(draft, person)
    for shift in sits:
        for later in soon[shift]:
            if later in sits:
                both = sits[shift] + sits[later]
                draft.require(both <= 1, KEY, Subject(agent=person[0], shift=later))


def _sits(draft: Draft, person: Sequence[AgentId]) -> Mapping[ShiftId, Amount]:
    """Return by shift, in order of time, whether a person sits there as any of its agents."""
    if len(person) == 1:
        return {shift: draft.assigned[person[0], shift] for shift in draft.shifts_of[person[0]]}
    found: dict[ShiftId, list[Amount]] = {}
    for agent in person:
        for shift in draft.shifts_of[agent]:
            found.setdefault(shift, []).append(draft.assigned[agent, shift])
    return {shift: total(found[shift]) for shift in sorted(found)}


def _after_weeks_before(draft: Draft, person: Sequence[AgentId]) -> None:
    ended = max((end for agent in person for end in ends_before(draft.plan, agent)), default=None)
    if ended is None:
        return
    rest = timedelta(minutes=draft.plan.hotline.limits.rest)
    for agent in person:
        for shift in draft.shifts_of[agent]:
            if draft.plan.shift[shift].starts_at - ended >= rest:
                break
            draft.require(draft.assigned[agent, shift] == 0, KEY, Subject(agent=agent, shift=shift))
