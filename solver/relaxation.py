"""The linear side of a level: a bound from the linear relaxation, and rosters near its solution.

It runs in a process of its own beside CP-SAT, in three steps:

1. The linear relaxation of the whole model is solved. Its multipliers prove a bound in exact arithmetic
   (`solver.certificate`). With teams as variables it is mostly the true optimum.
2. Which municipality sits on which shift is left open only where the relaxation leaves it open (and, the
   next time, where the best roster disagrees); the small program that remains is solved in whole numbers.
3. Where value and bound still differ, the whole mixed-integer program is solved. Its bounds come in floating
   point and are rounded up with a tolerance.
"""

from __future__ import annotations

from enum import Enum, auto
from fractions import Fraction
from math import ceil, isfinite

from solver.certificate import certified
from solver.column import Cell
from solver.highs import Answer, Job
from solver.highs_process import HighsProcess
from solver.linear import linear_model
from solver.model import held_draft, held_values
from solver.params import Params
from solver.standing import Standing
from wfm.finding import Level
from wfm.proof import Method, Proof

TOLERANCE = Fraction(1, 1_000_000)
"""A floating-point bound is rounded up from this much below."""

OPEN = 1e-6
"""What a relaxation values less is taken to be left out by it."""

NEAR = 60.0
"""Seconds that the mixed-integer program near the relaxation may take."""


class Step(Enum):
    """What the process is doing."""

    RELAXED = auto()
    NEAR = auto()
    NEARER = auto()
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
    """

    def __init__(self, standing: Standing, level: Level, process: HighsProcess, params: Params) -> None:
        self._standing = standing
        self._level = level
        self._process = process
        self._params = params
        self._held = held_values(standing, level)
        self._draft = held_draft(standing, level, held=self._held)
        self._model = linear_model(self._draft.model.proto)
        self._open: set[Cell] = set()
        self._number = 0
        self.step = Step.RELAXED
        self._give(whole=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.step is Step.OVER

    def stop(self) -> None:
        """Stop at once."""
        self.step = Step.OVER
        self._process.end()

    def take(self) -> None:
        """Take what has arrived, and go on to the next step."""
        for answer in self._process.take():
            if answer.number != self._number:
                continue
            if answer.ended:
                self._ended(answer)
            elif self.step is Step.WHOLE:
                self._prove(answer.bound)
        if self._process.ended:
            self.step = Step.OVER

    # --- steps ---------------------------------------------------------------------------------

    def _ended(self, answer: Answer) -> None:
        if self.step is Step.RELAXED:
            self._relaxed(answer)
            return
        if answer.values:
            self._standing.offer(self._draft.seating.roster(answer.values))
        if self.step is Step.WHOLE:
            self._prove(answer.bound)
            self.step = Step.OVER
        elif self.step is Step.NEAR and not self._standing.closed(self._level):
            self._look_near(Step.NEARER)
        else:
            self._solve_whole()

    def _relaxed(self, answer: Answer) -> None:
        """Prove the relaxation's bound; look near its solution, or give up where there is none."""
        if answer.duals and self._standing.reachable(self._level):
            found = certified(self._model, self._level, self._held, answer.duals)
            self._standing.prove(self._level, found.bound, Proof(Method.CERTIFICATE, "HiGHS"), found)
        if not answer.values:
            self.step = Step.OVER
            return
        self._open = {
            column.cell for column in self._draft.columns if answer.values[column.variable.index] > OPEN
        }
        self._look_near(Step.NEAR)

    def _look_near(self, step: Step) -> None:
        """Solve what the relaxation leaves open, and what the best roster has."""
        self.step = step
        best = self._standing.best.roster
        plan = self._standing.plan
        wide = set(self._open)
        if step is Step.NEARER:
            wide |= {Cell(plan.agent[agent].municipality, shift) for agent, shift in best}
        upper = list(self._model.upper)
        for column in self._draft.columns:
            if column.cell not in wide and not self._model.lower[column.variable.index]:
                upper[column.variable.index] = 0
        self._give(whole=True, upper=upper, seconds=NEAR)

    def _solve_whole(self) -> None:
        self.step = Step.WHOLE
        self._give(whole=True)

    def _give(self, *, whole: bool, upper: list[int] | None = None, seconds: float | None = None) -> None:
        self._number += 1
        left = self._standing.clock.left
        model = self._model if upper is None else self._model.with_upper(upper)
        limit = left if seconds is None else min(seconds, left)
        self._process.give(Job(self._number, model, whole, limit, self._params.seed))

    def _prove(self, bound: float | None) -> None:
        if bound is None or not isfinite(bound) or not self._standing.reachable(self._level):
            return
        proof = Proof(Method.MIP, "HiGHS", TOLERANCE, 1)
        self._standing.prove(self._level, ceil(bound - float(TOLERANCE)), proof)
