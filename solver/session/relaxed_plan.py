"""A plan without one of its locks or wishes, as the open model of the plan with it: nothing is built again.

Without a lock its rows bind nothing; without a wish its penalty costs nothing. Every roster of the plan
without it fits into that model and costs there what it measures, so a bound of the model is one of the plan.
Mostly the multipliers that prove the plan's own bound prove the same without a lock or a wish: then it costs
nothing, and nothing is to be solved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from solver.linear.certificate import DENOMINATOR, multipliers
from solver.linear.priced_rows import PricedRows, model_without
from solver.search.state import SearchState
from solver.session.open_level import OpenLevel
from wfm.availability import EntryKind
from wfm.finding import Level, Subject
from wfm.ids import AgentId, ShiftId
from wfm.rules import locks, wishes


@dataclass(frozen=True)
class Relaxing:
    """What of a model is otherwise: rows that bind nothing, what columns cost more, and the known part."""

    rows: Collection[int] = ()
    costs: Mapping[int, int] = field(default_factory=dict)
    offset: int = 0


class RelaxedPlans:
    """The plans without a lock or a wish, of one open model.

    Parameters
    ----------
    opened
        The model of quality of the whole plan, with multipliers.
    """

    def __init__(self, opened: OpenLevel) -> None:
        self._opened = opened
        self._priced = PricedRows(opened.model, multipliers(opened.duals), DENOMINATOR)
        self._rows: dict[Subject, list[int]] = {}
        for row, origin in enumerate(opened.model.origins):
            rule, subject = opened.draft.origins.get(origin, ("", None))
            if rule == locks.KEY and subject is not None:
                self._rows.setdefault(subject, []).append(row)
        self._terms = {
            term.subject: term
            for term in opened.draft.terms
            if term.level is Level.QUALITY and term.rule == wishes.KEY
        }

    def without_lock(self, index: int) -> Relaxing:
        """Return what is otherwise without the lock of a number in the plan."""
        return Relaxing(rows=self._rows.get(Subject.of_lock(index, self._opened.draft.plan.locks[index]), ()))

    def without_wish(self, index: int) -> Relaxing:
        """Return what is otherwise without the wish of a number among the plan's entries."""
        plan = self._opened.draft.plan
        entry = plan.availability[index]
        if entry.kind is EntryKind.PREFERRED:
            return self._unpriced([Subject(agent=entry.agent, entry=index)])
        others = [
            one
            for one in plan.entries_of[entry.agent]
            if one is not entry and one.kind is EntryKind.UNDESIRED
        ]
        alone: list[tuple[AgentId, ShiftId]] = [
            (entry.agent, shift.id)
            for shift in plan.shifts
            if entry.overlaps(shift) and not any(one.overlaps(shift) for one in others)
        ]
        return self._unpriced(Subject(agent=agent, shift=shift) for agent, shift in alone)

    def prove(self, relaxing: Relaxing) -> int:
        """Return what the multipliers at hand prove of quality then, in exact arithmetic."""
        return self._priced.prove_without(relaxing.rows, relaxing.costs, relaxing.offset)

    def open(self, relaxing: Relaxing, state: SearchState) -> OpenLevel:
        """Return the open model with that otherwise, for a search of the plan without it."""
        model = model_without(self._opened.model, relaxing.rows, relaxing.costs, relaxing.offset)
        return self._opened.copy_for(state, model)

    def _unpriced(self, subjects: Iterable[Subject]) -> Relaxing:
        """Return what is otherwise where some penalties do not count."""
        costs, offset = Counter[int](), 0
        for subject in subjects:
            term = self._terms.get(subject)
            if term is None:
                continue
            if isinstance(term.amount, int):
                offset -= term.weight * term.amount
                continue
            flat = cp_model.FlatIntExpr(term.amount)
            offset -= term.weight * flat.offset
            for variable, coefficient in zip(flat.vars, flat.coeffs, strict=True):
                costs[variable.index] -= term.weight * coefficient
        return Relaxing(costs=costs, offset=offset)
