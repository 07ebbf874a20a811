"""Vacancy: what somebody had to leave, and who could take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Assignment


@dataclass(frozen=True)
class Option:
    """Somebody, or a whole team, who could sit there.

    Parameters
    ----------
    joins
        Who would join the shift.
    leaves
        Who would have to leave it besides.
    levels, rules
        What that adds to the score against the seat left empty, by level and by rule; of the rules only
        those with a difference.
    chosen
        Whether the mended roster does just this.
    """

    joins: tuple[AgentId, ...]
    leaves: tuple[AgentId, ...]
    levels: Mapping[Level, int]
    rules: Mapping[str, int]
    chosen: bool


@dataclass(frozen=True)
class Vacancy:
    """A seat that somebody had to leave, or a shift that was given to others altogether.

    Parameters
    ----------
    shift, agents
        Where, and who can no longer sit there: one for a seat, all for a whole shift.
    options
        Best first.
    refused
        Who can't sit there, by the key of the rule that forbids it.
    unmeasured
        How many more could, besides the options.
    """

    shift: ShiftId
    agents: tuple[AgentId, ...]
    options: tuple[Option, ...]
    refused: Mapping[str, tuple[AgentId, ...]]
    unmeasured: int = 0


def impossible_assignments(plan: Plan, baseline: Baseline) -> tuple[Assignment, ...]:
    """Return the baseline's assignments on free shifts that can no longer be, in order of time and agent."""
    frozen = baseline.frozen_shifts(plan)
    gone = (
        (agent, shift)
        for agent, shift in baseline.roster
        if shift not in frozen and shift not in plan.assignable[agent]
    )
    return tuple(sorted(gone, key=lambda pair: (pair[1], pair[0])))
