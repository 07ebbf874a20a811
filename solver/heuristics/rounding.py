"""Rounding: a roster made of what a linear relaxation values.

Who is valued most is seated first, as far as hard rules and quotas allow; what is left empty is filled as in
the first roster. A relaxation of a big plan is nearly whole, so this is far better than that one.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from solver.heuristics.greedy import locked_roster
from solver.heuristics.partial_roster import Desk
from solver.heuristics.quota_exchange import even_out
from solver.model.columns import Column
from solver.params import Clock
from wfm.baseline import Baseline
from wfm.ids import ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


def rounded_roster(
    plan: Plan, valued: Iterable[tuple[float, Column]], seed: int, clock: Clock, baseline: Baseline | None
) -> Roster:
    """Return a roster that keeps the hard rules, where :func:`solver.heuristics.greedy.locked_roster` does.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    valued
        Columns with their values in the relaxation, those that count.
    seed
        Of the order among equals.
    clock
        Shifts that are not reached in time stay as they are.
    baseline
        Whose frozen shifts stay as they are, if there is one.
    """
    desk = Desk(plan, locked_roster(plan, baseline), random.Random(seed))
    frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
    for _, column in sorted(valued, key=lambda one: -one[0]):
        home, place = column.cell
        if place not in frozen and desk.units[home] < plan.quotas[home].target:
            for agent in column.agents:
                desk.keep(plan.agent[agent], plan.shift[place])
    for shift in plan.shifts:
        if shift.id not in frozen and clock.left:
            desk.fill(shift)
    even_out(desk, frozen, clock)
    return Roster.of(desk.assignments())
