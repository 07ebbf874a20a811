"""What can't hold together, named: irreducible sets of requirements, each checked by solving it alone.

Each requirement has a guard, a literal without which it does not bind; assuming all guards of a model
that can't be satisfied yields a core, which is then shrunk by leaving out one guard after the other.

CP-SAT may name wrong cores under presolve (google/or-tools #5141), and with many workers and no
presolve call a model infeasible that is not (#5295): here one worker runs without presolve, and what
is named is solved again with those guards alone.
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


class Verdict(Enum):
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


class Guarded(Generic[Label]):
    """A model whose requirements bind only where their guards are assumed.

    Parameters
    ----------
    model
        Without an objective.
    guards
        Literal by label.
    clock
        Ends every run; a run that it ends leaves its question open.
    """

    def __init__(
        self, model: cp_model.CpModel, guards: Mapping[Label, cp_model.IntVar], clock: Clock = FOREVER
    ) -> None:
        self._model = model
        self._guards = guards
        self._clock = clock

    def verdict(self, labels: Collection[Label]) -> Verdict:
        """Tell whether these requirements can hold together."""
        return self._asked(labels)[0]

    def core(self, labels: Sequence[Label]) -> Core[Label] | None:
        """Return an irreducible part of some requirements that can't hold together.

        ``None`` where they can hold, or where that could not be decided in time.
        """
        verdict, named = self._asked(labels)
        if verdict is not Verdict.IMPOSSIBLE:
            return None
        kept, minimal = self._shrunk(self._confirmed(named, labels))
        return Core(tuple(kept), self.verdict(kept) is Verdict.IMPOSSIBLE, minimal)

    def _shrunk(self, kept: list[Label]) -> tuple[list[Label], bool]:
        """Return what is left when all that can be done without is left out, and whether that is all.

        A label that was needed beside more labels is needed beside fewer, so each is tried once.
        """
        minimal = True
        for label in list(kept):
            if label not in kept:
                continue
            others = [other for other in kept if other != label]
            verdict, named = self._asked(others)
            if verdict is Verdict.IMPOSSIBLE:
                kept = self._confirmed(named, others)
            minimal = minimal and verdict is not Verdict.OPEN
        return kept, minimal

    def _confirmed(self, named: Collection[Label], labels: Sequence[Label]) -> list[Label]:
        """Return the labels that CP-SAT named, where they stand the test; else all."""
        part = [label for label in labels if label in named]
        if len(part) == len(labels) or self.verdict(part) is Verdict.IMPOSSIBLE:
            return part
        return list(labels)

    def _asked(self, labels: Collection[Label]) -> tuple[Verdict, Collection[Label]]:
        """Solve with these guards; return the verdict and the labels that CP-SAT blames."""
        if not self._clock.left:
            return Verdict.OPEN, ()
        self._model.clear_assumptions()
        self._model.add_assumptions([self._guards[label] for label in labels])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = False
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = self._clock.left
        solver.solve(self._model)
        status = solver.response_proto.status
        if status == cp_model.INFEASIBLE:
            blamed = set(solver.sufficient_assumptions_for_infeasibility())
            return Verdict.IMPOSSIBLE, {label for label in labels if self._guards[label].index in blamed}
        feasible = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return (Verdict.POSSIBLE if feasible else Verdict.OPEN), ()
