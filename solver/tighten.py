"""Inequalities that no roster wanted here breaks, so that CP-SAT sees sooner what is impossible.

They follow from the rules (and, where `full`, from coverage and competence being held at 0). They
make a model stronger, never another one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from solver.draft import Draft, total
from wfm.calendar import Shift
from wfm.competence import Competence
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode


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
    if draft.plan.hotline.pairing is Pairing.MIXED:
        return
    for shift in draft.plan.shifts:
        homes = draft.homes_on(shift.id)
        for home, agents in homes.items():
            if full:
                _fill(draft, shift, home, agents)
            elif len(agents) > shift.seats:
                draft.model.add(_sum(draft, shift, agents) <= shift.seats * draft.sits[home, shift.id])
        if full:
            draft.model.add_exactly_one([draft.sits[home, shift.id] for home in homes])


def _fill(draft: Draft, shift: Shift, home: MunicipalityCode, agents: Sequence[AgentId]) -> None:
    sits = draft.sits[home, shift.id]
    wanted = [competence for competence in draft.plan.hotline.competences if competence.min_agents > 0]
    if len(agents) < shift.seats:
        draft.model.add(sits == 0)
        return
    draft.model.add(_sum(draft, shift, agents) == shift.seats * sits)
    for competence in wanted:
        _hold(draft, shift, sits, agents, competence)


def _hold(
    draft: Draft, shift: Shift, sits: cp_model.IntVar, agents: Sequence[AgentId], competence: Competence
) -> None:
    holders = [agent for agent in agents if competence.code in draft.plan.agent[agent].competences]
    if len(holders) < len(agents) or competence.min_agents > shift.seats:
        draft.model.add(_sum(draft, shift, holders) >= competence.min_agents * sits)


def _sum(draft: Draft, shift: Shift, agents: Sequence[AgentId]) -> cp_model.LinearExpr | int:
    return total([draft.assigned[agent, shift.id] for agent in agents])
