"""The public verb of this room: a plan and a roster in, all that was explained of it out."""

from __future__ import annotations

from solver.explaining.findings import Tell, explain_findings
from solver.explaining.pricing import prices
from solver.explaining.quality import dearest, explain_quality
from solver.explaining.rules import QUALITY
from solver.explaining.why_not import why_not
from solver.heuristics.greedy import pin_locks
from solver.infeasibility.conflict import find_conflict
from solver.params import Clock
from wfm.explanation import Explanation, FindingFilter, RosterExplanation
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.score import measure

HALF = 0.5

MOST_ASKED = 10
"""Findings of quality that are asked about where none is named: the dearest."""


def explain(
    plan: Plan,
    roster: Roster | None,
    time_limit: float = 60,
    *,
    assignment: Assignment | None = None,
    about: FindingFilter | None = None,
    with_prices: bool = False,
    tell: Tell | None = None,
) -> RosterExplanation:
    """Explain a roster of a plan.

    Parameters
    ----------
    plan
        The question.
    roster
        The roster at hand; where the plan has none at all it is not looked at and may be missing.
    time_limit
        Seconds of wall time, about; what there was no time for is told as such.
    assignment
        An agent and a shift of the plan: explain why the agent does not have it, and nothing of the
        roster's findings.
    about
        Explain these findings and no other; of quality otherwise only the dearest.
    with_prices
        Whether to price locks and wishes as well.
    tell
        Called with how far it has come.

    Returns
    -------
    Explained
        Only the conflict where the locks contradict each other or the rules.
    """
    if not has_roster(plan) or roster is None:
        return RosterExplanation(conflict=find_conflict(plan))
    clock = Clock(time_limit)
    part = Clock(time_limit * (HALF if with_prices else 1))
    found, left = ((), 0) if assignment else _findings(plan, roster, about or FindingFilter(), part, tell)
    return RosterExplanation(
        explanations=found,
        why_not=why_not(plan, roster, assignment, part) if assignment else None,
        prices=prices(plan, roster, Clock(clock.left), tell) if with_prices else None,
        not_asked=left,
    )


def _findings(
    plan: Plan, roster: Roster, about: FindingFilter, clock: Clock, tell: Tell | None
) -> tuple[tuple[Explanation, ...], int]:
    """Explain findings, level by level; return how many there was no time or no room for as well."""
    told = tell or (lambda *_: None)
    quality = [one for one in measure(plan, roster).findings if one.rule in QUALITY and about.holds(one)]
    first: tuple[Explanation, ...] = ()
    if not about.is_of_quality:
        first = explain_findings(plan, roster, Clock(clock.limit * (HALF if quality else 1)), told)
    asked = dearest(plan, quality)[: None if about.is_of_quality else MOST_ASKED]
    last, left = explain_quality(plan, roster, asked, clock, told) if asked else ((), 0)
    return (*first, *last), left + len(quality) - len(asked)


def has_roster(plan: Plan) -> bool:
    """Tell whether a plan's locks can be kept, so that it has a roster."""
    return not measure(plan, pin_locks(plan)).breaches
