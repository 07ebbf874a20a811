"""Saying when somebody can sit: by themselves, by their leader, by a coordinator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.access.ids import RevisionNumber
from api.availability.place import CollectionPlace, collection_place
from api.availability.records.answers import AnswerRecord, find_answer, keep_answer
from api.availability.records.collections import Stage
from api.plans.records.answers import (
    PlanPerson,
    RevisionContent,
    read_content,
    read_own_plan,
    read_sent_entries,
    replace_entries,
)
from api.plans.records.plans import Revision, find_revision
from api.plans.uploads.tables import SentRow, json_rows, keep_unseen_notes
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ClashError, ClosedError, ConflictError, MissingError
from api.store.idempotency import IdempotentRequest, once
from wfm.availability import Entry
from wfm.errors import Fault
from wfm.hotline import Approval
from wfm.ids import AgentId
from wfm.message import Text
from wfm.plan import Plan

TABLE = "availability"
DIGEST = 16
"""Of a hash, as much as stands in a tag."""
NOT_ASKED = Text("collect.not_asked", "nobody is asked when they can sit yet")
OVER = Text(
    "collect.over", "the deadline has passed; ask for the change, and a coordinator grants or rejects it"
)
NOT_DONE = Text("collect.not_done", "there is no answer to confirm yet")
UNASKED_LEADER = Text("collect.unasked_leader", "answers need no confirming in this hotline")

Make = Callable[[Plan], Sequence[Entry]]
"""Returns what somebody is to say, from the plan as far as they are in it."""


@dataclass(frozen=True)
class KnownState:
    """What the caller takes for the newest.

    Parameters
    ----------
    number
        Of the plan's revision.
    digest
        Of what the person says there; where it is named, other people's answers do not matter.
    """

    number: int
    digest: str = ""


@dataclass(frozen=True)
class PersonAnswer:
    """What somebody says, and whether they are done.

    Parameters
    ----------
    who
        Whose it is.
    revision
        Of the plan, in which it stands.
    plan
        As far as they are in it.
    rows_sha256
        Of what they say.
    answer
        Whether they are done, and who said so; ``None`` where nobody wrote anything yet.
    notices
        What the author of entries should know of them.
    """

    who: PlanPerson
    revision: Revision
    plan: Plan
    rows_sha256: str
    answer: AnswerRecord | None
    notices: tuple[Fault, ...] = ()

    @property
    def digest(self) -> str:
        """What a tag holds of it."""
        return self.rows_sha256[:DIGEST]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What they say."""
        return self.plan.availability


def read_person_answer(place: CollectionPlace, agent: AgentId) -> PersonAnswer:
    """Return what somebody says.

    Raises
    ------
    MissingError
        Where there is no such agent, or none whom the caller sees.
    """
    who = place.person(agent)
    with reading(place.database) as connection:
        return _person_answer(connection, place.stored, who)


def read_person_answer_at(place: CollectionPlace, agent: AgentId, number: RevisionNumber) -> PersonAnswer:
    """Return what somebody said in an earlier revision; they are whom they are now.

    Raises
    ------
    MissingError
        Where there is no such agent, none whom the caller sees, or they were not in it.
    """
    who = place.person(agent)
    with reading(place.database) as connection:
        stored = read_content(connection, find_revision(connection, place.plan.id, number))
        if all(one.person != who.person for one in stored.people()):
            raise MissingError("agent")
        return _person_answer(connection, stored, who)


def _person_answer(connection: Connection, stored: RevisionContent, who: PlanPerson) -> PersonAnswer:
    return PersonAnswer(
        who=who,
        revision=stored.revision,
        plan=read_own_plan(connection, stored, who.person),
        rows_sha256=stored.rows_sha256(who.person),
        answer=find_answer(connection, stored.revision.plan, who.person),
    )


def read_sent(
    place: CollectionPlace, agent: AgentId, rows: Sequence[SentRow]
) -> tuple[Make, tuple[Fault, ...]]:
    """Return what is to be said by rows of availability, and what should be known of them.

    Entries that are as before keep notes that the caller does not see.

    Raises
    ------
    MissingError
        Where there is no such agent, or none whom the caller sees.
    PlanError
        With every fault of the rows.
    """
    who = place.answerer(agent)
    sent = json_rows(TABLE, [{**row, "agent": agent} for row in rows])
    read = read_sent_entries(place.stored, who.person, sent)
    entries = read.plan.availability
    notices = tuple(notice for notice in read.notices if notice.file == TABLE)
    if place.sees_notes(who):
        return lambda _own: entries, notices
    return lambda own: keep_unseen_notes(entries, own.availability), notices


def save_answer(
    place: CollectionPlace,
    request: IdempotentRequest,
    agent: AgentId,
    expected: KnownState,
    make: Make,
    *,
    answered: bool,
) -> PersonAnswer:
    """Do as `write_answer`, and return what they say now."""
    return _read_said(place, write_answer(place, request, agent, expected, make, answered=answered))


