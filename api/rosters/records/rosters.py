"""Roster versions in the store: each change is a new version, and none of them ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, insert, select

from api.access.ids import AccountId, PersonId, PlanId, RevisionId, VersionId, VersionNumber
from api.plans.records.plans import Revision, persons_in, read_plan, revision_by_id
from api.publication.publication import Report
from api.rosters.editing.renaming import ids_beside, rename_agents
from api.rosters.records.claims import Claims, claims_of, report_of_claims
from api.store import audit
from api.store.errors import MissingError
from api.store.hotlines import lock_hotline
from api.store.staleness import refuse_stale
from api.store.tables import ASSIGNMENT, ROSTER_VERSION, VERSION_NOTE
from api.store.types import canonical, new_id
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


@dataclass(frozen=True)
class Version:
    """A roster as it was at one time.

    Parameters
    ----------
    id, plan
        Random ids of the version and its plan.
    number, parent
        From 1; the parent is the version before, 0 where there is none.
    revision
        Random id of the plan's revision that it was made for.
    author, at
        Account, if any, and moment in UTC.
    sha256
        Of all that is stored, with the parent's and the revision's.
    """

    id: VersionId
    plan: PlanId
    number: VersionNumber
    parent: VersionNumber
    revision: RevisionId
    author: AccountId | None
    at: datetime
    sha256: str


@dataclass(frozen=True)
class VersionContent:
    """A version read back, with everybody's name as it is now.

    Parameters
    ----------
    plan, roster, report
        What it was made for, who sits where, and what is claimed of it.
    person_of
        Random id of each agent of the plan.
    """

    plan: Plan
    roster: Roster
    report: Report
    person_of: Mapping[AgentId, PersonId]


class Seating(NamedTuple):
    """Who sits where in a version; fields as of `VersionContent`, and its ids the other way round."""

    plan: Plan
    roster: Roster
    person_of: Mapping[AgentId, PersonId]
    agent_of: Mapping[PersonId, AgentId]


class SeatRow(NamedTuple):
    """A row of a version: who sits in one seat of a shift."""

    shift: str
    seat: int
    starts_at: datetime
    person: PersonId
    municipality: str


def add_version(
    connection: Connection,
    revision: Revision,
    roster: Roster,
    report: Report,
    *,
    author: AccountId | None,
    at: datetime,
    expected: int,
    note: str = "",
) -> Version:
    """Take a roster of a plan's revision in as the next version.

    Parameters
    ----------
    revision
        What the roster was made for.
    roster, report
        Of the plan as it is read back from that revision.
    author, at, note
        Account, if any, moment (aware), and what the author says to it.
    expected
        Number of the newest version that the author knows; 0 where there is none.

    Raises
    ------
    ConflictError
        Where there is a newer version than the expected one.
    """
    lock_hotline(connection, revision.hotline)
    before = find_newest_version(connection, revision.plan)
    refuse_stale(expected, before)
    plan = read_plan(connection, revision)
    person_of = persons_in(connection, revision)
    seats = _seats(plan, roster, person_of)
    claims = claims_of(report, person_of)
    made = VersionId(new_id())
    version = {
        "id": made,
        "plan_id": revision.plan,
        "number": expected + 1,
        "parent": expected,
        "revision_id": revision.id,
        "author": author,
        "created_at": at,
        "sha256": _sha256(revision, "" if before is None else before.sha256, seats, claims),
    }
    connection.execute(insert(ROSTER_VERSION).values(**version, claims=claims))
    rows = [_row(made, seat) for seat in seats]
    if rows:
        connection.execute(insert(ASSIGNMENT), rows)
    if note:
        connection.execute(insert(VERSION_NOTE).values(version_id=made, note=note))
    told = {"number": expected + 1, "sha256": version["sha256"], "note": note}
    audit.record(connection, actor=author, action="roster.add", about=made, at=at, payload=told)
    return find_version(connection, revision.plan, VersionNumber(expected + 1))


def find_version(connection: Connection, plan: PlanId, number: VersionNumber | None = None) -> Version:
    """Return a version of a plan's roster; the newest one where no number is given.

    Raises
    ------
    MissingError
        Where there is none.
    """
    asked = {"plan": plan} if number is None else {"plan": plan, "number": number}
    row: Any = connection.execute(_newest_version(number is not None), asked).first()
    if row is None:
        raise MissingError("version")
    return version_of(row)


@cache
def _newest_version(numbered: bool) -> Select[Any]:
    """Return the question for the newest version of a plan, or the one of a number; built once."""
    v = ROSTER_VERSION.c
    columns = (v.id, v.plan_id, v.number, v.parent, v.revision_id, v.author, v.created_at, v.sha256)
    asked = select(*columns).where(v.plan_id == bindparam("plan"))
    if numbered:
        asked = asked.where(v.number == bindparam("number"))
    return asked.order_by(v.number.desc()).limit(1)


def version_of(row: Any) -> Version:
    """Return the version of which a row has the columns."""
    return Version(
        id=row.id,
        plan=row.plan_id,
        number=row.number,
        parent=row.parent,
        revision=row.revision_id,
        author=row.author,
        at=row.created_at,
        sha256=row.sha256,
    )


def find_newest_version(connection: Connection, plan: PlanId) -> Version | None:
    """Return the newest version of a plan's roster; nothing where there is none yet."""
    try:
        return find_version(connection, plan)
    except MissingError:
        return None


