"""wishes: Σ x[a, s] over undesired pairs, and max(0, 1 − Σ_{s overlapped} x[a, s]) per preferred entry.

An entry counts only where it overlaps a shift to which the agent could be assigned.
"""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.availability import Entry, EntryKind
from wfm.finding import Level, Subject
from wfm.ids import AgentId

KEY = "wishes"
LEVEL = Level.QUALITY


def post(draft: Draft) -> None:
    """Penalise undesired assignments and preferred entries that come to nothing."""
    for agent, entries in draft.plan.entries_of.items():
        undesired = [entry for entry in entries if entry.kind is EntryKind.UNDESIRED]
        if undesired:
            _undesired(draft, agent, undesired)
    for index, entry in enumerate(draft.plan.availability):
        if entry.kind is EntryKind.PREFERRED:
            _preferred(draft, index, entry)


def _undesired(draft: Draft, agent: AgentId, entries: list[Entry]) -> None:
    for shift in draft.shifts_of[agent]:
        if any(entry.overlaps(draft.plan.shift[shift]) for entry in entries):
            sat = draft.assigned[agent, shift]
            draft.penalize(LEVEL, KEY, Subject(agent=agent, shift=shift), sat)


def _preferred(draft: Draft, index: int, entry: Entry) -> None:
    plan, agent = draft.plan, entry.agent
    if any(entry.overlaps(plan.shift[shift]) for shift in plan.assignable[agent]):
        shifts = [shift for shift in draft.shifts_of[agent] if entry.overlaps(plan.shift[shift])]
        missed = draft.excess(1 - draft.load(agent, shifts), 1)
        draft.penalize(LEVEL, KEY, Subject(agent=agent, entry=index), missed)