def write_answer(
    place: CollectionPlace,
    request: IdempotentRequest,
    agent: AgentId,
    expected: KnownState,
    make: Make,
    *,
    answered: bool,
) -> Mapping[str, Any]:
    """Let somebody say something else, as the plan's next revision, and note whether they are done.

    Parameters
    ----------
    place, request, agent
        Where, by which request, and whose word it is.
    expected
        What the caller began with.
    make
        Returns what is to be said; asked within the transaction.
    answered
        Whether that is all.

    Raises
    ------
    MissingError
        Where there is no such agent, or none whom the caller sees.
    ClosedError
        Where nobody but coordinators may say anything now.
    ConflictError
        Where they say something else by now than the caller knew.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = collection_place(connection, place)
        who = now.answerer(agent)
        refuse_closed(now)
        before = _person_answer(connection, now.stored, who)
        refuse_stale(before, expected)
        entries = tuple(make(before.plan))
        number = before.revision.number
        if entries != before.entries:
            kept = replace_entries(connection, now.stored, [(who, entries)], author=now.author, at=now.at)
            number = kept.number
        answer = _answer(now, who, answered=answered)
        keep_answer(connection, now.plan.id, answer)
        record_answers(connection, now, [answer])
        return {"number": number, "person": who.person}

    return once(place.database, request, place.at, effect, place.hotline.id)


def record_answers(connection: Connection, now: CollectionPlace, answers: Sequence[AnswerRecord]) -> None:
    """Write down that people were answered for."""
    audit.record_each(
        connection,
        actor=now.author,
        action="collection.answer",
        about=now.plan.id,
        at=now.at,
        payloads=[{"person": one.person, "done": one.answered_at is not None} for one in answers],
    )


def confirm_answer(place: CollectionPlace, request: IdempotentRequest, agent: AgentId) -> PersonAnswer:
    """Confirm what somebody says, where the hotline asks leaders to.

    Raises
    ------
    MissingError
        Where there is no such agent, or none whom the caller looks after.
    ClosedError, ClashError
        Where it is too late, there is no answer, or none needs confirming.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = collection_place(connection, place)
        who = now.person(agent)
        if not _looks_after(now, who):  # nobody confirms their own word
            raise MissingError("agent")
        refuse_closed(now)
        answer = find_answer(connection, now.plan.id, who.person)
        if now.stored.hotline().approval is Approval.NONE:
            raise ClashError(UNASKED_LEADER())
        if answer is None or answer.answered_at is None:
            raise ClashError(NOT_DONE())
        confirmed = replace(answer, confirmed_at=now.at, confirmed_by=now.author)
        keep_answer(connection, now.plan.id, confirmed)
        told = {"person": who.person}
        audit.record(
            connection,
            actor=now.author,
            action="collection.confirm",
            about=now.plan.id,
            at=now.at,
            payload=told,
        )
        return {"number": now.stored.revision.number, "person": who.person}

    return _read_said(place, once(place.database, request, place.at, effect, place.hotline.id))


def _read_said(place: CollectionPlace, said: Mapping[str, Any]) -> PersonAnswer:
    with reading(place.database) as connection:
        number = RevisionNumber(said["number"])
        stored = read_content(connection, find_revision(connection, place.plan.id, number))
        who = next(one for one in stored.people() if one.person == said["person"])
        return _person_answer(connection, stored, who)


def refuse_closed(place: CollectionPlace) -> None:
    """Refuse whoever is bound by the deadline, before it opens and after it.

    Raises
    ------
    ClosedError
        Where it is not open.
    """
    if not place.coordinates and place.stage is not Stage.OPEN:
        raise ClosedError(OVER() if place.stage is Stage.CLOSED else NOT_ASKED())


def refuse_stale(now: PersonAnswer, expected: KnownState) -> None:
    """Refuse whoever knew something else.

    Raises
    ------
    ConflictError
        With what holds now.
    """
    if expected.digest:
        same = now.rows_sha256.startswith(expected.digest[:DIGEST])
    else:
        same = expected.number == now.revision.number
    if not same:
        by, at = now.revision.author, now.revision.at
        if now.answer is not None:
            by, at = now.answer.author, now.answer.at
        raise ConflictError(expected.number, now.revision.number, by, at)


def _answer(place: CollectionPlace, who: PlanPerson, *, answered: bool) -> AnswerRecord:
    made = AnswerRecord(person=who.person, at=place.at, author=place.author)
    if not answered:
        return made
    confirmed: datetime | None = None
    if place.stored.hotline().approval is Approval.LEADER and _looks_after(place, who):
        confirmed = place.at
    return replace(
        made,
        answered_at=place.at,
        confirmed_at=confirmed,
        confirmed_by=place.author if confirmed else None,
    )


def _looks_after(place: CollectionPlace, who: PlanPerson) -> bool:
    """Tell whether the caller may confirm somebody's answer, so that their own word needs none."""
    return place.coordinates or who.municipality in place.scope.municipalities
