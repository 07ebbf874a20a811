"""Who sits beside whom: the shifts on which novices learn, chosen after the roster is made.

A novice takes no seat, so nothing here touches a score, a quota or a balance. The choice follows from plan
and roster alone and goes forward in time, week by week: what is chosen for a week does not depend on who
sits in later ones (but for the rest before a seat of one's own), so that a change of the roster leaves
alone the weeks before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wfm.agent import Agent
from wfm.availability import EntryKind
from wfm.calendar import Shift, Week
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.previous_weeks import ends_before, shifts_before
from wfm.roster import Assignment, Roster

EXPERIENCE = frozenset({"erfaren", "experienced"})
"""Codes of the competence, in two languages, whose holders a novice rather sits beside."""


def seats_beside(plan: Plan, roster: Roster) -> Roster:
    """Return who sits beside on which shift, as a roster of novices.

    A novice sits beside only where somebody of the same municipality sits, at most one novice beside each,
    and keeps every limit of an agent: availability, employment, shifts a day and a week, and rest, also from
    shifts in another employment. In each week the choice falls on shifts, as many as the weekly limit allows,
    that are no undesired time, where somebody experienced sits, with a start and on a weekday that the novice
    has seen least; then on wanted times, and the earliest.

    Parameters
    ----------
    plan
        The question; its novices are the agents with ``beside_until``.
    roster
        Who sits in the seats.
    """
    novices = [agent for agent in plan.novices if plan.staffs(agent.municipality)]
    if not novices:
        return Roster()
    choice = _Choice(plan, roster, {agent.id: plan.open_to(agent) for agent in novices})
    for week in plan.shifts_of_week:
        choice.choose(week, novices)
    return Roster.of(choice.chosen)


@dataclass
class _Choice:
    """What is chosen so far, in order of time."""

    plan: Plan
    roster: Roster
    present: Mapping[AgentId, frozenset[ShiftId]]
    chosen: list[Assignment] = field(default_factory=list)
    _of_agent: dict[AgentId, list[Shift]] = field(default_factory=dict)
    _beside: Counter[tuple[ShiftId, MunicipalityCode]] = field(default_factory=Counter)
    _seen: Counter[tuple[AgentId, str, int]] = field(default_factory=Counter)

    def choose(self, week: Week, novices: Sequence[Agent]) -> None:
        """Choose a week's shifts for all novices in turn, one each, until nobody can have another."""
        waiting = {agent.id: agent for agent in novices}
        open_to = {agent.id: self._open(agent, week) for agent in novices}
        while waiting:
            for agent in tuple(waiting.values()):
                able = [shift for shift in open_to[agent.id] if self._may(agent, shift)]
                if not able:
                    del waiting[agent.id]
                    continue
                self._take(agent, min(able, key=lambda shift: self._rank(agent, shift)))

    def _open(self, agent: Agent, week: Week) -> Sequence[Shift]:
        """Return the week's shifts on which the agent is a novice, could be present and has a colleague."""
        return [
            shift
            for shift in self.plan.shifts_of_week[week]
            if shift.id in self.present[agent.id]
            and agent.is_novice_on(shift.day)
            and self._colleagues(agent, shift)
        ]

    def _colleagues(self, agent: Agent, shift: Shift) -> Sequence[Agent]:
        """Return who of the agent's municipality sits there, other than the same human being."""
        sitting = map(self.plan.agent.__getitem__, dict.fromkeys(self.roster.on(shift.id)))
        own = self.plan.selves[agent.id]
        return [one for one in sitting if one.municipality == agent.municipality and one.id not in own]

    def _may(self, agent: Agent, shift: Shift) -> bool:
        """Tell whether a shift more keeps the limits, and a colleague there has no novice yet."""
        plan = self.plan
        if self._beside[shift.id, agent.municipality] >= len(self._colleagues(agent, shift)):
            return False
        own = [*self._seats_of(agent.id), *self._of_agent.get(agent.id, ())]
        in_week = sum(one.week == shift.week for one in own) + shifts_before(plan, agent.id, shift.week)
        if in_week >= plan.weekly_limit(agent):
            return False
        all_own = list(self._shifts_of_person(agent.id))
        of_day = sum(one.day == shift.day for one in all_own)
        clear = all(one.id != shift.id for one in all_own)
        return clear and of_day < plan.hotline.limits.shifts_per_day and self._rests(agent, shift, all_own)

    def _rests(self, agent: Agent, shift: Shift, own: Sequence[Shift]) -> bool:
        """Tell whether enough rest lies between the shift's day and every other day of the human being."""
        wanted = timedelta(minutes=self.plan.hotline.limits.rest)
        begins, ends = shift.starts_at, shift.ends_at
        for one in own:
            if one.day == shift.day:
                begins, ends = min(begins, one.starts_at), max(ends, one.ends_at)
        before: list[datetime] = [one.ends_at for one in own if one.day < shift.day]
        before += [end for one in self.plan.selves[agent.id] for end in ends_before(self.plan, one)]
        after = [one.starts_at for one in own if one.day > shift.day]
        return all(begins - end >= wanted for end in before) and all(
            start - ends >= wanted for start in after
        )

    def _shifts_of_person(self, agent: AgentId) -> Iterator[Shift]:
        for one in self.plan.selves[agent]:
            yield from self._seats_of(one)
            yield from self._of_agent.get(one, ())

    def _seats_of(self, agent: AgentId) -> Iterator[Shift]:
        return map(self.plan.shift.__getitem__, self.roster.of_agent(agent))

    def _rank(self, agent: Agent, shift: Shift) -> tuple[object, ...]:
        """Return what makes one shift better than another: the smaller, the better."""
        undesired, preferred = (
            any(e.kind is kind and e.overlaps(shift) for e in self.plan.entries_of.get(agent.id, ()))
            for kind in (EntryKind.UNDESIRED, EntryKind.PREFERRED)
        )
        experienced = any(_is_experienced(one) for one in self._colleagues(agent, shift))
        start, weekday = self._kinds(shift)
        seen = (self._seen[agent.id, *start], self._seen[agent.id, *weekday])
        return undesired, not experienced, *seen, not preferred, shift.id

    @staticmethod
    def _kinds(shift: Shift) -> tuple[tuple[str, int], tuple[str, int]]:
        return ("start", shift.start), ("weekday", shift.day.weekday())

    def _take(self, agent: Agent, shift: Shift) -> None:
        self.chosen.append((agent.id, shift.id))
        self._of_agent.setdefault(agent.id, []).append(shift)
        self._beside[shift.id, agent.municipality] += 1
        for kind in self._kinds(shift):
            self._seen[agent.id, *kind] += 1


def _is_experienced(agent: Agent) -> bool:
    held: frozenset[CompetenceCode] = agent.competences
    return not EXPERIENCE.isdisjoint(held)
