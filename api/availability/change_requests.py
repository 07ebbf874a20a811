"""Requests for a change after the deadline: made by agents and leaders, decided by coordinators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.access.ids import PersonId
from api.availability.place import CollectionPlace, collection_place
from api.availability.records.answers import AnswerRecord, find_answer, keep_answer
from api.availability.records.collections import Stage
from api.availability.records.requests import (
    ChangeRequest,
    RequestState,
    add_request,
    decide,
    find_request,
    list_requests,
)
from api.availability.service import TABLE
from api.plans.records.answers import (
    PlanPerson,
    read_own_plan,
    read_sent_entries,
    replace_entries,
)
from api.plans.table_rows import table_rows
from api.plans.uploads.tables import SentRow, json_rows, with_unseen_notes
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ClashError, ClosedError, MissingError
from api.store.idempotency import IdempotentRequest, once
from api.store.types import new_id
from wfm.availability import Entry
from wfm.ids import AgentId
from wfm.message import Text

STILL_OPEN = Text("collect.still_open", "the deadline has not passed: the answer itself can be changed")
DECIDED = Text("collect.decided", "the request has been decided or replaced already")
SAID_ANEW = Text(
    "collect.said_anew",
    "what they say has been changed since the request was made; reject it, or change the answer itself",
)


@dataclass(frozen=True)
class PlacedRequest:
    """A request, whose it is, and what would be said once it is granted.

    Parameters
    ----------
    request, who
        The request, and of whom it speaks.
    before, after
        What they say, and what they would say; notes only where the caller reads them.
    """

    request: ChangeRequest
    who: PlanPerson
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


def ask_change(
    place: CollectionPlace, request: IdempotentRequest, agent: AgentId, rows: Sequence[SentRow]
) -> PlacedRequest:
    """Ask for something else to be said, once the deadline has passed.

    Raises
    ------
    MissingError
        Where there is no such agent, or none whom the caller sees.
    ClosedError
        Where the deadline has not passed, or there is none.
    PlanError
        With every fault of the rows.
    """
    who = place.answerer(agent)
    sent = json_rows(TABLE, [{**row, "agent": agent} for row in rows])
    read = read_sent_entries(place.stored, who.person, sent).plan

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = collection_place(connection, place)
        if now.stage is not Stage.CLOSED:
            raise ClosedError(STILL_OPEN())
        there = now.answerer(agent)
        asked = read
        if not now.sees_notes(there):  # who does not see them must not take them away
            asked = with_unseen_notes(read, read_own_plan(connection, now.stored, there.person))
        made = ChangeRequest(
            id=new_id(),
            person=there.person,
            state=RequestState.OPEN,
            entries=[_without_agent(row) for row in table_rows(asked, TABLE)],
            rows_sha256=now.stored.rows_sha256(there.person),
            author=now.author,
            at=now.at,
        )
        add_request(connection, now.plan.id, made)
        _record(connection, now, "request", made)
        return {"request": made.id, "person": made.person}

    return _read_said(place, once(place.database, request, place.at, effect, place.hotline.id))


def list_change_requests(
    place: CollectionPlace, *, of: PersonId | None = None, only_open: bool = False
) -> tuple[PlacedRequest, ...]:
    """Return the requests of those whom the caller sees, the newest first.

    Parameters
    ----------
    of
        Of this one alone.
    only_open
        Whether those that are decided or replaced are left out.
    """
    known = {one.person: one for one in place.people()}
    with reading(place.database) as connection:
        kept = list_requests(connection, place.plan.id, of=of, only_open=only_open)
        found = [one for one in kept if one.person in known]
        return tuple(_placed(connection, place, known[one.person], one) for one in found)


def grant(place: CollectionPlace, request: IdempotentRequest, agent: AgentId, number: str) -> PlacedRequest:
    """Let what was asked for be said, as the plan's next revision.

    Raises
    ------
    MissingError
        Where there is no such request.
    ClosedError
        Where it has been decided.
    ClashError
        Where something else is said by now than when it was made.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        now, who, found = _waiting(connection, place, agent, number)
        if now.stored.rows_sha256(who.person) != found.rows_sha256:
            raise ClashError(SAID_ANEW())
        entries = _entries(now, who, found)
        if entries != read_own_plan(connection, now.stored, who.person).availability:
            replace_entries(connection, now.stored, [(who, entries)], author=now.author, at=now.at)
        decide(connection, found.id, RequestState.GRANTED, now.author, now.at)
        _note_answer(connection, now, who)
        _record(connection, now, "grant", found)
        return {"request": found.id, "person": found.person}

    return _read_said(place, once(place.database, request, place.at, effect, place.hotline.id))


def reject(place: CollectionPlace, request: IdempotentRequest, agent: AgentId, number: str) -> PlacedRequest:
    """Let what is said stay as it is.

    Raises
    ------
    MissingError
        Where there is no such request.
    ClosedError
        Where it has been decided.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        now, _, found = _waiting(connection, place, agent, number)
        decide(connection, found.id, RequestState.REJECTED, now.author, now.at)
        _record(connection, now, "reject", found)
        return {"request": found.id, "person": found.person}

    return _read_said(place, once(place.database, request, place.at, effect, place.hotline.id))


def _waiting(
    connection: Connection, place: CollectionPlace, agent: AgentId, number: str
) -> tuple[CollectionPlace, PlanPerson, ChangeRequest]:
    now = collection_place(connection, place)
    who = now.person(agent)
    found = find_request(connection, now.plan.id, who.person, number)
    if found.state is not RequestState.OPEN:
        raise ClosedError(DECIDED())
    return now, who, found


def _note_answer(connection: Connection, now: CollectionPlace, who: PlanPerson) -> None:
    """Note that somebody has answered, where they were not done: others may have said days for them."""
    known = find_answer(connection, now.plan.id, who.person)
    if known is None:
        known = AnswerRecord(person=who.person, at=now.at, author=now.author)
    if known.answered_at is None:
        keep_answer(connection, now.plan.id, replace(known, at=now.at, answered_at=now.at))


def _record(connection: Connection, now: CollectionPlace, what: str, found: ChangeRequest) -> None:
    told = {"request": found.id, "person": found.person}
    audit.record(
        connection,
        actor=now.author,
        action=f"collection.{what}",
        about=now.plan.id,
        at=now.at,
        payload=told,
    )


def _read_said(place: CollectionPlace, said: Mapping[str, Any]) -> PlacedRequest:
    with reading(place.database) as connection:
        now = collection_place(connection, place)
        who = next((one for one in now.people() if one.person == said["person"]), None)
        if who is None:
            raise MissingError("agent")
        found = find_request(connection, now.plan.id, who.person, said["request"])
        return _placed(connection, now, who, found)


def _placed(
    connection: Connection, place: CollectionPlace, who: PlanPerson, found: ChangeRequest
) -> PlacedRequest:
    before = read_own_plan(connection, place.stored, who.person).availability
    after = _entries(place, who, found)
    if not place.sees_notes(who):
        before, after = _bare(before), _bare(after)
    return PlacedRequest(request=found, who=who, before=before, after=after)


def _entries(place: CollectionPlace, who: PlanPerson, found: ChangeRequest) -> tuple[Entry, ...]:
    rows = [{**row, "agent": who.agent} for row in found.entries]
    return read_sent_entries(place.stored, who.person, json_rows(TABLE, rows)).plan.availability


def _without_agent(row: SentRow) -> SentRow:
    """Return a row under whatever id its agent has when it is read."""
    return {name: value for name, value in row.items() if name != "agent"}


def _bare(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(replace(entry, note="") for entry in entries)
