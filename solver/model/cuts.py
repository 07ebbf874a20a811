"""Inequalities that no roster wanted here breaks, so that a search sees sooner what is impossible.

They follow from the rules (and, where `full`, from coverage and competence being held at 0). They
make a model stronger, never another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from math import comb

from ortools.sat.python import cp_model

from solver.model.columns import Cell, TeamColumn
from solver.model.draft import Draft, Term
from solver.model.expressions import Amount, total
from solver.model.team_columns import holders
from wfm.calendar import Shift
from wfm.finding import Level
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
    wanting = {} if full else _wanting(draft)
    for shift in draft.plan.shifts:
        cells = draft.cells_on[shift.id]
        if shift.id in draft.frozen or shift.id in draft.kept_shifts or draft.plan.mixed_on(shift.id):
            continue  # it is as it is, or may be mixed
        options: list[cp_model.IntVar] = []
        for cell in cells:
            columns = draft.cells[cell]
            if columns[0].team:
                options.extend(column.variable for column in columns)
                continue
            options.append(draft.sits_or_not(*cell))
            _tie(draft, shift, cell, full=full)
        if full:
            draft.model.add_exactly_one(options)
        elif options:
            draft.model.add_at_most_one(options)
            for term in wanting.get(shift.id, ()):
                _count_teams(draft, shift, cells, term)


def _tie(draft: Draft, shift: Shift, cell: Cell, *, full: bool) -> None:
    """Tie the single agents of a municipality to whether it sits there."""
    agents = draft.homes_on(shift.id)[cell.home]
    sits = draft.sits[cell]
    if full:
        _fill(draft, shift, sits, agents)
    elif len(agents) > shift.seats:
        draft.model.add(_sum(draft, shift, agents) <= shift.seats * sits)


def _fill(draft: Draft, shift: Shift, sits: Amount, agents: Sequence[AgentId]) -> None:
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


def _hold_competences(draft: Draft, shift: Shift, sits: Amount, agents: Sequence[AgentId]) -> None:
    for competence in draft.plan.hotline.competences:
        able = [agent for agent in agents if competence.code in draft.plan.agent[agent].competences]
        if competence.min_agents > 0 and len(able) < len(agents):
            draft.model.add(_sum(draft, shift, able) >= competence.min_agents * sits)


def _sum(draft: Draft, shift: Shift, agents: Sequence[AgentId]) -> Amount:
    return total([draft.assigned[agent, shift.id] for agent in agents])


# --- what a team lacks ------------------------------------------------------------------------------


def _wanting(draft: Draft) -> dict[str, list[Term]]:
    """Return by shift the penalties for missing holders that the model has."""
    found: dict[str, list[Term]] = {}
    for term in draft.terms:
        if term.level is Level.COMPETENCE and not isinstance(term.amount, int):
            found.setdefault(term.subject.shift, []).append(term)
    return found


def _count_teams(draft: Draft, shift: Shift, cells: Sequence[Cell], term: Term) -> None:
    """Count what the chosen team lacks: a holder too many on one team makes up for none on another."""
    wanted = next(c.min_agents for c in draft.plan.hotline.competences if c.code == term.subject.competence)
    held: list[Amount] = []
    most: list[Amount] = []
    for cell in cells:
        columns = draft.cells[cell]
        held.extend(_held(draft, column, term, wanted) for column in columns)
        if columns[0].team:
            most.extend(_held(draft, column, term, wanted) for column in columns)
        else:
            most.append(wanted * draft.sits[cell])
    draft.model.add(term.amount + total(held) >= wanted)
    draft.model.add(term.amount + total(most) >= wanted)


def _held(draft: Draft, column: TeamColumn, term: Term, wanted: int) -> Amount:
    number = min(wanted, holders(draft.plan, column.agents, term.subject.competence))
    return number * column.variable if number else 0
