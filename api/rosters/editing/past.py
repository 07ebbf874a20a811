"""A plan that changed while it is worked, with the days that have been as they were: a pure function.

What has been is no longer a question. A newer state of a plan that has other shifts on days before today, or
no longer knows somebody who sat on one, is given them back; of the days to come it stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from api.plans.person_answers import PersonAnswers
from api.rosters.editing.renaming import FORMER, rename_agents
from wfm.agent import Agent
from wfm.calendar import Closing, Shift, Span, cut_day
from wfm.errors import WfmError
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, ShiftId
from wfm.lock import Demand
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

HOURS_OF_THE_PAST = Text(
    "carry.hours_of_the_past",
    "opening hours under which the shifts of a weekday that have been can stand beside those to come; close "
    "or open single days instead",
)


AGAIN = "~"
"""Ends the id of somebody who is in the plan again though their id is somebody else's."""


class PastHoursError(WfmError):
    """No opening hours have both the shifts that have been and those to come."""

    def __init__(self) -> None:
        self.message: Message = HOURS_OF_THE_PAST()
        super().__init__(str(self.message))


@dataclass(frozen=True)
class PlanWithPast:
    """A state of a plan in which the days that have been are as they were.

    Parameters
    ----------
    plan
        The state.
    is_other
        Whether it differs from what was given: something of the past did.
    back
        Agents who sat on days that have been and are in the plan again, until yesterday.
    successors
        By agent who works for another municipality now: the id of the row for that employment.
    former
        The ids until now of those whose id is somebody else's by now.
    """

    plan: Plan
    is_other: bool
    back: tuple[AgentId, ...] = ()
    successors: Mapping[AgentId, AgentId] = field(default_factory=lambda: MappingProxyType({}))
    former: Mapping[AgentId, AgentId] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def answers(self) -> PersonAnswers:
        """Who the agents are that are in the plan again."""
        return PersonAnswers(
            same=frozenset(self.successors),
            new=frozenset(self.successors.values()),
            renumbered={agent: self.former[agent] for agent in self.back if agent in self.former},
        )


def name_former(
    before: Plan, roster: Roster, after: Plan, today: date
) -> tuple[Plan, Roster, Mapping[AgentId, AgentId]]:
    """Return a state and its roster with ids that a plan can have, for whoever sat on days that have been.

    Whoever's id is somebody else's by now goes by a mark that no plan has; those who come back into the plan
    need an id of their own. The ids until now are returned by the new ones.
    """
    sat = {agent for agent, shift in roster if before.shift[shift].day < today}
    former, new = dict[AgentId, AgentId](), {agent: agent for agent in before.agent}
    for agent in sorted(sat):
        if agent.endswith(FORMER) and agent not in after.agent:
            until_now = AgentId(agent.rstrip(FORMER))
            name = AgentId(until_now + AGAIN)
            while name in after.agent or name in former or name in new:
                name = AgentId(name + AGAIN)
            former[name], new[agent] = until_now, name
    renamed, sits = rename_agents(before, roster, new)
    return renamed, sits, MappingProxyType(former)


def keep_past(before: Plan, roster: Roster, after: Plan, today: date) -> PlanWithPast:
    """Return a newer state of a plan with the shifts and people of the days before today as they were.

    Parameters
    ----------
    before, roster
        The state that was worked, its agents under the ids of the newer one, and who sat where.
    after
        The newer state.
    today
        The first day that may differ.

    Raises
    ------
    PastHoursError
        Where no opening hours have both the shifts that have been and those to come.
    """
    if today <= before.hotline.period.first_day:
        return PlanWithPast(after, is_other=False)
    kept = _keep_people(before, roster, _keep_shifts(before, after, today), today)
    return replace(kept, is_other=kept.plan is not after)


# --- people ------------------------------------------------------------------------------------------


def _keep_people(before: Plan, roster: Roster, after: Plan, today: date) -> PlanWithPast:
    yesterday = today - timedelta(days=1)
    sat = sorted({agent for agent, shift in roster if before.shift[shift].day < today})
    changed = [agent for agent in sat if not _has_place(before, after, agent)]
    if not changed:
        return PlanWithPast(after, is_other=False)
    known = {competence.code for competence in after.hotline.competences}
    people, successors = dict(after.agent), dict[AgentId, AgentId]()
    for agent in changed:
        was = before.agent[agent]
        last = yesterday if was.last_day is None else min(was.last_day, yesterday)
        was = replace(was, last_day=last, competences=was.competences & known)
        if agent in after.agent:
            successors[agent] = successor_id(after.agent[agent], people)
            was, now = as_one_person(was, after.agent[agent], successors[agent], today)
            people[now.id] = now
        people[agent] = was
    return PlanWithPast(
        is_other=True,
        plan=_with_people(before, after, people, successors, today),
        back=tuple(agent for agent in changed if agent not in successors),
        successors=MappingProxyType(successors),
    )


def _has_place(before: Plan, after: Plan, agent: AgentId) -> bool:
    now = after.agent.get(agent)
    return now is not None and now.municipality == before.agent[agent].municipality


def successor_id(now: Agent, taken: Iterable[AgentId]) -> AgentId:
    """Return an id for somebody's row in another municipality: theirs with its code, and a number at need."""
    known, number = set(taken), 1
    name = AgentId(f"{now.id}-{now.municipality}")
    while name in known:
        number += 1
        name = AgentId(f"{now.id}-{now.municipality}-{number}")
    return name


