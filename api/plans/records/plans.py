"""Plans in the store: a revision for each state that a plan was in, and none of them ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from api.access.ids import AccountId, HotlineCode, HotlineId, PersonId, PlanId, RevisionId, RevisionNumber
from api.plans.identification import identify_agents
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.plans.records.agent_ids import (
    PlanAgent,
    identities_in_plan,
    keep_agents,
    list_bearers,
    persons_in_later_plans,
)
from api.plans.records.plan_cache import PlanCache, PlanText
from api.plans.records.pseudonymous import (
    Content,
    Note,
    as_read,
    content_of,
    identities_in,
    persons_of_content,
    plan_from,
)
from api.plans.records.revision_questions import (
    newest_revision,
    notes_of_revision,
    read_revision_content,
    revision_of_id,
    revisions,
)
from api.store import audit
from api.store.errors import MissingError, UnreadableError
from api.store.hotlines import keep_hotline, lock_hotline
from api.store.persons import keep_persons
from api.store.staleness import refuse_stale
from api.store.tables import (
    AVAILABILITY_NOTE,
    PLAN,
    PLAN_REVISION,
    PUBLICATION,
    REVISION_NOTE,
    ROSTER_VERSION,
)
from api.store.types import canonical, new_id
from wfm.canonical import plan_sha256
from wfm.ids import AgentId
from wfm.plan import Plan


@dataclass(frozen=True)
class Revision:
    """A state that a plan was in.

    Parameters
    ----------
    id, plan, hotline
        Random ids of the revision, its plan and its hotline.
    number, parent
        From 1; the parent is the revision before, 0 where there is none.
    author, at
        Account, if any, and moment in UTC.
    plan_sha256
        Of the plan as it was imported. A plan that is read back has another one as soon as somebody in it
        was renamed or erased.
    sha256
        Of what is stored, with the parent's: it always holds.
    """

    id: RevisionId
    plan: PlanId
    hotline: HotlineId
    number: RevisionNumber
    parent: RevisionNumber
    author: AccountId | None
    at: datetime
    plan_sha256: str
    sha256: str


def import_plan(
    connection: Connection,
    plan: Plan,
    *,
    author: AccountId | None,
    at: datetime,
    expected: int = 0,
    name: str = "",
    note: str = "",
    answers: PersonAnswers = NO_ANSWERS,
) -> Revision:
    """Take a plan in as the next revision of its hotline's plan that begins on the same day.

    Parameters
    ----------
    plan
        Read from a folder or workbook, or put together. Earlier weeks of agents who are not in it say nothing
        and are left out, as when a folder is read.
    author, at
        Account, if any, and moment; aware.
    expected
        Number of the newest revision that the author knows; 0 where the plan is new.
    name
        What a new plan is called; its first day where left out.
    note
        What the author says to it.
    answers
        Who is who, where that is not clear.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one.
    DoubtfulPersonsError
        Where it is not clear of everybody who they are.
    UnreadableError
        Where the plan could not be read back just as it is; nothing of it is to be kept then.
    """
    plan = as_read(plan)
    hotline = keep_hotline(connection, HotlineCode(plan.hotline.code), plan.hotline.name, at)
    lock_hotline(connection, hotline)
    owner = _keep_plan(connection, hotline, plan, name, at)
    before = _newest(connection, owner)
    refuse_stale(expected, before)
    person_of = _keep_persons(connection, hotline, plan, answers, at)
    content, notes = content_of(plan, person_of)
    made = RevisionId(new_id())
    parent = "" if before is None else before.sha256
    revision = _insert(
        connection,
        made,
        owner,
        expected,
        content,
        parent,
        plan_sha256=plan_sha256(plan),
        author=author,
        at=at,
    )
    rows = [PlanAgent(person_of[agent.id], agent.id, agent.municipality) for agent in plan.agents]
    still = () if before is None else _persons_in_content(connection, before)
    keep_agents(connection, owner, expected, made, rows, still)
    _keep_notes(connection, made, notes, note)
    told = {"number": expected + 1, "sha256": revision, "note": note}
    audit.record(connection, actor=author, action="plan.import", about=made, at=at, payload=told)
    kept = find_revision(connection, owner, RevisionNumber(expected + 1))
    if read_plan(connection, kept) != plan:
        raise UnreadableError(kept.plan_sha256)
    return kept


def insert_revision(
    connection: Connection,
    made: RevisionId,
    before: Revision,
    content: Content,
    *,
    plan_sha256: str,
    author: AccountId | None,
    at: datetime,
) -> Revision:
    """Write the row of the revision after another, of a plan in which the same people are.

    Parameters
    ----------
    made
        Its random id.
    before
        The one that was the newest.
    content, plan_sha256
        Its tables, and the hash of the plan that they are.
    author, at
        Account, if any, and moment.
    """
    told = {"plan_sha256": plan_sha256, "author": author, "at": at}
    _insert(connection, made, before.plan, before.number, content, before.sha256, **told)  # type: ignore[arg-type]
    return find_revision(connection, before.plan, RevisionNumber(before.number + 1))


def _insert(
    connection: Connection,
    made: RevisionId,
    plan: PlanId,
    before: int,
    content: Content,
    parent: str,
    *,
    plan_sha256: str,
    author: AccountId | None,
    at: datetime,
) -> str:
    """Write the row of a revision, and return its hash."""
    digest = content_sha256(content, parent)
    values = {
        "id": made,
        "plan_id": plan,
        "number": before + 1,
        "parent": before,
        "author": author,
        "created_at": at,
        "plan_sha256": plan_sha256,
        "sha256": digest,
    }
    connection.execute(insert(PLAN_REVISION).values(**values, content=content))
    return digest


def find_revision(connection: Connection, plan: PlanId, number: RevisionNumber | None = None) -> Revision:
    """Return a revision of a plan; the newest one where no number is given.

    Raises
    ------
    MissingError
        Where there is none.
    """
    asked = {"plan": plan} if number is None else {"plan": plan, "number": number}
    return _revision(connection.execute(newest_revision(number is not None), asked).first())


def revision_solved(connection: Connection, plan: PlanId, sha256: str) -> Revision | None:
    """Return the newest revision of a plan that was imported under a `plan_sha256`, if there is one."""
    same = (PLAN_REVISION.c.plan_id == plan) & (PLAN_REVISION.c.plan_sha256 == sha256)
    asked = revisions().where(same).order_by(PLAN_REVISION.c.number.desc()).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else _revision(row)


def revision_note(connection: Connection, revision: RevisionId) -> str:
    """Return what the author of a revision (a random id) wrote to it; empty where nothing."""
    asked = select(REVISION_NOTE.c.note).where(REVISION_NOTE.c.revision_id == revision)
    return connection.execute(asked).scalar() or ""


def list_revisions(
    connection: Connection, plan: PlanId, *, below: int | None, most: int
) -> tuple[tuple[Revision, str], ...]:
    """Return some revisions of a plan with their notes, the newest first.

    Parameters
    ----------
    below
        Only those with a lower number; ``None`` for all.
    most
        How many at most.
    """
    noted = revisions().add_columns(REVISION_NOTE.c.note)
    asked = noted.outerjoin(REVISION_NOTE, REVISION_NOTE.c.revision_id == PLAN_REVISION.c.id)
    asked = asked.where(PLAN_REVISION.c.plan_id == plan)
    if below is not None:
        asked = asked.where(PLAN_REVISION.c.number < below)
    rows = connection.execute(asked.order_by(PLAN_REVISION.c.number.desc()).limit(most))
    return tuple((_revision(row), row.note or "") for row in rows)


def find_published_revision(connection: Connection, plan: PlanId) -> Revision:
    """Return the revision for which the published roster of a plan (a random id) was made.

    Raises
    ------
    MissingError
        Where nothing is published.
    """
    v, p = ROSTER_VERSION.c, PUBLICATION.c
    there = (v.plan_id == p.plan_id) & (v.number == p.number)
    asked = select(v.revision_id).join(PUBLICATION, there).where(p.plan_id == plan)
    revision = connection.execute(asked).scalar()
    if revision is None:
        raise MissingError("published")
    return revision_by_id(connection, revision)


def revision_by_id(connection: Connection, revision: RevisionId) -> Revision:
    """Return a revision by its random id.

    Raises
    ------
    MissingError
        Where there is none.
    """
    return _revision(connection.execute(revision_of_id(), {"revision": revision}).first())


def read_plan(connection: Connection, revision: Revision) -> Plan:
    """Read the plan of a revision, with everybody's name as it is now."""
    content = read_revision_content(connection, revision.id)
    noted = connection.execute(notes_of_revision(), {"revision": revision.id})
    notes: Mapping[int, str] = {row: note for row, note in noted}
    everybody = identities_in_plan(connection, revision.hotline, revision.plan, revision.number)
    return _PLANS.get(revision.id, PlanText(content, everybody, notes), _read)


