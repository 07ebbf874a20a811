"""A collection: opened with a deadline, looked at, and those who have not answered reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from api.access.ids import HotlineId
from api.accounts.records.grants import accounts_of_persons
from api.availability.place import CollectionPlace, collection_place
from api.availability.records.answers import AnswerRecord, list_answers
from api.availability.records.audience import leaders_of
from api.availability.records.collections import Collection, Stage, find_collection, keep_collection
from api.plans.records.answers import PlanPerson
from api.store import audit, outbox
from api.store.engine import Connection, reading
from api.store.errors import ClashError, ClosedError
from api.store.idempotency import IdempotentRequest, once
from api.store.staleness import refuse_stale
from wfm.message import Text

OPENED, REMINDER = "collection_opened", "collection_reminder"
"""Kinds of the notices about it."""
REMIND_EVERY = timedelta(hours=12)
NOT_OPEN = Text("collect.not_open", "nobody can answer now, so nobody is reminded")
TOO_SOON = Text(
    "collect.too_soon",
    "those who have not answered were reminded less than {hours:number} hours ago; try again later",
)


@dataclass(frozen=True)
class PersonStatus:
    """Somebody who is asked, and their answer, if any."""

    who: PlanPerson
    answer: AnswerRecord | None

    @property
    def done(self) -> bool:
        """Whether they have answered."""
        return self.answer is not None and self.answer.answered_at is not None


@dataclass(frozen=True)
class Reminder:
    """Who was reminded.

    Parameters
    ----------
    agents, leaders
        How many of each get a mail: those who have not answered, and the leaders of those without an
        account.
    unreachable
        How many have no account and no leader who has one.
    """

    agents: int
    leaders: int
    unreachable: int


def list_statuses(place: CollectionPlace) -> tuple[PersonStatus, ...]:
    """Return those who are asked: who can sit, as far as the caller sees them, with their answers."""
    with reading(place.database) as connection:
        return _statuses(connection, place)


def _statuses(connection: Connection, place: CollectionPlace) -> tuple[PersonStatus, ...]:
    answers = list_answers(connection, place.plan.id)
    return tuple(PersonStatus(one, answers.get(one.person)) for one in place.people() if one.staffs)


def set_collection(
    place: CollectionPlace,
    request: IdempotentRequest,
    expected: int,
    *,
    opens: datetime | None,
    closes: datetime,
    note: str,
) -> Collection:
    """Open a collection, or change the one that is there; whom it asks gets a mail, once, when it opens.

    Parameters
    ----------
    place, request
        Of which plan, and by which request.
    expected
        Number of the collection that the caller knows; 0 for none.
    opens
        From when on people can answer; ``None`` for at once, or as it was.
    closes, note
        Until when, and what is said to it.

    Raises
    ------
    ConflictError
        Where another one is there.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        before = find_collection(connection, place.plan.id)
        refuse_stale(expected, before)
        began = before.opens if before is not None else place.at
        kept = Collection(
            plan=place.plan.id,
            number=expected + 1,
            opens=opens or began,
            closes=closes,
            note=note,
            author=place.author,
            at=place.at,
            reminded_at=None if before is None else before.reminded_at,
        )
        keep_collection(connection, kept)
        told = {"number": kept.number, "opens": kept.opens.isoformat(), "closes": kept.closes.isoformat()}
        audit.record(
            connection,
            actor=place.author,
            action="collection.set",
            about=place.plan.id,
            at=place.at,
            payload=told,
        )
        # A mail that waits goes when the collection opens, whatever moved since; nobody gets another.
        waited = _withdraw(connection, place)
        if before is None or before.opens > place.at or waited:
            told = {"plan": place.plan.id, "hotline": place.hotline.id}
            outbox.add_notice(connection, OPENED, told, max(kept.opens, place.at))
        return {"number": kept.number}

    once(place.database, request, place.at, effect, place.hotline.id)
    with reading(place.database) as connection:
        found = find_collection(connection, place.plan.id)
    assert found is not None
    return found


def remind(place: CollectionPlace, request: IdempotentRequest) -> Reminder:
    """Remind those who have not answered; of those without an account, their leaders.

    Raises
    ------
    ClosedError
        Where nobody can answer now.
    ClashError
        Where they were reminded a short while ago.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = collection_place(connection, place)
        if now.collection is None or now.stage is not Stage.OPEN:
            raise ClosedError(NOT_OPEN())
        last = now.collection.reminded_at
        if last is not None and now.at < last + REMIND_EVERY:
            raise ClashError(TOO_SOON(hours=REMIND_EVERY // timedelta(hours=1)))
        missing = tuple(one.who for one in _statuses(connection, now) if not one.done)
        told = _remind(connection, now, missing)
        keep_collection(connection, replace(now.collection, reminded_at=now.at))
        audit.record(
            connection,
            actor=now.author,
            action="collection.remind",
            about=now.plan.id,
            at=now.at,
            payload=told,
        )
        return told

    told = once(place.database, request, place.at, effect, place.hotline.id)
    return Reminder(agents=told["agents"], leaders=told["leaders"], unreachable=told["unreachable"])


def _withdraw(connection: Connection, place: CollectionPlace) -> bool:
    """Take back the mail that waits for the collection to open; tell whether one did."""
    waiting = outbox.unsent_notices(connection, most=None, kinds=(OPENED,))
    own = [notice.id for notice in waiting if notice.payload["plan"] == place.plan.id]
    return any([outbox.mark_sent(connection, notice, place.at) for notice in own])


@dataclass(frozen=True)
class Audience:
    """Accounts that are told of people: their own, and those of the leaders of whoever has none.

    Parameters
    ----------
    receivers
        Account, and for how many people without one it answers; 0 for oneself.
    told
        How many agents and leaders they are, and how many people nobody reaches.
    """

    receivers: tuple[Mapping[str, Any], ...]
    told: Mapping[str, int]


def find_audience(connection: Connection, hotline: HotlineId, people: Sequence[PlanPerson]) -> Audience:
    """Return who is told of some people of a plan; everybody stands there once."""
    person_of = {one.person: one for one in people}
    accounts = accounts_of_persons(connection, person_of)
    reached = {person for persons in accounts.values() for person in persons}
    left = [one for one in people if one.person not in reached]
    leaders = leaders_of(connection, hotline, {one.municipality for one in left})
    led = {code for codes in leaders.values() for code in codes}
    receivers: list[dict[str, Any]] = [
        {"account": account, "missing": 0} for account in sorted(accounts) if account not in leaders
    ]
    receivers += [
        {"account": account, "missing": sum(one.municipality in codes for one in left)}
        for account, codes in sorted(leaders.items())
    ]
    told = {
        "agents": len(set(accounts) - set(leaders)),
        "leaders": len(leaders),
        "unreachable": sum(one.municipality not in led for one in left),
    }
    return Audience(tuple(receivers), told)


def _remind(
    connection: Connection, place: CollectionPlace, people: tuple[PlanPerson, ...]
) -> Mapping[str, int]:
    """Put mails into the outbox for people, and for the leaders of those who have no account."""
    found = find_audience(connection, place.hotline.id, people)
    assert place.collection is not None
    if found.receivers:
        told = {
            "plan": place.plan.id,
            "hotline": place.hotline.id,
            "revision": place.stored.revision.id,
            "closes": place.collection.closes.isoformat(),
            "receivers": found.receivers,
        }
        outbox.add_notice(connection, REMINDER, told, place.at)
    return found.told
