"""A first roster without a solver: it keeps every hard rule that its locks allow, and fills what it can.

It goes through the shifts in order of time. On each sits the municipality that is furthest behind
its target, with the team that holds most competences and has sat least. Where agents of several
municipalities may share a shift, seats are then handed over until quotas are met. It is fast and rarely
the best; the search begins from it.
"""

from __future__ import annotations

import random

from solver.heuristics.partial_roster import PartialRoster
from solver.heuristics.quota_exchange import even_out
from solver.params import Clock
from wfm.baseline import Baseline
from wfm.ids import ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

GRACE = 1.0
"""Seconds that a first roster may take beyond the time limit: a filled one is worth the wait."""


def pin_locks(plan: Plan, baseline: Baseline | None = None) -> Roster:
    """Return the roster that holds just the assignments that the locks demand, and the frozen ones.

    Every hard rule but ``locks`` is kept the more easily the fewer sit, and ``locks`` demands no
    more than these. So a plan has a roster at all exactly where this one breaks no hard rule. On frozen
    shifts of a baseline no lock counts.
    """
    frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
    stay = Roster() if baseline is None else baseline.frozen_part(plan)
    pairs = dict.fromkeys((lock.agent, lock.shift) for lock in plan.locks if lock.shift not in frozen)
    return Roster.of([*stay, *((agent, shift) for agent, shift in pairs if agent is not None)])


def greedy_roster(plan: Plan, seed: int, clock: Clock, baseline: Baseline | None = None) -> Roster:
    """Return a roster that keeps the hard rules, where :func:`pin_locks` does.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    seed
        Of the order among equals.
    clock
        Shifts that are not reached in time, or shortly after, stay as the locks leave them.
    baseline
        What to stay close to, if anything: who sits there and still may is seated first.
    """
    partial = PartialRoster(plan, pin_locks(plan, baseline), random.Random(seed))
    frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
    for agent, shift_id in () if baseline is None else baseline.roster:
        if shift_id not in frozen:
            partial.keep(plan.agent[agent], plan.shift[shift_id])
    for shift in plan.shifts:
        if shift.id not in frozen and clock.spent < clock.limit + GRACE:
            partial.fill(shift)
    even_out(partial, frozen, clock)
    return Roster.of(partial.assignments())