def read_claims(connection: Connection, version: Version) -> Claims:
    """Return what is claimed of a version's roster, as it is stored."""
    asked = select(ROSTER_VERSION.c.claims).where(ROSTER_VERSION.c.id == version.id)
    found: Claims = connection.execute(asked).scalar_one()
    return found


def read_version(
    connection: Connection, version: Version, beside: tuple[Version, VersionContent] | None = None
) -> VersionContent:
    """Read a version back.

    Parameters
    ----------
    version
        Which one.
    beside
        Another one that was read already: a plan that both are of is not read again.

    Raises
    ------
    InputError
        Where what is claimed of the roster is refuted by it.
    """
    seating = read_seating(connection, version, beside)
    claims = read_claims(connection, version)
    report = report_of_claims(claims, seating.plan, seating.roster, seating.agent_of)
    return VersionContent(
        plan=seating.plan, roster=seating.roster, report=report, person_of=seating.person_of
    )


def read_seating(
    connection: Connection, version: Version, beside: tuple[Version, VersionContent] | None = None
) -> Seating:
    """Read back who sits where in a version, and nothing of what is claimed of it.

    Parameters
    ----------
    beside
        As of `read_version`.
    """
    revision = revision_by_id(connection, version.revision)
    same = beside is not None and beside[0].revision == version.revision
    plan = beside[1].plan if beside is not None and same else read_plan(connection, revision)
    person_of = persons_in(connection, revision)
    agent_of = {person: agent for agent, person in person_of.items()}
    roster = Roster.of((agent_of[seat.person], ShiftId(seat.shift)) for seat in seats_of(connection, version))
    return Seating(plan, roster, person_of, agent_of)


def read_version_beside(
    connection: Connection,
    version: Version,
    person_of: Mapping[AgentId, PersonId],
    beside: tuple[Version, VersionContent] | None = None,
) -> VersionContent:
    """Read a version back under the ids of another state of its plan, so that the two can be compared.

    Parameters
    ----------
    person_of
        Random id of each agent of that other state.
    beside
        As of `read_version`.
    """
    read = read_version(connection, version, beside)
    new = ids_beside(read.person_of, person_of)
    renamed, roster = rename_agents(read.plan, read.roster, new)
    own = {new[agent]: person for agent, person in read.person_of.items()}
    return replace(read, plan=renamed, roster=roster, person_of=own)


def read_seats_beside(
    connection: Connection, version: Version, person_of: Mapping[AgentId, PersonId]
) -> tuple[Plan, Roster]:
    """Return a version's plan and roster as `read_version_beside` does, and nothing of what is claimed."""
    seating = read_seating(connection, version)
    new = ids_beside(seating.person_of, person_of)
    return rename_agents(seating.plan, seating.roster, new)


def version_holds(connection: Connection, version: Version) -> bool:
    """Tell whether what is stored of a version is what its hash says."""
    revision = revision_by_id(connection, version.revision)
    parent = find_version(connection, version.plan, version.parent).sha256 if version.parent else ""
    found = _sha256(revision, parent, seats_of(connection, version), read_claims(connection, version))
    return found == version.sha256


def seats_of(connection: Connection, version: Version) -> tuple[SeatRow, ...]:
    """Return the rows of a version, in order of time and seat."""
    a = ASSIGNMENT.c
    asked = select(a.shift, a.seat, a.starts_at, a.person_id, a.municipality)
    rows = connection.execute(asked.where(a.version_id == version.id))
    return tuple(sorted(SeatRow(*row) for row in rows))


def _seats(plan: Plan, roster: Roster, person_of: Mapping[AgentId, PersonId]) -> tuple[SeatRow, ...]:
    def home(agent: AgentId) -> MunicipalityCode:
        return plan.agent[agent].municipality

    return tuple(
        SeatRow(shift, seat, plan.shift[shift].starts_at, person_of[agent], home(agent))
        for shift, agents in roster.agents_on.items()
        for seat, agent in enumerate(agents, start=1)
    )


def _row(version: VersionId, seat: SeatRow) -> dict[str, Any]:
    values = seat._asdict()
    return {"version_id": version, "person_id": values.pop("person"), **values}


def _sha256(revision: Revision, parent: str, seats: tuple[SeatRow, ...], claims: Claims) -> str:
    told = [[s.shift, s.seat, s.starts_at.isoformat(), s.person, s.municipality] for s in sorted(seats)]
    whole = {"revision": revision.sha256, "parent": parent, "seats": told, "claims": claims}
    return sha256(canonical(whole).encode()).hexdigest()
