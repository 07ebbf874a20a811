"""Rounding: a roster made of what a linear relaxation values.

Who is valued most is seated first, as far as hard rules and quotas allow; what is left empty is filled as in
the first roster. A relaxation of a big plan is nearly whole, so this is far better than that one.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from solver.heuristics.greedy import pin_locks
from solver.heuristics.partial_roster import PartialRoster
from solver.heuristics.quota_exchange import even_out
from solver.model.columns import TeamColumn
from solver.params import Clock
from wfm.baseline import Baseline
from wfm.ids import ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


def round_roster(
    plan: Plan, valued: Iterable[tuple[float, TeamColumn]], seed: int, clock: Clock, baseline: Baseline | None
) -> Roster:
    """Return a roster that keeps the hard rules, where :func:`solver.heuristics.greedy.pin_locks` does.

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
    partial = PartialRoster(plan, pin_locks(plan, baseline), random.Random(seed))
    frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
    for _, column in sorted(valued, key=lambda one: -one[0]):
        home, place = column.cell
        if place not in frozen and partial.units[home] < plan.quotas[home].target:
            for agent in column.agents:
                partial.keep(plan.agent[agent], plan.shift[place])
    for shift in plan.shifts:
        if shift.id not in frozen and clock.left:
            partial.fill(shift)
    even_out(partial, frozen, clock)
    return Roster.of(partial.assignments())
