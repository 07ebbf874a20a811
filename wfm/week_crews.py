"""How many of a municipality's people can sit in each week: where a plan is thin, before it is solved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wfm.calendar import Week
from wfm.ids import AgentId, MunicipalityCode
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
            if not shifts:
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


def _people(plan: Plan, agents: Iterator[AgentId]) -> frozenset[AgentId]:
    return frozenset(plan.first_self[agent] for agent in agents)
