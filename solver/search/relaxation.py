"""The linear side of a level: a bound from the linear relaxation, and which part of the plan it leaves open.

HiGHS works in a process of its own beside CP-SAT.

- It solves the linear relaxation of the whole model. The multipliers prove a bound in exact arithmetic
  (`solver.linear.certificate`). With teams as variables it is mostly the true optimum.
- The relaxation's solution tells which municipality could sit on which shift in the best of rosters. Mostly a
  fifth of the plan is left open, and an optimal roster is among what is left.
- Where value and bound still differ, it solves the whole mixed-integer program. Those bounds come in floating
  point and are rounded up with a tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from fractions import Fraction
from math import ceil, isfinite
from typing import NamedTuple

from solver.heuristics.rounding import round_roster
from solver.linear.certificate import certify
from solver.linear.complete_hint import complete
from solver.linear.highs import HighsAnswer, Job
from solver.linear.highs_process import HighsProcess
from solver.linear.model import LinearModel, linear_model
from solver.model.columns import Cell, TeamColumn
from solver.model.draft import Draft
from solver.model.variables import open_pairs
from solver.params import Params
from solver.search.build import draft_after, earlier_values
from solver.search.state import SearchState
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod
from wfm.roster import Assignment, Roster

TOLERANCE = Fraction(1, 1_000_000)
"""A floating-point bound is rounded up from this much below."""

OPEN = 1e-3
"""What a relaxation values less is taken to be left out by it."""


MOST_OPEN = 20_000
"""Agents and shifts left open up to which whole municipalities are, on the shifts where they may sit."""

MANY = 8_000
"""Agents and shifts left open from which on a second relaxation is worth its time; a quarter has fewer."""

HUGE = 100_000
"""Columns from which on the mixed-integer program of the whole plan is not tried."""


class RelaxationStep(Enum):
    """What the process is doing."""

    IDLE = auto()
    RELAXED = auto()
    NARROWED = auto()
    WHOLE = auto()
    OVER = auto()


class NarrowModel(NamedTuple):
    """A part of the plan or all of it, as both kinds of solvers read it."""

    draft: Draft
    model: LinearModel


class Relaxation:
    """The linear side of one level.

    Parameters
    ----------
    state
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
    rounds
        Relaxations that have begun.
    promising
        Who could sit where in the best of rosters, by all the solutions that have been found.
    held
        By earlier level, the value that the model allows at most.
    draft, model
        Of the whole plan.
    solution
        By column, the last solution; empty before the first.
    duals
        By row, its multipliers; likewise.
    """

    def __init__(self, state: SearchState, level: Level, process: HighsProcess, params: Params) -> None:
        self._state = state
        self._level = level
        self._process = process
        self._params = params
        self.held = earlier_values(state, level)
        self.draft = draft_after(state, level, held=self.held)
        self.model = linear_model(self.draft.model.proto)
        self._pairs = open_pairs(state.plan)
        self._seating = self.draft.seating
        self._number = 0
        self.rounds = 0
        self.step = RelaxationStep.IDLE
        self.promising: frozenset[Assignment] = frozenset()
        self.solution: Sequence[float] = ()
        self.duals: Sequence[float] = ()

    @property
    def many(self) -> bool:
        """Whether so much is left open that it is searched by parts as well."""
        return len(self.promising) > MANY

    @property
    def huge(self) -> bool:
        """Whether the whole mixed-integer program is too large to be of use."""
        return len(self.draft.columns) > HUGE

    # --- what the process is asked for -------------------------------------------------------------

    def relax(self) -> None:
        """Begin to solve the linear relaxation; each time that it is asked for, another solution is found."""
        self.rounds += 1
        self._give(RelaxationStep.RELAXED, self.draft, self.model, self._params.seed + self.rounds - 1)

    def narrow(self) -> NarrowModel:
        """Return the model of what the relaxations leave open, and what the best roster has."""
        best = self._state.best.roster
        wide = self.promising.union(best)
        pairs = [pair for pair in self._pairs if pair in wide]
        draft = draft_after(self._state, self._level, pairs)
        model = linear_model(draft.model.proto)
        hint_whole(draft, model, best)
        return NarrowModel(draft, model)

    def solve_narrowed(self, narrowed: NarrowModel) -> None:
        """Begin to solve the mixed-integer program of what the relaxation leaves open."""
        self._give(RelaxationStep.NARROWED, *narrowed, self._params.seed)

    def solve_whole(self) -> None:
        """Begin to solve the whole mixed-integer program."""
        self._give(RelaxationStep.WHOLE, self.draft, self.model, self._params.seed)

    def whole(self) -> NarrowModel:
        """Return the model of everything."""
        hint_whole(self.draft, self.model, self._state.best.roster)
        return NarrowModel(self.draft, self.model)

    def stop(self) -> None:
        """Stop what the process is doing, if it does something."""
        if self.step not in (RelaxationStep.IDLE, RelaxationStep.OVER):
            self._process.restart()
            self.step = RelaxationStep.IDLE

    def _give(self, step: RelaxationStep, draft: Draft, model: LinearModel, seed: int) -> None:
        self._number = self._process.next_number()
        self._seating = draft.seating
        self.step = step
        left = self._state.clock.left
        self._process.give(
            Job(
                number=self._number,
                model=model,
                whole=step is not RelaxationStep.RELAXED,
                seconds=left,
                seed=seed,
            )
        )

    # --- what comes back ---------------------------------------------------------------------------

    def take(self) -> None:
        """Take what has arrived."""
        for answer in self._process.take():
            if answer.number != self._number:
                continue
            if self.step is RelaxationStep.RELAXED:
                self._relaxed(answer)
            else:
                self._solved(answer)
        if self._process.ended:
            self.step = RelaxationStep.OVER

    def _solved(self, answer: HighsAnswer) -> None:
        if answer.values:
            self._state.offer(self._seating.roster(answer.values))
        if self.step is RelaxationStep.WHOLE:
            self._prove(answer.bound)
        if answer.ended:
            self.step = RelaxationStep.OVER if self.step is RelaxationStep.WHOLE else RelaxationStep.IDLE

    def _relaxed(self, answer: HighsAnswer) -> None:
        """Prove the relaxation's bound; round its solution, and note what it leaves open."""
        self.duals = answer.duals
        if answer.duals and self._state.reachable(self._level):
            found = certify(self.model, self._level, self.held, answer.duals)
            self._state.prove(self._level, found.bound, Proof(ProofMethod.CERTIFICATE, "HiGHS"), found)
        if not answer.values:
            self.step = RelaxationStep.OVER
            return
        self.step = RelaxationStep.IDLE
        values = self.solution = answer.values
        valued = [
            (values[column.variable.index], column)
            for column in self.draft.columns
            if values[column.variable.index] > OPEN
        ]
        self.promising |= self._left_open(column for _, column in valued)
        plan, clock, baseline = self._state.plan, self._state.clock, self._state.baseline
        self._state.offer(round_roster(plan, valued, self._params.seed, clock, baseline))

    def _left_open(self, valued: Iterable[TeamColumn]) -> frozenset[Assignment]:
        """Return who may sit where: whole municipalities on a shift, unless that is too many."""
        plan, columns = self._state.plan, tuple(valued)
        cells = {column.cell for column in columns}
        found = [pair for pair in self._pairs if Cell(plan.agent[pair[0]].municipality, pair[1]) in cells]
        if len(found) <= MOST_OPEN:
            return frozenset(found)
        few = {(agent, column.cell.shift) for column in columns for agent in column.agents}
        return frozenset(pair for pair in found if pair in few or not plan.mixed_on(pair[1]))

    def _prove(self, bound: float | None) -> None:
        if bound is None or not isfinite(bound) or not self._state.reachable(self._level):
            return
        proof = Proof(method=ProofMethod.MIP, solver="HiGHS", tolerance=TOLERANCE, workers=1)
        self._state.prove(self._level, ceil(bound - float(TOLERANCE)), proof)


def hint_whole(draft: Draft, model: LinearModel, roster: Roster) -> None:
    """Give CP-SAT the whole solution that seats a roster as a hint."""
    values = complete(model, draft.columns, roster)
    found = draft.model.proto.solution_hint
    found.vars.clear()
    found.values.clear()
    found.vars.extend(range(len(values)))
    found.values.extend(values)
