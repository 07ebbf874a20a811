"""The linear side of a level: a bound from the linear relaxation, and which part of the plan it leaves open.

HiGHS works in a process of its own beside CP-SAT.

- It solves the linear relaxation of the whole model. The multipliers prove a bound in exact arithmetic
  (`solver.certificate`). With teams as variables it is mostly the true optimum.
- The relaxation's solution tells which municipality could sit on which shift in the best of rosters. Mostly a
  fifth of the plan is left open, and an optimal roster is among what is left.
- Where value and bound still differ, it solves the whole mixed-integer program. Those bounds come in floating
  point and are rounded up with a tolerance.
"""

from __future__ import annotations

from enum import Enum, auto
from fractions import Fraction
from math import ceil, isfinite

from solver.column import Cell
from solver.certificate import certified_bound, multipliers
from solver.cpsat import Task
from solver.highs import Answer, Job
from solver.highs_process import HighsProcess
from solver.linear import linear_model
from solver.model import held_draft, hint
from solver.params import Params
from solver.standing import Standing
from wfm.finding import Level
from wfm.proof import Method, Proof

TOLERANCE = Fraction(1, 1_000_000)
"""A floating-point bound is rounded up from this much below."""

OPEN = 1e-3
"""What a relaxation values less is taken to be left out by it."""


class Step(Enum):
    """What the process is doing."""

    IDLE = auto()
    RELAXED = auto()
    WHOLE = auto()
    OVER = auto()


class Relaxation:
    """The linear side of one level.

    Parameters
    ----------
    standing
        Where the search stands.
    level
        What is minimised, the earlier levels held at the best roster's values.
    process
        Does the work.
    params
        Its seed counts.

    Attributes
    ----------
    step
        What the process is doing.
    """

    def __init__(self, standing: Standing, level: Level, process: HighsProcess, params: Params) -> None:
        self._standing = standing
        self._level = level
        self._process = process
        self._params = params
        self._draft = held_draft(standing, level)
        self._model = linear_model(self._draft.model.proto)
        self._open: frozenset[Cell] = frozenset()
        self._number = 0
        self._rounds = 0
        self.step = Step.IDLE

    # --- what the process is asked for -------------------------------------------------------------

    def relax(self) -> None:
        """Begin to solve the linear relaxation; each time that it is asked for, another solution is found."""
        self._rounds += 1
        self._give(Step.RELAXED, self._params.seed + self._rounds - 1)

    def solve_whole(self) -> None:
        """Begin to solve the whole mixed-integer program."""
        self._give(Step.WHOLE, self._params.seed)

    def stop(self) -> None:
        """Stop what the process is doing, if it does something."""
        if self.step in (Step.RELAXED, Step.WHOLE):
            self._process.end()
            self.step = Step.OVER

    def _give(self, step: Step, seed: int) -> None:
        self._number = self._process.next_number()
        self.step = step
        left = self._standing.clock.left
        self._process.give(Job(self._number, self._model, step is Step.WHOLE, left, seed))

    # --- what comes back ---------------------------------------------------------------------------

    def take(self) -> None:
        """Take what has arrived."""
        for answer in self._process.take():
            if answer.number != self._number:
                continue
            if self.step is Step.RELAXED:
                self._relaxed(answer)
            else:
                if answer.values:
                    self._standing.offer(self._draft.seating.roster(answer.values))
                self._prove(answer.bound)
                self.step = Step.OVER if answer.ended else self.step
        if self._process.ended:
            self.step = Step.OVER

    def _relaxed(self, answer: Answer) -> None:
        """Prove the relaxation's bound; note what its solution leaves open."""
        if answer.duals and self._standing.reachable(self._level):
            bound = certified_bound(self._model, multipliers(answer.duals))
            self._standing.prove(self._level, bound, Proof(Method.CERTIFICATE, "HiGHS"))
        if not answer.values:
            self.step = Step.OVER
            return
        self._open = frozenset(
            column.cell for column in self._draft.columns if answer.values[column.variable.index] > OPEN
        )
        self.step = Step.IDLE

    def _prove(self, bound: float | None) -> None:
        if bound is None or not isfinite(bound) or not self._standing.reachable(self._level):
            return
        proof = Proof(Method.MIP, "HiGHS", TOLERANCE, 1)
        self._standing.prove(self._level, ceil(bound - float(TOLERANCE)), proof)

    # --- what is left open -------------------------------------------------------------------------

    def narrowed(self, settings: dict[str, object], seconds: float) -> Task:
        """Return the task to minimise over what the relaxation leaves open, and what the best roster has.

        Parameters
        ----------
        settings
            Of CP-SAT.
        seconds
            Wall time at most.
        """
        plan = self._standing.plan
        best = self._standing.best.roster
        wide = self._open | {Cell(plan.agent[agent].municipality, shift) for agent, shift in best}
        hint(self._draft, best)
        model = self._draft.model.clone()
        for column in self._draft.columns:
            if column.cell not in wide and not self._model.lower[column.variable.index]:
                domain = model.proto.variables[column.variable.index].domain
                domain.clear()
                domain.extend([0, 0])
        seating = self._draft.seating
        return Task(model, seating, self._level, whole=False, seconds=seconds, settings=settings)

    def whole(self, settings: dict[str, object], seconds: float) -> Task:
        """Return the task to minimise over everything."""
        hint(self._draft, self._standing.best.roster)
        return Task(self._draft.model, self._draft.seating, self._level, seconds=seconds, settings=settings)