_PLANS = PlanCache()


def _read(text: PlanText) -> Plan:
    return plan_from(text.content, text.identities, text.notes)


def persons_in(connection: Connection, revision: Revision) -> Mapping[AgentId, PersonId]:
    """Return the random id of each agent of a revision's plan."""
    everybody = identities_in_plan(connection, revision.hotline, revision.plan, revision.number)
    return {everybody[person].agent: person for person in _persons_in_content(connection, revision)}


def revision_holds(connection: Connection, revision: Revision) -> bool:
    """Tell whether what is stored of a revision is what its hash says."""
    content = read_revision_content(connection, revision.id)
    parent = find_revision(connection, revision.plan, revision.parent).sha256 if revision.parent else ""
    return content_sha256(content, parent) == revision.sha256


def content_sha256(content: Content, parent: str) -> str:
    """Return the hash of a revision: its content and the hash of the revision before."""
    return sha256(canonical({"content": content, "parent": parent}).encode()).hexdigest()


def _keep_persons(
    connection: Connection, hotline: HotlineId, plan: Plan, answers: PersonAnswers, at: datetime
) -> Mapping[AgentId, PersonId]:
    """Find out who everybody is, take down what is new of them, and return their random ids."""
    first_day = plan.hotline.period.first_day
    found = identify_agents(plan.agents, list_bearers(connection, hotline, first_day), answers)
    person_of = {agent: person or PersonId(new_id()) for agent, person in found.items()}
    identities = {person_of[one.agent]: one for one in identities_in(plan)}
    later = persons_in_later_plans(connection, hotline, first_day)
    keep_persons(connection, hotline, identities, at, elsewhere=later)
    return person_of


