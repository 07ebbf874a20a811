"""One level's model, and a corner of its relaxation near a roster at hand."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from copy import copy

from solver.linear.certificate import certify
from solver.linear.model import LinearModel, linear_model
from solver.linear.near_simplex import NearCorner, near_corner
from solver.search.build import draft_after
from solver.search.cp_sat import TICK
from solver.search.state import SearchState
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod
from wfm.roster import Roster

HUGE = 100_000
"""Columns from which on municipalities' parts are not solved to prove a bound."""


class OpenLevel:
    """The model of one level, the earlier ones held.

    Parameters
    ----------
    state
        Where the search stands.
    level
        What is minimised.
    held
        By earlier level, the value that the model allows at most.

    Attributes
    ----------
    draft, model
        Of the whole plan.
    solution, duals
        Of the last corner; empty where there is none.
    impossible
        Whether the relaxation was found to have no solution.
    corners
        All that were found.
    many
        Whether the plan is too large for a bound by municipalities.
    """

    def __init__(self, state: SearchState, level: Level, held: Mapping[Level, int]) -> None:
        self._state = state
        self.level = level
        self.held = dict(held)
        self.draft = draft_after(state, level, held=self.held)
        self.model = linear_model(self.draft.model.proto)
        self.many = len(self.draft.columns) > HUGE
        self.solution: Sequence[float] = ()
        self.duals: Sequence[float] = ()
        self.impossible = False
        self.corners: list[Sequence[float]] = []
        self._certificate: Certificate | None = None

    def copy_for(self, state: SearchState, model: LinearModel) -> OpenLevel:
        """Return the same for another state, with rows and costs of another model of the same columns.

        Its bounds are bounds of the state's plan, but no certificate of its own: the model is not what
        anybody builds of that plan.
        """
        other = copy(self)
        other._state, other.model = state, model  # noqa: SLF001 - of its own kind
        other.solution, other.duals, other.corners, other._certificate = (), (), [], None  # noqa: SLF001
        return other

    def relax(self, roster: Roster, seed: int | None = None) -> None:
        """Find a corner near a roster, offer the roster that it makes, and prove what its multipliers prove.

        Parameters
        ----------
        roster
            Near which; it need not fit the model.
        seed
            For another corner than the nearest.
        """
        corner = self._corner(roster, seed)
        self.impossible = corner.impossible
        if not corner.values:
            return
        self.solution, self.duals = corner.values, corner.duals
        self.corners.append(corner.values)
        self._state.offer(self.draft.seating.roster(corner.values))
        found = certify(self.model, self.level, self.held, corner.duals)
        if self._certificate is None or found.bound > self._certificate.bound:
            self._certificate = found
        self.prove()

    @property
    def fits(self) -> bool:
        """Whether the best roster is one of the model's."""
        return all(self._state.score[level] <= most for level, most in self.held.items())

    def prove(self) -> None:
        """Note the bound, where the levels before are as good as they can be and held at just that."""
        state = self._state
        exact = all(state.score[level] == value for level, value in self.held.items())
        if self._certificate is not None and exact and state.reachable(self.level):
            proof = Proof(ProofMethod.CERTIFICATE, "GLOP")
            state.prove(self.level, self._certificate.bound, proof, self._certificate)

    @property
    def target(self) -> int:
        """What is known that no roster of the model goes below."""
        certified = self._certificate.bound if self._certificate is not None else 0
        return max(certified, self._state.bounds[self.level])

    def _corner(self, roster: Roster, seed: int | None) -> NearCorner:
        """Find a corner in a thread of its own, so that the caller's can be interrupted."""
        from ortools.util.python.solve_interrupter import SolveInterrupter

        favoured = [one.variable.index for one in self.draft.columns if one.chosen_in(roster)]
        interrupter, done = SolveInterrupter(), threading.Event()
        found: list[NearCorner | Exception] = []

        def solve() -> None:
            try:
                seconds = self._state.clock.left
                found.append(near_corner(self.model, favoured, seconds, seed=seed, interrupter=interrupter))
            except Exception as error:
                found.append(error)
            finally:
                done.set()

        threading.Thread(target=solve, daemon=True).start()
        over = False
        while not over:
            try:
                over = done.wait(TICK)
                if self._state.over:
                    interrupter.interrupt()
            except KeyboardInterrupt:
                self._state.interrupted = True
        self._state.raise_if_over()
        corner = found[0] if found else NearCorner()
        if isinstance(corner, Exception):
            raise corner
        return corner
