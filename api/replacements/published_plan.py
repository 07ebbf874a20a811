"""What is published of a plan, as whoever replaces somebody sees it: whose word counts, and who is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.access.ids import PersonId, PlanId
from api.access.permissions import Permission
from api.access.scope import Scope
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.facts import PlanFacts, list_plans
from api.plans.records.outlines import list_outlines
from api.replacements.records.absences import AbsenceRecord, list_absences
from api.rosters.editing.moves import Move
from api.rosters.editing.short_notice import today_in
from api.rosters.records.rosters import VersionContent, find_newest_version, find_version, read_version
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

MOST_PLANS = 8
"""Plans that are looked at, the latest: seats of earlier ones have been."""


@dataclass(frozen=True)
class PublishedQuarter:
    """A plan's published version.

    Parameters
    ----------
    place
        The plan, and who asks.
    content
        What is published of it.
    """

    place: PlanPlace
    content: VersionContent

    @property
    def plan(self) -> Plan:
        """The plan that it was made for."""
        return self.content.plan

    @property
    def roster(self) -> Roster:
        """Who sits where."""
        return self.content.roster

    @cached_property
    def agent_of(self) -> Mapping[PersonId, AgentId]:
        """By which id the plan means each person."""
        return {person: agent for agent, person in self.content.person_of.items()}

    @cached_property
    def scope(self) -> Scope:
        """How far the caller sees, by the ids of this plan."""
        return self.place.viewer.scope.beside(self.agent_of)

    @property
    def coordinates(self) -> bool:
        """Whether the caller may ask and place anybody."""
        return self.place.viewer.may(Permission.EDIT_PLAN)

    def leads(self, municipality: MunicipalityCode) -> bool:
        """Tell whether the caller answers for a municipality's people: its leaders, and coordinators."""
        return self.coordinates or municipality in self.scope.municipalities

    def is_self(self, agent: AgentId) -> bool:
        """Tell whether the caller is an agent, in whichever employment."""
        return bool(self.scope.agents & set(self.plan.selves.get(agent, ())))

    def speaks_for(self, agent: AgentId) -> bool:
        """Tell whether the caller's word counts for an agent: their own, their leader's, a coordinator's."""
        known = self.plan.agent.get(agent)
        return known is not None and (self.leads(known.municipality) or self.is_self(agent))

    @cached_property
    def own_municipalities(self) -> frozenset[MunicipalityCode]:
        """Municipalities whose people the caller sees by name, where not everybody's."""
        homes = (
            self.plan.agent[agent].municipality for agent in self.scope.agents if agent in self.plan.agent
        )
        return self.scope.municipalities | frozenset(homes)

    def names(self, agent: AgentId) -> bool:
        """Tell whether the caller sees an agent by name."""
        return self.coordinates or self.plan.agent[agent].municipality in self.own_municipalities

    def shift(self, shift: ShiftId) -> Shift:
        """Return a shift.

        Raises
        ------
        MissingError
            Where there is none.
        """
        found = self.plan.shift.get(shift)
        if found is None:
            raise MissingError("shift")
        return found

    def vacant(self, shift: ShiftId) -> int:
        """Return how many seats of a shift are empty."""
        return max(0, self.plan.shift[shift].seats - len(self.roster.on(shift)))


def read_published(connection: Connection, place: HotlinePlace, facts: PlanFacts) -> PublishedQuarter:
    """Return what is published of a plan.

    Raises
    ------
    MissingError
        Where nothing is.
    """
    if not facts.published:
        raise MissingError("plan")
    version = find_version(connection, facts.id, facts.published)
    return PublishedQuarter(place.of_plan(facts), read_version(connection, version))


def read_published_between(
    connection: Connection, place: HotlinePlace, first: date, last: date
) -> tuple[PublishedQuarter, ...]:
    """Return the published plans that hold some of these days, in order of time."""
    outlines = list_outlines(connection, place.hotline.id)
    plans = list_plans(connection, place.hotline.id, before=None, most=MOST_PLANS, drafts=False)
    there = [one for one in reversed(plans) if one.first_day <= last and outlines[one.id].last_day >= first]
    return tuple(read_published(connection, place, one) for one in there)


def read_published_of(connection: Connection, place: HotlinePlace, plan: PlanId) -> PublishedQuarter:
    """Return what is published of a plan by its random id.

    Raises
    ------
    MissingError
        Where there is no such plan, or nothing of it is published.
    """
    plans = list_plans(connection, place.hotline.id, before=None, most=10_000, drafts=False)
    found = next((one for one in plans if one.id == plan), None)
    if found is None:
        raise MissingError("plan")
    return read_published(connection, place, found)


def find_absent(connection: Connection, published: PublishedQuarter, shift: ShiftId) -> frozenset[AgentId]:
    """Return who is away on the day of a shift, in every employment."""
    day = published.plan.shift[shift].day
    return absent_on(published, list_absences(connection, published.place.hotline.id, day), day)


def absent_on(
    published: PublishedQuarter, absences: Iterable[AbsenceRecord], day: date
) -> frozenset[AgentId]:
    """Return who is away on a day by some absences, in every employment."""
    return frozenset(_everybody(published, absences, day))


def is_absent(connection: Connection, published: PublishedQuarter, moves: Iterable[Move]) -> bool:
    """Tell whether somebody joins a shift who is away on its day."""
    return any(
        move.joins in find_absent(connection, published, move.shift)
        for move in moves
        if move.joins is not None
    )


def find_other_absence(
    connection: Connection, published: PublishedQuarter, agent: AgentId, day: date
) -> AbsenceRecord | None:
    """Return an absence by which an agent is away on a day, if there is one."""
    absences = list_absences(connection, published.place.hotline.id, day)
    return next((one for one in absences if agent in _everybody(published, (one,), day)), None)


def _everybody(
    published: PublishedQuarter, absences: Iterable[AbsenceRecord], day: date
) -> Iterator[AgentId]:
    for one in absences:
        agent = published.agent_of.get(one.person)
        if agent is not None and one.covers(day):
            yield from published.plan.selves[agent]


def find_absent_in_draft(connection: Connection, published: PublishedQuarter) -> tuple[ShiftId, ...]:
    """Return the shifts to come on which a later draft has somebody who is away, in order of time."""
    place = published.place
    newest = find_newest_version(connection, place.plan.id)
    absences = list_absences(connection, place.hotline.id, today_in(published.plan.hotline, place.at))
    if newest is None or newest.number <= place.plan.published or not absences:
        return ()
    draft = PublishedQuarter(place, read_version(connection, newest))
    return tuple(
        shift.id
        for shift in draft.plan.shifts
        if shift.ends_at > place.at
        and not set(_everybody(draft, absences, shift.day)).isdisjoint(draft.roster.on(shift.id))
    )


def find_published_shift(connection: Connection, place: HotlinePlace, shift: ShiftId) -> PublishedQuarter:
    """Return what is published of the plan that has a shift.

    Raises
    ------
    MissingError
        Where none has.
    """
    try:
        day = date.fromisoformat(shift[:10])
    except ValueError:
        raise MissingError("shift") from None
    found = read_published_between(connection, place, day, day)
    plans = [one for one in found if shift in one.plan.shift]
    if not plans:
        raise MissingError("shift")
    return plans[-1]
