"""The best roster of an edited plan, from the roster that was the best before the edit."""

from __future__ import annotations

from collections.abc import Mapping
from time import sleep

from solver.heuristics.greedy import greedy_roster
from solver.linear.highs_process import HighsProcess
from solver.params import Params
from solver.progress import Phase
from solver.search.block_bounds import BlockBounds
from solver.search.build import earlier_values
from solver.search.counting_bounds import plain_bounds
from solver.search.cp_sat import TICK
from solver.search.levels import search, small
from solver.search.state import SearchState
from solver.session.near_search import search_near
from solver.session.open_level import OpenLevel
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.proof import COUNTING
from wfm.roster import Roster

CORNERS = 2
"""Corners besides the nearest that are looked at, before the whole plan is searched as from nothing."""


class Improving:
    """A search that goes out from a roster at hand.

    Parameters
    ----------
    state
        Where it stands; without a baseline.
    params
        Workers and seed.
    process
        For mixed-integer programs near the roster; it has nothing else to do.
    at_hand
        The roster from which it goes out, of the plan's agents and shifts; it may break its rules.

    Attributes
    ----------
    opened
        The last model that was built; ``None`` where none was.
    """

    def __init__(self, state: SearchState, params: Params, process: HighsProcess, at_hand: Roster) -> None:
        self._state = state
        self._params = params
        self._process = process
        self._at_hand = at_hand
        self.opened: OpenLevel | None = None
        self._strictly = True

    def run(self) -> None:
        """Improve the state until all is proven.

        Raises
        ------
        SearchEndedError
            Where the search must end before.
        """
        state = self._state
        state.offer(self._at_hand)
        if state.best.roster != self._at_hand:
            seed, clock = self._params.seed, state.clock
            state.offer(greedy_roster(state.plan, seed, clock, Baseline(self._at_hand)))
        for level, bound in plain_bounds(state.plan, state.baseline).items():
            state.prove(level, bound, COUNTING)
        state.raise_if_over()
        if not small(state.plan) and self._near():
            return
        if not state.closed(Level.QUALITY):
            with HighsProcess() as process:
                search(state, self._params, process, strictly=self._strictly)

    def _near(self) -> bool:
        """Look near the roster at hand; tell whether that settled everything."""
        state = self._state
        state.enter(Phase.LEVEL)
        if self._close(Level.QUALITY, {level: state.bounds[level] for level in state.levels[:-1]}):
            return True
        return not state.closed(state.levels[-2]) and all(
            state.closed(level) or self._close(level, earlier_values(state, level)) for level in state.levels
        )

    def _close(self, level: Level, held: Mapping[Level, int]) -> bool:
        """Look for the best roster of a level, the earlier ones held; tell whether it is proven.

        Where `held` is less than the best roster's values, one is looked for that is better at those levels.
        """
        state = self._state
        state.raise_if_over()
        opened = self.opened = OpenLevel(state, level, held)
        opened.relax(self._at_hand)
        self._strictly &= not opened.impossible
        if state.closed(level) or not opened.solution:
            return state.closed(level)
        self._search_near(opened, wide=False)
        for number in range(CORNERS + 1):
            if number and not state.closed(level) and opened.fits:
                opened.relax(state.best.roster, self._params.seed + number)
            if not state.closed(level) and (opened.fits or not number):
                self._search_near(opened, wide=True)
            if not state.closed(level) and not number:
                self._prove_by_blocks(opened)
        return state.closed(level)

    def _search_near(self, opened: OpenLevel, *, wide: bool) -> None:
        search_near(opened, self._state, self._process, self._at_hand, self._params.seed, wide=wide)

    def _prove_by_blocks(self, opened: OpenLevel) -> None:
        """Look for a higher bound than the relaxation's."""
        blocks = BlockBounds(self._state, opened.level, opened, self._process)
        if not blocks.worthwhile:
            return
        blocks.begin()
        try:
            while blocks.busy and not self._state.over:
                blocks.take()
                sleep(TICK / 5)
        finally:
            blocks.stop()
        self._state.raise_if_over()
