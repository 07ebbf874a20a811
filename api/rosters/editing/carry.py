"""A roster carried to a newer state of its plan: what is still possible stays, and all else is told.

The past stays as it was. Of the days to come an assignment is lost where its shift is gone, where its agent
left or works for another municipality, is away, or belongs to a municipality that staffs no more; nothing
else is. What rules that bind several agents forbid now (limits, rest, pairing, locks, fewer seats) is for
somebody to decide on, and is told as any breach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from api.rosters.editing.difference import Difference, difference
from api.rosters.editing.past import PlanWithPast, keep_past, name_former
from wfm.baseline import Baseline
from wfm.calendar import Shift
from wfm.finding import Finding
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure


class LossReason(StrEnum):
    """Why somebody loses a shift."""

    SHIFT_GONE = "shift_gone"
    """The plan has no such shift any more."""
    LEFT = "left"
    """The agent is in the plan no more, or is not employed on that day."""
    OTHER_MUNICIPALITY = "other_municipality"
    """The agent works for another municipality."""
    STAFFS_NO_MORE = "staffs_no_more"
    """The agent's municipality only finances now."""
    SITS_BESIDE = "sits_beside"
    """The agent is a novice then, who takes no seat."""
    UNAVAILABLE = "unavailable"
    """The agent is away then, or takes no shifts in a week."""


@dataclass(frozen=True)
class Loss:
    """A seat that somebody loses.

    Parameters
    ----------
    agent, shift
        Who, by the id of the newer state, and the shift as it was.
    reason
        Why.
    """

    agent: AgentId
    shift: Shift
    reason: LossReason


@dataclass(frozen=True)
class RosterSide:
    """A plan and a roster of it."""

    plan: Plan
    roster: Roster


@dataclass(frozen=True)
class Carry:
    """A roster on a newer state of its plan.

    Parameters
    ----------
    before
        The roster as it was, under the ids of the newer state.
    past
        The newer state, with the days that have been as they were.
    roster
        What of it is still possible.
    losses
        What is not, in order of time and agent.
    today
        The first day that may differ.
    """

    before: RosterSide
    past: PlanWithPast
    roster: Roster
    losses: tuple[Loss, ...]
    today: date

    @property
    def plan(self) -> Plan:
        """The newer state, with the days that have been as they were."""
        return self.past.plan

    @property
    def amends_plan(self) -> bool:
        """Whether the newer state had to be given the past back, and so is another one."""
        return self.past.is_other

    @cached_property
    def new_shifts(self) -> tuple[Shift, ...]:
        """Shifts that there were none of, in order of time; nobody sits on them yet."""
        return tuple(shift for shift in self.plan.shifts if shift.id not in self.before.plan.shift)

    @cached_property
    def gone_shifts(self) -> tuple[Shift, ...]:
        """Shifts that there are no more, in order of time, also those on which nobody sat."""
        return tuple(shift for shift in self.before.plan.shifts if shift.id not in self.plan.shift)

    @cached_property
    def baseline(self) -> Baseline | None:
        """The past as something that stays whatever the rules say now; none where they say nothing."""
        frozen = Baseline(self.roster, self.today)
        return frozen if measure(self.plan, self.roster, frozen).forced else None

    @cached_property
    def score(self) -> Score:
        """How good it is now."""
        return measure(self.plan, self.roster, self.baseline)

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """Hard rules that it breaks now: for somebody to mend before it is published."""
        return self.score.breaches

    @cached_property
    def difference(self) -> Difference:
        """What differs by agent, municipality and shift, the quotas' targets among it."""
        return difference(self.before, RosterSide(self.plan, self.roster))

    @cached_property
    def labels(self) -> Mapping[AgentId, str]:
        """What those who lose something are called."""
        return self.before.plan.labels


def carry_roster(
    before: Plan, roster: Roster, after: Plan, today: date, *, places_only: bool = False
) -> Carry:
    """Return a roster on a newer state of its plan.

    Parameters
    ----------
    before, roster
        The state that it was made for, under the ids of the newer one, and who sits where.
    after
        The newer state.
    today
        What lies before that day stays as it was.
    places_only
        Whether only that is lost for which there is no place: shift or agent are there no more.

    Raises
    ------
    PastHoursError
        Where the newer state's opening hours leave no room for the shifts that have been.
    """
    before, roster, former = name_former(before, roster, after, today)
    past = replace(keep_past(before, roster, after, today), former=former)
    kept: list[tuple[AgentId, ShiftId]] = []
    losses: list[Loss] = []
    for agent, shift in roster:
        reason = None
        if before.shift[shift].day >= today:
            reason = _place_lost(before, past, agent, shift)
            reason = reason if reason or places_only else _seat_lost(past.plan, agent, shift)
        if reason is None:
            kept.append((agent, shift))
        else:
            losses.append(Loss(agent, before.shift[shift], reason))
    return Carry(
        before=RosterSide(before, roster),
        past=past,
        roster=Roster.of(kept),
        losses=tuple(losses),
        today=today,
    )


def _place_lost(before: Plan, past: PlanWithPast, agent: AgentId, shift: ShiftId) -> LossReason | None:
    """Return why there is no place for somebody on a shift to come any more; nothing where there is."""
    now = past.plan.agent.get(agent)
    if shift not in past.plan.shift:
        return LossReason.SHIFT_GONE
    if now is None or agent in past.back:
        return LossReason.LEFT
    if agent in past.successors or now.municipality != before.agent[agent].municipality:
        return LossReason.OTHER_MUNICIPALITY
    return None


def _seat_lost(after: Plan, agent: AgentId, shift: ShiftId) -> LossReason | None:
    """Return why somebody of the plan can't sit on a shift of it; nothing where they can."""
    if shift in after.assignable[agent]:
        return None
    if not after.agent[agent].employed_on(after.shift[shift].day):
        return LossReason.LEFT
    if after.agent[agent].is_novice_on(after.shift[shift].day):
        return LossReason.SITS_BESIDE
    staffs = after.staffs_on(after.agent[agent].municipality, after.shift[shift].day)
    return LossReason.UNAVAILABLE if staffs else LossReason.STAFFS_NO_MORE
