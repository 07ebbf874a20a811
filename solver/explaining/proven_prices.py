"""Prices of locks and wishes from an open model: exact where the plan's best roster is proven.

The bound of the plan without a lock or a wish is proven by the multipliers at hand, or by those of its own
relaxation; a roster that meets it is looked for near the best one. Where none does, both are told.
"""

from __future__ import annotations

from solver.explaining.price_rows import PriceRow
from solver.linear.highs_process import HighsProcess
from solver.params import Clock
from solver.search.state import SearchEndedError, SearchState
from solver.session.near_search import search_near
from solver.session.open_level import OpenLevel
from solver.session.relaxed_plan import RelaxedPlans, Relaxing
from wfm.explanation import Outlook
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.rules import wishes


class ProvenPrices:
    """What locks and wishes cost, where the plan is proven.

    Parameters
    ----------
    result
        The plan's, which is proven at every level.
    opened
        The model that proved its quality.
    at_hand
        The roster from which changes are counted.
    """

    def __init__(self, result: Result, opened: OpenLevel, at_hand: Roster) -> None:
        self._result = result
        self._opened = opened
        self._at_hand = at_hand
        self._plans = RelaxedPlans(opened)
        self._process = HighsProcess()

    @classmethod
    def of(cls, result: Result, opened: OpenLevel | None, at_hand: Roster) -> ProvenPrices | None:
        """Return it where everything that it rests on is there, else ``None``."""
        if opened is None or opened.level is not Level.QUALITY or not opened.duals:
            return None
        if result.status is not Status.OPTIMAL or result.score is None or not opened.fits:
            return None
        certified = Level.QUALITY in result.certificates or not result.score.quality
        return cls(result, opened, at_hand) if certified else None

    def close(self) -> None:
        """End the process that searches beside this one."""
        self._process.end()

    def outlook(self, row: PriceRow, seconds: float) -> Outlook | None:
        """Return the best roster without a lock or a wish; ``None`` where the open model can't tell.

        Parameters
        ----------
        row
            What is left out. Without a wish all levels before quality stay as good as they can be; without a
            lock they do only where they are 0.
        seconds
            Wall time at most.
        """
        best = self._result
        if best.roster is None or best.score is None or row.subject.entry is None:
            return None
        earlier = {level: best.score[level] for level in best.score.levels[:-1]}
        if row.rule != wishes.KEY and any(earlier.values()):
            return None
        state = SearchState(row.without, best.roster, Clock(seconds))
        for level, value in earlier.items():
            state.prove(level, value, best.proofs[level])
        wish = row.rule == wishes.KEY
        index = row.subject.entry
        relaxing = self._plans.without_wish(index) if wish else self._plans.without_lock(index)
        state.prove(Level.QUALITY, self._plans.prove(relaxing), Proof(ProofMethod.CERTIFICATE, "GLOP"))
        try:
            if not state.closed(Level.QUALITY):
                self._improve(state, relaxing, best.roster)
        except SearchEndedError:
            pass
        if state.interrupted:
            raise KeyboardInterrupt
        roster, score = state.best
        changed = len(self._at_hand.difference(roster))
        return Outlook(roster=roster, values=score.values, bounds=state.bounds, changed=changed)

    def _improve(self, state: SearchState, relaxing: Relaxing, best: Roster) -> None:
        """Look for a better roster, and for a higher bound, until they meet."""
        opened = self._plans.open(relaxing, state)
        opened.relax(best)
        for wide in (False, True):
            if opened.solution and not state.closed(Level.QUALITY):
                search_near(opened, state, self._process, best, 1, wide=wide)
