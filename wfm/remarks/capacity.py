"""Shifts, municipalities and competences for which there are too few agents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from wfm.calendar import Shift
from wfm.competence import Competence
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark

NOBODY_THERE = Text(
    "notice.nobody_there",
    "a municipality with agents who can sit; nobody can sit on its {target:number} shifts (mixed: seats)",
)
FEWER_THAN_SEATS = Text(
    "notice.fewer_than_seats",
    "at least as many agents as a shift has seats; {n:number} can sit, and its shifts keep empty seats",
)
SEATS_STAY_EMPTY = Text(
    "notice.seats_stay_empty",
    "seats for which there are agents; on {n:number} shifts fewer can sit than have seats: {shifts:list}",
)
NOBODY_HOLDS = Text("notice.nobody_holds", "a competence that an agent holds; nobody who can sit holds it")
FEW_HOLD = Text(
    "notice.few_hold",
    "holders for each shift; on {n:number} shifts fewer than {wanted:number} can sit: {shifts:list}",
)
HARDLY_LOCKED = Text(
    "notice.hardly_locked", "an agent who can sit on this shift; no roster satisfies this lock"
)
MOST_SHOWN = 5


class _Crowd(NamedTuple):
    """Agents who could sit on a shift, whose it is, and whether several municipalities may share it."""

    agents: tuple[AgentId, ...]
    own: MunicipalityCode | None
    mixed: bool


@dataclass(frozen=True)
class _Crew:
    """Who could sit on each shift."""

    plan: Plan

    @cached_property
    def possible(self) -> Mapping[ShiftId, tuple[AgentId, ...]]:
        """By shift, agents who could be assigned to it."""
        found: dict[ShiftId, list[AgentId]] = {shift.id: [] for shift in self.plan.shifts}
        for agent, shifts in self.plan.assignable.items():
            for shift in shifts:
                found[shift].append(agent)
        return {shift: tuple(agents) for shift, agents in found.items()}

    @cached_property
    def crowds(self) -> Mapping[_Crowd, list[ShiftId]]:
        """Shifts by who could sit on them: those of a day, and of days without absences, are mostly alike."""
        plan = self.plan
        locked_to = {lock.shift: lock.municipality for lock in plan.locks if lock.municipality is not None}
        found: dict[_Crowd, list[ShiftId]] = {}
        for shift in plan.shifts:
            crowd = _Crowd(self.possible[shift.id], locked_to.get(shift.id), plan.mixed_on(shift.id))
            found.setdefault(crowd, []).append(shift.id)
        return found

    @cached_property
    def selves(self) -> Mapping[AgentId, tuple[MunicipalityCode, AgentId]]:
        """Employer and human being of each agent."""
        return {agent.id: (agent.municipality, self.plan.first_self[agent.id]) for agent in self.plan.agents}

    def most(self, holders: Container[AgentId]) -> Mapping[ShiftId, int]:
        """Return how many human beings of some agents could sit on each shift together."""
        found = {}
        for crowd, shifts in self.crowds.items():
            people = {self.selves[agent] for agent in crowd.agents if agent in holders}
            if crowd.own is not None:
                people = {one for one in people if one[0] == crowd.own}
            if crowd.mixed:
                number = len({person for _, person in people})
            else:
                number = max(Counter(home for home, _ in people).values(), default=0)
            found.update(dict.fromkeys(shifts, number))
        return found


def capacity_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield municipalities, competences, shifts and locks for which there are too few agents."""
    crew = _Crew(plan)
    yield from _competences(crew)
    yield from _shifts(crew, records)
    yield from _municipalities(plan, records)
    for index, lock in enumerate(records.locks):
        if lock.agent is not None and lock.shift not in plan.assignable[lock.agent]:
            yield Remark("locks", index, "agent", lock.agent, HARDLY_LOCKED())


def _municipalities(plan: Plan, records: Records) -> Iterator[Remark]:
    least = min(shift.seats for shift in plan.shifts)
    alone = not any(plan.mixed_on(shift.id) for shift in plan.shifts)
    for index, municipality in enumerate(records.municipalities):
        if not plan.staffs(municipality.code):
            continue
        agents = plan.agents_of[municipality.code]
        sitting = {plan.first_self[agent.id] for agent in agents if plan.assignable[agent.id]}
        place = ("municipalities", index, "municipality", municipality.code)
        if not sitting:
            yield Remark(*place, NOBODY_THERE(target=plan.quotas[municipality.code].target))
        elif alone and len(sitting) < least:
            yield Remark(*place, FEWER_THAN_SEATS(n=len(sitting)))


def _shifts(crew: _Crew, records: Records) -> Iterator[Remark]:
    """Yield the shifts that can't be filled: those that the usual number makes so, and rows of demand."""
    row_of = {row.shift: index for index, row in enumerate(records.demand)}
    most = crew.most(crew.plan.agent)
    short = [shift for shift in crew.plan.shifts if most[shift.id] < shift.seats]
    usual = [shift for shift in short if shift.id not in row_of]
    if usual:
        expected = SEATS_STAY_EMPTY(n=len(usual), shifts=_listed(usual))
        yield Remark("hotline", 0, "shifts.agents", str(crew.plan.hotline.agents), expected)
    for shift in short:
        if shift.id in row_of:
            expected = SEATS_STAY_EMPTY(n=1, shifts=_listed([shift]))
            yield Remark("demand", row_of[shift.id], "agents", str(shift.seats), expected)


def _competences(crew: _Crew) -> Iterator[Remark]:
    for number, competence in enumerate(crew.plan.hotline.competences):
        if competence.min_agents:
            yield from _competence(crew, number, competence)


def _competence(crew: _Crew, number: int, competence: Competence) -> Iterator[Remark]:
    plan = crew.plan
    holders = {agent.id for agent in plan.agents if competence.code in agent.competences}
    if not any(plan.assignable[agent] for agent in holders):
        yield Remark("hotline", number, "competences.code", competence.code, NOBODY_HOLDS())
        return
    most = crew.most(holders)
    short = [shift for shift in plan.shifts if most[shift.id] < competence.min_agents]
    if short:
        expected = FEW_HOLD(n=len(short), wanted=competence.min_agents, shifts=_listed(short))
        yield Remark("hotline", number, "competences.code", competence.code, expected)


def _listed(shifts: list[Shift]) -> tuple[str, ...]:
    shown = tuple(shift.id.replace("T", " ") for shift in shifts[:MOST_SHOWN])
    return (*shown, "…") if len(shifts) > MOST_SHOWN else shown
