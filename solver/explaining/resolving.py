"""Solve a plan from rosters at hand: the one place from which explaining calls the search."""

from __future__ import annotations

from collections.abc import Sequence

from solver.search.solve import solve
from wfm.explanation import Outlook
from wfm.plan import Plan
from wfm.roster import Roster

WORKERS = 2


def resolve(plan: Plan, starts: Sequence[Roster], seconds: float, at_hand: Roster) -> Outlook | None:
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
    result = solve(plan, time_limit=seconds, workers=WORKERS, start=starts)
    if result.interrupted:
        raise KeyboardInterrupt
    if result.roster is None or result.score is None:
        return None
    changed = len(at_hand.difference(result.roster))
    return Outlook(roster=result.roster, values=result.score.values, bounds=result.bounds, changed=changed)
