"""What differs between two versions of a roster for novices, who sit beside and have no seat in its rows."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from api.access.ids import PersonId
from api.plans.records.plans import persons_in, read_plan, revision_by_id
from api.rosters.records.rosters import Version, seats_of
from api.rosters.records.version_changes import SeatChanges
from wfm.beside import seats_beside
from wfm.ids import ShiftId
from wfm.roster import Roster

Presence = frozenset[tuple[PersonId, ShiftId]]


def beside_changes(
    connection: Connection, before: Version | None, after: Version
) -> Mapping[PersonId, SeatChanges]:
    """Return for whom the shifts beside colleagues differ; where there is none before, all are new."""
    old: Presence = frozenset() if before is None else _read_presence(connection, before)
    new = _read_presence(connection, after)
    left, joined = _by_person(old - new), _by_person(new - old)
    return {
        person: SeatChanges(left.get(person, ()), joined.get(person, ()))
        for person in sorted(left.keys() | joined.keys())
    }


def _read_presence(connection: Connection, version: Version) -> Presence:
    revision = revision_by_id(connection, version.revision)
    plan = read_plan(connection, revision)
    if not plan.novices:
        return frozenset()
    person_of = persons_in(connection, revision)
    agent_of = {person: agent for agent, person in person_of.items()}
    seats = seats_of(connection, version)
    roster = Roster.of((agent_of[seat.person], ShiftId(seat.shift)) for seat in seats)
    return frozenset((person_of[agent], shift) for agent, shift in seats_beside(plan, roster))


def _by_person(found: Presence) -> dict[PersonId, tuple[ShiftId, ...]]:
    shifts: dict[PersonId, list[ShiftId]] = {}
    for person, shift in sorted(found):
        shifts.setdefault(person, []).append(shift)
    return {person: tuple(own) for person, own in shifts.items()}
