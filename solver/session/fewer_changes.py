"""The best roster found with no more than some changes; what is proven is still of all rosters."""

from __future__ import annotations

from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params
from solver.search.state import SearchEndedError, SearchState
from solver.session.near_search import search_near
from solver.session.open_level import OpenLevel
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.plan import Plan
from wfm.result import Result
from wfm.roster import Roster


def within_changes(
    plan: Plan, result: Result, before: Roster, most: int, params: Params, process: HighsProcess
) -> tuple[Result, bool]:
    """Return the answer with the best roster found of which few changes are asked, and whether there is one.

    Parameters
    ----------
    plan
        The question.
    result
        Its answer without that limit, which has a roster.
    before
        The roster from which changes are counted.
    most
        So many of its assignments may be gone.
    params, process
        As of :class:`solver.session.improving.Improving`.
    """
    if result.roster is None or result.score is None or len(before.difference(result.roster)) <= most:
        return result, True
    state = SearchState(plan=plan, roster=pin_locks(plan), clock=Clock(params.time_limit))
    near = greedy_roster(plan, params.seed, state.clock, Baseline(keep_known(plan, before)))
    if len(before.difference(near)) <= most:
        state.offer(near)
    try:
        held = {level: result.score[level] for level in state.levels[:-1]}
        _search(OpenLevel(state, Level.QUALITY, held), state, before, most, params, process)
    except SearchEndedError:
        pass
    best = state.best
    if len(before.difference(best.roster)) > most:
        return result, False
    return result.with_roster(*best), True


def keep_known(plan: Plan, roster: Roster) -> Roster:
    """Return what of a roster is about agents and shifts of a plan."""
    return Roster.of(pair for pair in roster if pair[0] in plan.agent and pair[1] in plan.shift)


def _search(
    opened: OpenLevel, state: SearchState, before: Roster, most: int, params: Params, process: HighsProcess
) -> None:
    """Search near the roster before; the state gets no roster with more changes."""
    sat = frozenset(before)
    kept = [
        (column.variable.index, sum((agent, column.cell.shift) in sat for agent in column.agents))
        for column in opened.draft.columns
    ]
    opened.model.add_row([one for one in kept if one[1]], len(sat) - most, None)
    opened.relax(before)
    if opened.solution:
        search_near(opened, state, process, before, params.seed, wide=True)