def as_one_person(was: Agent, now: Agent, successor: AgentId, first_day: date) -> tuple[Agent, Agent]:
    """Return the two rows of somebody who works for another municipality from a day on."""
    person = was.person or now.person or was.id
    begins = first_day if now.first_day is None else max(now.first_day, first_day)
    last = now.last_day if now.last_day is None or now.last_day >= begins else begins
    later = replace(now, id=successor, person=person, first_day=begins, last_day=last)
    return replace(was, person=person), later


def _with_people(
    before: Plan,
    after: Plan,
    people: Mapping[AgentId, Agent],
    successors: Mapping[AgentId, AgentId],
    today: date,
) -> Plan:
    """Return the plan with these agents; what was said of somebody who moved is said of the new row."""
    codes = {agent.municipality for agent in people.values()} - after.municipality.keys()
    left = (replace(before.municipality[code], staffing=False, min_shifts=0) for code in sorted(codes))
    return replace(
        after,
        municipalities=(*after.municipalities, *left),
        agents=tuple(people.values()),
        availability=tuple(
            replace(entry, agent=successors.get(entry.agent, entry.agent)) for entry in after.availability
        ),
        locks=tuple(
            replace(lock, agent=successors.get(lock.agent, lock.agent))
            if lock.agent is not None and lock.day >= today
            else lock
            for lock in after.locks
        ),
    )


# --- shifts ------------------------------------------------------------------------------------------


class _Slot(NamedTuple):
    """A shift that the plan is to have."""

    span: Span
    seats: int
    mixed: bool


def _keep_shifts(before: Plan, after: Plan, today: date) -> Plan:
    past = {shift.id for shift in (*before.shifts, *after.shifts) if shift.day < today}
    if all(_same(before, after, shift) for shift in past):
        return after
    by_day: dict[date, list[_Slot]] = {}
    for plan in (before, after):
        for shift in plan.shifts:
            if (shift.day < today) is (plan is before):
                by_day.setdefault(shift.day, []).append(_slot(plan, shift))
    return _with_shifts(before.hotline, after, by_day, today)


def _same(before: Plan, after: Plan, shift: ShiftId) -> bool:
    was, now = before.shift.get(shift), after.shift.get(shift)
    return was is not None and now is not None and _slot(before, was) == _slot(after, now)


def _slot(plan: Plan, shift: Shift) -> _Slot:
    return _Slot(shift.span, shift.seats, plan.mixed_on(shift.id))


def _with_shifts(earlier: Hotline, after: Plan, by_day: Mapping[date, list[_Slot]], today: date) -> Plan:
    line, period = after.hotline, after.hotline.period
    hours = {weekday: _hours(earlier, line, weekday, by_day) for weekday in range(7)}
    other = {weekday for weekday, spans in hours.items() if spans != line.opening_hours.get(weekday, ())}
    anew = {day for day in period.days() if day < today or day.weekday() in other}
    line = replace(line, opening_hours={weekday: spans for weekday, spans in hours.items() if spans})
    line = replace(line, closing=_closing(line, anew, by_day.keys()))
    kept = tuple(row for row in after.demand if row.day not in anew)
    demand = (*kept, *_demand(line, {day: by_day[day] for day in sorted(anew) if day in by_day}))
    made = {shift.id for shift in replace(after, hotline=line, locks=(), demand=demand).shifts}
    locks = tuple(lock for lock in after.locks if lock.day >= today or lock.shift in made)
    return replace(after, hotline=line, demand=demand, locks=locks)


def _hours(
    earlier: Hotline, line: Hotline, weekday: int, by_day: Mapping[date, list[_Slot]]
) -> tuple[Span, ...]:
    """Return opening hours of a weekday from which all of its shifts can be cut.

    Those of the newer state where they do, those of the earlier one where these do, else a span for each.
    """
    days = {day: wanted for day, wanted in by_day.items() if day.weekday() == weekday}
    spans = tuple(sorted({shift.span for wanted in days.values() for shift in wanted}))
    for hours in (line.opening_hours.get(weekday, ()), earlier.opening_hours.get(weekday, ()), spans):
        apart = all(one.end <= other.start for one, other in pairwise(sorted(hours)))
        if apart and all(
            {shift.span for shift in wanted} <= {shift.span for shift in _cut(line, day, hours)}
            for day, wanted in days.items()
        ):
            return hours
    raise PastHoursError


def _closing(line: Hotline, anew: Collection[date], wanted: Collection[date]) -> Closing:
    """Return which days are closed, so that of some days just those that are wanted are open."""
    closing, opens = line.closing, {day for day in anew if line.opening_hours.get(day.weekday())}
    shut = {day for day in opens if day not in wanted} - closing.days(line.period)
    closing = replace(closing, closed=(closing.closed - (opens & set(wanted))) | shut)
    public = closing.days(line.period) & opens & set(wanted)
    return replace(closing, opened=closing.opened | public)


def _demand(line: Hotline, by_day: Mapping[date, list[_Slot]]) -> Iterator[Demand]:
    """Yield the rows of demand that make of the opening hours of some days just the shifts wanted there."""
    for day, shifts in by_day.items():
        wanted = {shift.span: shift for shift in shifts}
        for shift in _cut(line, day, line.opening_hours.get(day.weekday(), ())):
            one = wanted.get(shift.span, _Slot(shift.span, 0, mixed=False))
            mixed = one.mixed and line.pairing is not Pairing.MIXED
            if mixed or one.seats != line.agents:
                yield Demand(day, shift.start, one.seats, Pairing.MIXED if mixed else None)


def _cut(line: Hotline, day: date, hours: tuple[Span, ...]) -> Iterator[Shift]:
    return cut_day(day, hours, line.shift_minutes, line.agents, line.zone)
