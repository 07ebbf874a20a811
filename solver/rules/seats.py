"""seats: Σ_a x[a, s] ≤ seats(s) for every shift s, and Σ_a x[a, s] ≤ 1 over all agents a that are one person.

No agent sits twice, since x[a, s] ∈ {0, 1}.
"""

from __future__ import annotations

from collections.abc import Sequence

from solver.model.draft import Draft
from solver.model.expressions import total
from wfm.finding import Level, Subject
from wfm.ids import AgentId

KEY = "seats"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that no shift holds more agents than it has seats, and nobody in two employments."""
    for shift in draft.plan.shifts:
        agents = draft.agents_on[shift.id]
        if len(agents) > shift.seats:
            sitting = total([draft.assigned[agent, shift.id] for agent in agents])
            draft.require(sitting <= shift.seats, KEY, Subject(shift=shift.id))
    for person in draft.plan.people:
        if len(person) > 1:
            _one_seat_each(draft, person)


def _one_seat_each(draft: Draft, person: Sequence[AgentId]) -> None:
    for shift in draft.plan.shifts:
        sits = [draft.assigned[agent, shift.id] for agent in person if (agent, shift.id) in draft.assigned]
        if len(sits) > 1:
            draft.require(total(sits) <= 1, KEY, Subject(agent=person[0], shift=shift.id))