def _persons_in_content(connection: Connection, revision: Revision) -> frozenset[PersonId]:
    return persons_of_content(read_revision_content(connection, revision.id))


def _keep_plan(connection: Connection, hotline: HotlineId, plan: Plan, name: str, at: datetime) -> PlanId:
    first = plan.hotline.period.first_day
    same = (PLAN.c.hotline_id == hotline) & (PLAN.c.first_day == first)
    known: PlanId | None = connection.execute(select(PLAN.c.id).where(same)).scalar()
    if known is not None:
        return known
    made = PlanId(new_id())
    values = {"id": made, "hotline_id": hotline, "name": name or first.isoformat(), "first_day": first}
    connection.execute(insert(PLAN).values(**values, created_at=at))
    connection.execute(insert(PUBLICATION).values(plan_id=made, number=0))
    return made


def _newest(connection: Connection, plan: PlanId) -> Revision | None:
    try:
        return find_revision(connection, plan)
    except MissingError:
        return None


def _keep_notes(connection: Connection, revision: RevisionId, notes: tuple[Note, ...], note: str) -> None:
    rows = [
        {
            "revision_id": revision,
            "row": one.row,
            "person_id": one.person,
            "municipality": one.municipality,
            "note": one.note,
        }
        for one in notes
    ]
    if rows:
        connection.execute(insert(AVAILABILITY_NOTE), rows)
    if note:
        connection.execute(insert(REVISION_NOTE).values(revision_id=revision, note=note))


def _revision(row: Any) -> Revision:
    if row is None:
        raise MissingError("revision")
    return Revision(
        id=row.id,
        plan=row.plan_id,
        hotline=row.hotline_id,
        number=row.number,
        parent=row.parent,
        author=row.author,
        at=row.created_at,
        plan_sha256=row.plan_sha256,
        sha256=row.sha256,
    )
