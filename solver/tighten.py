"""Inequalities that no roster wanted here breaks, so that CP-SAT sees sooner what is impossible.

They follow from the rules (and, where `full`, from coverage and competence being held at 0). They
make a model stronger, never another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from math import comb

from ortools.sat.python import cp_model

from solver.draft import Draft, total
from wfm.calendar import Shift
from wfm.ids import AgentId

MOST_TEAMS = 1000
"""Teams looked at before a municipality is taken to have one that holds every competence."""


def tighten(draft: Draft, *, full: bool) -> None:
    """Tie a municipality's agents on a shift to whether it sits there.

    Parameters
    ----------
    draft
        With all its rules posted.
    full
        Whether no seat stays empty and no competence is missing: then a municipality that sits on a
        shift fills it and holds every competence wanted, and one that can't never sits there.
    """
    for shift in draft.plan.shifts:
        if draft.plan.mixed_on(shift.id):
            continue
        homes = draft.homes_on(shift.id)
        for home, agents in homes.items():
            sits = draft.sits[home, shift.id]
            if full:
                _fill(draft, shift, sits, agents)
            elif len(agents) > shift.seats:
                draft.model.add(_sum(draft, shift, agents) <= shift.seats * sits)
        if full:
            draft.model.add_exactly_one([draft.sits[home, shift.id] for home in homes])


def _fill(draft: Draft, shift: Shift, sits: cp_model.IntVar, agents: Sequence[AgentId]) -> None:
    """Let a municipality fill the shift with every competence wanted, or not sit there."""
    if any(_complete_teams(draft, shift, agents)):
        draft.model.add(_sum(draft, shift, agents) == shift.seats * sits)
        _hold_competences(draft, shift, sits, agents)
    else:
        draft.model.add(sits == 0)


def _complete_teams(draft: Draft, shift: Shift, agents: Sequence[AgentId]) -> Iterator[bool]:
    """Yield for each team of a municipality whether it holds every competence wanted."""
    plan = draft.plan
    wanted = {c.code: c.min_agents for c in plan.hotline.competences if c.min_agents > 0}
    for team in islice(combinations(agents, shift.seats), MOST_TEAMS):
        held = Counter(code for agent in team for code in plan.agent[agent].competences)
        yield all(held[code] >= number for code, number in wanted.items())
    yield comb(len(agents), shift.seats) > MOST_TEAMS


def _hold_competences(draft: Draft, shift: Shift, sits: cp_model.IntVar, agents: Sequence[AgentId]) -> None:
    for competence in draft.plan.hotline.competences:
        holders = [agent for agent in agents if competence.code in draft.plan.agent[agent].competences]
        if competence.min_agents > 0 and len(holders) < len(agents):
            draft.model.add(_sum(draft, shift, holders) >= competence.min_agents * sits)


def _sum(draft: Draft, shift: Shift, agents: Sequence[AgentId]) -> cp_model.LinearExpr | int:
    return total([draft.assigned[agent, shift.id] for agent in agents])
