"""Baseline: a roster to stay close to, and up to which day it stays just as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wfm.finding import SCORED, Level
from wfm.ids import ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

WITH_CHANGES = (Level.COVERAGE, Level.COMPETENCE, Level.CHANGES, Level.QUOTA, Level.QUALITY)
"""The levels of a score that counts changes, best first."""


@dataclass(frozen=True)
class Baseline:
    """What a new roster is compared with.

    Parameters
    ----------
    roster
        The roster to stay close to: each of its assignments that a new one lacks is a change. Who
        stands twice on a shift counts once.
    freeze_before
        Shifts of earlier days are frozen: they stay as `roster` has them, empty seats too, whatever the
        rules say. ``None`` freezes nothing.
    """

    roster: Roster
    freeze_before: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "roster", Roster.of(dict.fromkeys(self.roster)))

    def frozen_shifts(self, plan: Plan) -> frozenset[ShiftId]:
        """Return the plan's shifts that stay as they are."""
        before = self.freeze_before
        return frozenset(shift.id for shift in plan.shifts if before is not None and shift.day < before)

    def frozen_part(self, plan: Plan) -> Roster:
        """Return the roster of the frozen shifts alone."""
        frozen = self.frozen_shifts(plan)
        return Roster.of((agent, shift) for agent, shift in self.roster if shift in frozen)


def levels_of(baseline: Baseline | None) -> tuple[Level, ...]:
    """Return the levels of a score, best first: ``changes`` is one only where there is a baseline."""
    return SCORED if baseline is None else WITH_CHANGES
