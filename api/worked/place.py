"""A published plan with what was worked on its shifts, and what of it the caller sees and may say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.access.ids import PersonId
from api.access.permissions import Permission
from api.access.scope import Scope
from api.ledger.records import list_quarters
from api.plans.place import PlanPlace
from api.plans.records.answers import PlanPerson, RevisionContent, read_content, read_plan_of
from api.plans.records.facts import find_plan
from api.plans.records.plans import revision_by_id
from api.rosters.records.rosters import Version, find_version
from api.rosters.records.worked import (
    PartKey,
    PersonMinutes,
    WorkedPart,
    WorkedState,
    read_parts,
    read_worked,
)
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.worked import WorkedSeats


@dataclass(frozen=True)
class WorkedShift:
    """A shift with what was worked on it.

    Parameters
    ----------
    shift
        Which.
    number
        Of its state: it rises with whatever is said of it, and with each publication.
    parts
        Each municipality's seats, in order of code.
    """

    shift: Shift
    number: int
    parts: tuple[WorkedPart, ...]

    @property
    def state(self) -> WorkedState:
        """Reported where anything waits to be confirmed, confirmed where all that was said is."""
        states = {part.state for part in self.parts}
        for state in (WorkedState.REPORTED, WorkedState.CONFIRMED):
            if state in states:
                return state
        return WorkedState.PLANNED

    def seats(self) -> Iterator[tuple[WorkedPart, PersonMinutes]]:
        """Yield every seat with the part that it belongs to."""
        for part in self.parts:
            for seat in part.seats:
                yield part, seat

    @property
    def empty_seats(self) -> int:
        """Seats in which nobody sat."""
        return max(0, self.shift.seats - sum(bool(seat.minutes) for _, seat in self.seats()))


@dataclass(frozen=True)
class WorkedQuarter:
    """A published plan with what was worked.

    Parameters
    ----------
    place
        The plan, and who asks.
    version, stored, plan
        The published version, its revision, and that as if nobody were in it: its shifts and municipalities.
    parts
        What was worked, by shift and municipality.
    closed
        Whether the quarter is closed.
    """

    place: PlanPlace
    version: Version
    stored: RevisionContent
    plan: Plan
    parts: Mapping[PartKey, WorkedPart]
    closed: bool

    @cached_property
    def people(self) -> Mapping[PersonId, PlanPerson]:
        """Everybody in the plan, by random id."""
        return {one.person: one for one in self.stored.people()}

    @cached_property
    def scope(self) -> Scope:
        """How far the caller sees, by the ids that people have in this plan."""
        agents = {person: one.agent for person, one in self.people.items()}
        return self.place.viewer.scope.beside(agents)

    @cached_property
    def own_persons(self) -> frozenset[PersonId]:
        """Who of the plan the caller is."""
        return frozenset(one.person for one in self.people.values() if one.agent in self.scope.agents)

    @property
    def coordinates(self) -> bool:
        """Whether the caller may say of everybody who sat where."""
        return self.place.viewer.may(Permission.EDIT_PLAN)

    @cached_property
    def shifts(self) -> tuple[WorkedShift, ...]:
        """Shifts that are over and that the caller sees, in order of time."""
        by_shift: dict[ShiftId, list[WorkedPart]] = {}
        for (shift, _), part in self.parts.items():
            by_shift.setdefault(shift, []).append(part)
        found = (
            self._shift(shift, tuple(by_shift.get(shift.id, ())))
            for shift in self.plan.shifts
            if shift.ends_at <= self.place.at
        )
        return tuple(one for one in found if self.sees(one))

    def _shift(self, shift: Shift, parts: tuple[WorkedPart, ...]) -> WorkedShift:
        return WorkedShift(shift, self.version.number + sum(part.changes for part in parts), parts)

    def sees(self, one: WorkedShift) -> bool:
        """Tell whether the caller sees a shift: agents only those on which they sat, or were to sit."""
        if self.scope.figures:
            return True
        return any(seat.person in self.own_persons for _, seat in one.seats())

    def identifies(self, part: WorkedPart, seat: PersonMinutes) -> bool:
        """Tell whether the caller sees by id whose seat it is: the own, own people's, planners all."""
        if self.scope.whole or part.municipality in self.scope.municipalities:
            return True
        return seat.person is not None and seat.person in self.own_persons

    def name(self, one: WorkedShift, part: WorkedPart, seat: PersonMinutes) -> str:
        """Return what somebody is called to the caller, who shares the shift with them or sees them anyway.

        Empty for a stand-in from outside the plan, and for people of other municipalities whom one is not
        to know.
        """
        known = None if seat.person is None else self.people.get(seat.person)
        shares = any(other.person in self.own_persons for _, other in one.seats())
        return known.name if known and (shares or self.identifies(part, seat)) else ""

    def leads(self, municipality: MunicipalityCode) -> bool:
        """Tell whether the caller confirms what was worked in a municipality's seats."""
        return self.coordinates or municipality in self.scope.municipalities

    def find(self, shift: ShiftId) -> WorkedShift:
        """Return a shift that the caller sees, also one that is not over.

        Raises
        ------
        MissingError
            Where there is none.
        """
        known = self.plan.shift.get(shift)
        if known is None:
            raise MissingError("shift")
        found = self._shift(known, tuple(part for key, part in self.parts.items() if key[0] == shift))
        if not self.sees(found):
            raise MissingError("shift")
        return found

    def agent(self, person: PersonId | None) -> AgentId | None:
        """Return the id of somebody in the plan; nothing for a stand-in, and for who left it."""
        known = None if person is None else self.people.get(person)
        return None if known is None else known.agent

    def read_seats(self, connection: Connection) -> WorkedSeats:
        """Return what was worked as the seats of the plan."""
        agents = {person: one.agent for person, one in self.people.items()}
        return read_worked(connection, self.version, self.plan.shift, agents)


def read_quarter(connection: Connection, place: PlanPlace) -> WorkedQuarter:
    """Return the plan as it is published now, whatever was when the request began, with what was worked.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    place = place.of_plan(find_plan(connection, place.hotline.id, place.plan.first_day))
    if not place.plan.published:
        raise MissingError("published")
    version = find_version(connection, place.plan.id, place.plan.published)
    stored = read_content(connection, revision_by_id(connection, version.revision))
    plan = read_plan_of(connection, stored, ())
    quarters = list_quarters(connection, place.hotline.id)
    return WorkedQuarter(
        place=place,
        version=version,
        stored=stored,
        plan=plan,
        parts=read_parts(connection, version, plan.shift),
        closed=any(one.closed and one.first_day == place.plan.first_day for one in quarters),
    )
