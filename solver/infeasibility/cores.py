"""What can't hold together, named: irreducible sets of requirements, each checked by solving it alone.

Each requirement has a guard, a literal without which it does not bind; assuming all guards of a model
that can't be satisfied yields a core, which is then shrunk by leaving out one guard after the other.

CP-SAT may name wrong cores under presolve (google/or-tools #5141), and with many workers and no
presolve call a model infeasible that is not (#5295): here one worker runs without presolve, and what
is named is solved again with those guards alone. Where that takes long the guards are fixed in a copy
of the model, which may then be presolved: it names no core, but its verdict is as good.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from ortools.sat.python import cp_model

from solver.params import Clock

Label = TypeVar("Label", bound=Hashable)

FOREVER = Clock(float("inf"))

QUICK = 0.5
"""CP-SAT's own, repeatable time for a run without presolve, about seconds."""

GRACE = 5.0
"""Seconds that verifying may take where the time has run out."""

PARTS = (3, 9)
"""Before labels are left out one by one, a third and a ninth of them are at a time."""


class CoreVerdict(Enum):
    """Whether some requirements can hold together."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    OPEN = "open"
    """Not decided in the time given."""


@dataclass(frozen=True)
class Core(Generic[Label]):
    """Requirements that can't hold together.

    Parameters
    ----------
    labels
        What they are called, in the order in which they were given; empty where the model can't hold
        even without any of them.
    verified
        Whether solving with these alone proved it.
    minimal
        Whether without any one of them the others were shown to be able to hold.
    """

    labels: tuple[Label, ...]
    verified: bool
    minimal: bool


class GuardedModel(Generic[Label]):
    """A model whose requirements bind only where their guards are assumed.

    Parameters
    ----------
    model
        Without an objective.
    guards
        Literal by label.
    clock
        Ends every run; a run that it ends leaves its question open.
    counts
        Whether a no follows from counting rather than from one thing after the other: then guards are fixed
        at once, since without presolve that takes long.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        guards: Mapping[Label, cp_model.IntVar],
        clock: Clock = FOREVER,
        *,
        counts: bool = False,
    ) -> None:
        self._counts = counts
        self._model = model
        self._guards = guards
        self._clock = clock

    def verdict(self, labels: Collection[Label]) -> CoreVerdict:
        """Tell whether these requirements can hold together."""
        return self._asked(labels)[0]

    def core(self, labels: Sequence[Label]) -> Core[Label] | None:
        """Return an irreducible part of some requirements that can't hold together.

        ``None`` where they can hold, or where that could not be decided in time.
        """
        verdict, named = self._asked(labels)
        if verdict is not CoreVerdict.IMPOSSIBLE:
            return None
        kept, minimal = self._shrunk(self._confirmed(named, labels))
        self._clock = Clock(max(GRACE, self._clock.left))
        return Core(tuple(kept), self.verdict(kept) is CoreVerdict.IMPOSSIBLE, minimal)

    def _shrunk(self, kept: list[Label]) -> tuple[list[Label], bool]:
        """Return what is left when all that can be done without is left out, and whether that is all.

        A label that was needed beside more labels is needed beside fewer, so each is tried once.
        """
        for parts in PARTS:
            size = len(kept) // parts
            for start in range(0, len(kept), size) if size > 1 else ():
                kept = self._less(kept, kept[start : start + size])[0]
        minimal = True
        for label in list(kept):
            if label in kept:
                kept, decided = self._less(kept, [label])
                minimal = minimal and decided
        return kept, minimal

    def _less(self, kept: list[Label], left_out: Collection[Label]) -> tuple[list[Label], bool]:
        """Return what is needed without some labels, or all where these are; and whether that was decided."""
        others = [label for label in kept if label not in left_out]
        if len(others) == len(kept):
            return kept, True
        verdict, named = self._asked(others)
        if verdict is CoreVerdict.IMPOSSIBLE:
            return self._confirmed(named, others), True
        return kept, verdict is CoreVerdict.POSSIBLE

    def _confirmed(self, named: Collection[Label], labels: Sequence[Label]) -> list[Label]:
        """Return the labels that CP-SAT named, where they stand the test; else all."""
        part = [label for label in labels if label in named]
        if len(part) == len(labels) or self.verdict(part) is CoreVerdict.IMPOSSIBLE:
            return part
        return list(labels)

    def _asked(self, labels: Collection[Label]) -> tuple[CoreVerdict, Collection[Label]]:
        """Solve with these guards; return the verdict and the labels that CP-SAT blames."""
        if not self._clock.left:
            return CoreVerdict.OPEN, ()
        if self._counts:
            return self._fixed(labels), labels
        self._model.clear_assumptions()
        self._model.add_assumptions([self._guards[label] for label in labels])
        solver = self._solver()
        solver.parameters.cp_model_presolve = False
        solver.parameters.max_deterministic_time = QUICK
        verdict = _solved(solver, self._model)
        if verdict is CoreVerdict.OPEN:
            return self._fixed(labels), labels
        if verdict is CoreVerdict.POSSIBLE:
            return verdict, ()
        blamed = set(solver.sufficient_assumptions_for_infeasibility())
        return verdict, {label for label in labels if self._guards[label].index in blamed}

    def _fixed(self, labels: Collection[Label]) -> CoreVerdict:
        """Solve a copy in which these guards hold and the others don't; it blames nobody."""
        if not self._clock.left:
            return CoreVerdict.OPEN
        self._model.clear_assumptions()
        copy = self._model.clone()
        holding = {self._guards[label].index for label in labels}
        for guard in self._guards.values():
            copy.add(copy.get_bool_var_from_proto_index(guard.index) == (guard.index in holding))
        solver = self._solver()
        solver.parameters.linearization_level = 2
        return _solved(solver, copy)

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = self._clock.left
        return solver


def _solved(solver: cp_model.CpSolver, model: cp_model.CpModel) -> CoreVerdict:
    solver.solve(model)
    status = solver.response_proto.status
    if status == cp_model.INFEASIBLE:
        return CoreVerdict.IMPOSSIBLE
    return CoreVerdict.POSSIBLE if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else CoreVerdict.OPEN
