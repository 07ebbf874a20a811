"""Weeks in which municipalities are thin, in words: too few people, or nobody who holds a competence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from wfm.calendar import Week
from wfm.ids import MunicipalityCode
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.week_crews import CompetenceGap, WeekCrew, competence_gaps, week_crews

LEFT = Text("collect.left", "{able:number} of {people:number} left")
NOBODY_ON = Text("collect.nobody_on", "nobody for {competence} on {days:list}")
NOBODY_AT_ALL = Text("collect.nobody_at_all", "nobody for {competence} all week")
WEEKDAYS = (
    Text("collect.mondays", "Monday"),
    Text("collect.tuesdays", "Tuesday"),
    Text("collect.wednesdays", "Wednesday"),
    Text("collect.thursdays", "Thursday"),
    Text("collect.fridays", "Friday"),
    Text("collect.saturdays", "Saturday"),
    Text("collect.sundays", "Sunday"),
)


@dataclass
class ThinWeek:
    """A municipality's week in which somebody is wanting.

    Parameters
    ----------
    municipality, week
        Whose, and when.
    crew
        Where too few are left, or nobody is to spare.
    gaps
        Competences that nobody is left to hold.
    """

    municipality: MunicipalityCode
    week: Week
    crew: WeekCrew | None = None
    gaps: list[CompetenceGap] = field(default_factory=list)

    def sentences(self, plan: Plan) -> tuple[Message, ...]:
        """Return what is wanting, part by part."""
        names = {one.code: one.name for one in plan.hotline.competences}
        told = [] if self.crew is None else [LEFT(able=self.crew.able, people=self.crew.people)]
        for gap in self.gaps:
            name = names[gap.competence]
            if gap.whole_week:
                told.append(NOBODY_AT_ALL(competence=name))
            else:
                days = tuple(WEEKDAYS[weekday]() for weekday in gap.weekdays)
                told.append(NOBODY_ON(competence=name, days=days))
        return tuple(told)


def find_thin_weeks(plan: Plan, towns: Collection[MunicipalityCode]) -> tuple[ThinWeek, ...]:
    """Return the thin weeks of some municipalities, by week."""
    found: dict[tuple[Week, MunicipalityCode], ThinWeek] = {}

    def at(one: WeekCrew | CompetenceGap) -> ThinWeek:
        key = (one.week, one.municipality)
        return found.setdefault(key, ThinWeek(one.municipality, one.week))

    for crew in week_crews(plan):
        if crew.municipality in towns and (crew.is_short or crew.is_thin):
            at(crew).crew = crew
    for gap in competence_gaps(plan):
        if gap.municipality in towns:
            at(gap).gaps.append(gap)
    return tuple(found[key] for key in sorted(found))
