"""How many of a municipality's people can sit in each week: where a plan is thin, before it is solved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wfm.calendar import Week
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.plan import Plan


@dataclass(frozen=True)
class WeekCrew:
    """A municipality's people in an ISO week.

    Parameters
    ----------
    municipality, week
        Whose, and when.
    able
        Human beings who could be assigned to at least one shift of the week.
    people
        Human beings who could be assigned to any shift of the period.
    needed
        Seats of the week's smallest shift that one municipality fills alone; 0 where each is shared.
    """

    municipality: MunicipalityCode
    week: Week
    able: int
    people: int
    needed: int

    @property
    def is_short(self) -> bool:
        """Whether it can fill no shift of the week alone."""
        return self.able < self.needed

    @property
    def is_thin(self) -> bool:
        """Whether it can, and has nobody to spare although it has more people."""
        return self.able == self.needed < self.people


def week_crews(plan: Plan) -> Iterator[WeekCrew]:
    """Yield every staffing municipality's people in every week that has a shift, by municipality."""
    for municipality in plan.staffing:
        agents = plan.agents_of[municipality.code]
        people = _people(plan, (agent.id for agent in agents if plan.assignable[agent.id]))
        for week, shifts in plan.shifts_of_week.items():
            if not any(plan.staffs_on(municipality.code, shift.day) for shift in shifts):
                continue
            ids = frozenset(shift.id for shift in shifts)
            able = _people(plan, (agent.id for agent in agents if plan.assignable[agent.id] & ids))
            alone = [shift.seats for shift in shifts if not plan.mixed_on(shift.id)]
            yield WeekCrew(
                municipality=municipality.code,
                week=week,
                able=len(able),
                people=len(people),
                needed=min(alone, default=0),
            )


@dataclass(frozen=True)
class CompetenceGap:
    """Weekdays of an ISO week on which nobody of a municipality can sit who holds a competence.

    Parameters
    ----------
    municipality, week, competence
        Whose, when, and of what.
    weekdays
        0 = Monday, in order.
    whole_week
        Whether those are all days of the week that have shifts.
    """

    municipality: MunicipalityCode
    week: Week
    competence: CompetenceCode
    weekdays: tuple[int, ...]
    whole_week: bool


def competence_gaps(plan: Plan) -> Iterator[CompetenceGap]:
    """Yield where a wanted competence that a municipality has is left to nobody of it, by municipality.

    Only competences that are wanted on every shift count, and of a municipality only those that somebody
    holds who can sit at all: what it never had is no news of a week.
    """
    days: dict[Week, dict[date, frozenset[ShiftId]]] = {
        week: {day: frozenset(shift.id for shift in group) for day, group in groupby(shifts, lambda s: s.day)}
        for week, shifts in plan.shifts_of_week.items()
    }
    wanted = [one.code for one in plan.hotline.competences if one.min_agents]
    for municipality in plan.staffing:
        agents = plan.agents_of[municipality.code]
        for code in wanted:
            held = [plan.assignable[agent.id] for agent in agents if code in agent.competences]
            able = frozenset[ShiftId]().union(*held)
            if not able:
                continue
            for week, by_day in days.items():
                staffed = {day: ids for day, ids in by_day.items() if plan.staffs_on(municipality.code, day)}
                lacking = tuple(day.weekday() for day, ids in staffed.items() if ids.isdisjoint(able))
                if lacking:
                    yield CompetenceGap(municipality.code, week, code, lacking, len(lacking) == len(staffed))


def _people(plan: Plan, agents: Iterator[AgentId]) -> frozenset[AgentId]:
    return frozenset(plan.first_self[agent] for agent in agents)
