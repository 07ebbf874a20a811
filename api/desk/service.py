"""A version on the desk: as it sits on the newest plan, what changed since publishing, undo and redo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.access.ids import VersionNumber
from api.plans.place import PlanPlace
from api.plans.records.plans import persons_in
from api.rosters.change_base import ChangeBase, find_base
from api.rosters.editing.agent_difference import Person, person_in
from api.rosters.editing.difference import ShiftDifference
from api.rosters.editing.undoing import UndoState, find_undo_state
from api.rosters.records.rosters import find_version, seats_of
from api.rosters.records.steps import list_steps
from api.store.engine import Connection
from wfm.ids import AgentId, ShiftId
from wfm.roster import Roster
from wfm.score import Score, measure

Seats = Mapping[ShiftId, tuple[frozenset[AgentId], frozenset[AgentId]]]
"""By shift who left it and who joined it; shifts on which nothing changed are left out."""


@dataclass(frozen=True)
class Desk:
    """What lies on the desk.

    Parameters
    ----------
    number, newest
        Which version, and the newest one: only that is changed.
    base
        The version as it sits on the newest state of its plan.
    score
        Measured there.
    since_published
        What differs from what is published; nothing where nothing is.
    undo
        What an undo and a redo would restore.
    """

    number: VersionNumber
    newest: VersionNumber
    base: ChangeBase
    score: Score
    since_published: Seats
    undo: UndoState

    @property
    def is_newest(self) -> bool:
        """Whether it may be changed."""
        return self.number == self.newest


def read_desk(connection: Connection, place: PlanPlace, number: VersionNumber) -> Desk:
    """Read a version onto the desk.

    Raises
    ------
    MissingError
        Where there is no such version.
    ClashError
        Where the plan's opening hours leave no room for the shifts that have been.
    """
    base = find_base(connection, place, number)
    report = base.report
    kept = None if report is None else report.score
    published = place.plan.published
    return Desk(
        number=number,
        newest=VersionNumber(place.plan.version),
        base=base,
        score=kept or measure(base.plan, base.roster, base.baseline),
        since_published=_changed(_sits(connection, place, base, published), base.roster) if published else {},
        undo=find_undo_state(number, list_steps(connection, place.plan.id)),
    )


def changes_between(
    connection: Connection, place: PlanPlace, base: ChangeBase, before: VersionNumber
) -> tuple[ShiftDifference, ...]:
    """Return on which shifts a version differs from an earlier one, in order of time, and for whom.

    Raises
    ------
    MissingError
        Where there is no such version.
    """

    def people(agents: frozenset[AgentId]) -> tuple[Person, ...]:
        return tuple(person_in(base.plan, agent) for agent in sorted(agents))

    found = _changed(_sits(connection, place, base, before), base.roster)
    return tuple(
        ShiftDifference(base.plan.shift[shift], base.plan.shift[shift], people(left), people(joined))
        for shift, (left, joined) in sorted(found.items())
    )


def _sits(connection: Connection, place: PlanPlace, base: ChangeBase, number: VersionNumber) -> Roster:
    """Return who sits in a version, as far as the desk's plan knows them and the shift."""
    agent_of = {person: agent for agent, person in persons_in(connection, base.revision).items()}
    rows = seats_of(connection, find_version(connection, place.plan.id, number))
    known = ((agent_of.get(row.person), ShiftId(row.shift)) for row in rows)
    return Roster.of(
        (agent, shift)
        for agent, shift in known
        if agent is not None and agent in base.plan.agent and shift in base.plan.shift
    )


def _changed(before: Roster, after: Roster) -> Seats:
    return {
        shift: (
            frozenset(before.on(shift)) - set(after.on(shift)),
            frozenset(after.on(shift)) - set(before.on(shift)),
        )
        for shift in sorted({*before.agents_on, *after.agents_on})
        if before.on(shift) != after.on(shift)
    }
