"""Solve a plan from rosters at hand: the one place from which explaining calls the search."""

from __future__ import annotations

from collections.abc import Sequence

from solver.search import solve
from wfm.explanation import Outlook
from wfm.plan import Plan
from wfm.result import Result
from wfm.roster import Roster
from wfm.score import Score, measure

WORKERS = 2


def resolved(plan: Plan, starts: Sequence[Roster], seconds: float, at_hand: Roster) -> Outlook | None:
    """Return the best roster of a plan that was found in some seconds, the rosters at hand counted in.

    Parameters
    ----------
    plan
        The question, changed or not.
    starts
        Rosters to begin from; those that break a hard rule of the plan are passed over.
    seconds
        Wall time at most.
    at_hand
        The roster from which changes are counted.

    Returns
    -------
    Outlook
        ``None`` where the plan's locks can't be kept.

    Raises
    ------
    KeyboardInterrupt
        Where the search was stopped by hand: then nothing more is to be solved either.
    """
    result = solve(plan, time_limit=seconds, workers=WORKERS)
    if result.interrupted:
        raise KeyboardInterrupt
    if result.roster is None or result.score is None:
        return None
    best = min(_candidates(plan, result, starts), key=lambda pair: tuple(pair[1].values.values()))
    roster, score = best
    changed = len(at_hand.missing_from(roster))
    return Outlook(roster, score.values, result.bounds, changed)


def _candidates(plan: Plan, result: Result, starts: Sequence[Roster]) -> list[tuple[Roster, Score]]:
    assert result.roster is not None
    measured = [(roster, measure(plan, roster)) for roster in (*starts, result.roster)]
    return [(roster, score) for roster, score in measured if not score.breaches]
