"""locks: x[a, s] = 0 for agents a of other municipalities than the lock's; x[a, s] = 1 for its agent.

A shift can be locked to one municipality only: own[m, s] = 1 for the lock's municipality and
Σ_m own[m, s] ≤ 1, so that two locks contradict each other even on a shift that stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from solver.model.draft import Draft
from wfm.finding import Level, Subject
from wfm.ids import MunicipalityCode, ShiftId

KEY = "locks"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that each lock is kept; one on a municipality alone is kept by an empty shift."""
    own = _owners(draft)
    for index, lock in enumerate(draft.plan.locks):
        subject = Subject.of_lock(index, lock)
        if lock.municipality is not None:
            draft.require(own[lock.shift, lock.municipality] == 1, KEY, subject)
            for agent in draft.agents_on[lock.shift]:
                if draft.plan.agent[agent].municipality != lock.municipality:
                    draft.require(draft.assigned[agent, lock.shift] == 0, KEY, subject)
        if lock.agent is not None:
            draft.require(draft.load(lock.agent, [lock.shift]) == 1, KEY, subject)


def _owners(draft: Draft) -> Mapping[tuple[ShiftId, MunicipalityCode], cp_model.IntVar]:
    """Return whether a locked shift is a municipality's; by nature it is at most one's."""
    locked = dict.fromkeys((lock.shift, lock.municipality) for lock in draft.plan.locks if lock.municipality)
    own = {(shift, code): draft.model.new_bool_var("") for shift, code in locked if code is not None}
    for shift in dict.fromkeys(shift for shift, _ in own):
        draft.model.add_at_most_one([variable for (where, _), variable in own.items() if where == shift])
    return own
