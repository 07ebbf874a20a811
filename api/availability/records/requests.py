"""Requests to change an answer after the deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import AccountId, PersonId, PlanId
from api.store.errors import MissingError
from api.store.tables import AVAILABILITY_REQUEST

MOST_REPLACED = 3
"""Requests of a person that were replaced, as many as are kept."""


class RequestState(StrEnum):
    """What became of a request."""

    OPEN = "open"
    GRANTED = "granted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    """Another one was made before anybody decided it."""


@dataclass(frozen=True)
class ChangeRequest:
    """A request to change what somebody says.

    Parameters
    ----------
    id, person
        Random ids.
    state
        What became of it.
    entries
        Rows of availability as they are sent, by column.
    rows_sha256
        Of what they said when it was made.
    author, at
        Who made it, and when.
    decided_by, decided_at
        Who decided it, and when.
    """

    id: str
    person: PersonId
    state: RequestState
    entries: Sequence[Mapping[str, Any]]
    rows_sha256: str
    author: AccountId | None
    at: datetime
    decided_by: AccountId | None = None
    decided_at: datetime | None = None


def add_request(connection: Connection, plan: PlanId, made: ChangeRequest) -> None:
    """Write a request down; one of the same person that nobody decided yet is replaced by it.

    Of those that were replaced the newest stay: nobody fills the list by asking again and again.
    """
    r = AVAILABILITY_REQUEST.c
    own = (r.plan_id == plan) & (r.person_id == made.person)
    replaced = update(AVAILABILITY_REQUEST).where(own & (r.state == RequestState.OPEN.value))
    connection.execute(replaced.values(state=RequestState.REPLACED.value, decided_at=made.at))
    passed = own & (r.state == RequestState.REPLACED.value)
    ids = select(r.id).where(passed).order_by(r.decided_at.desc(), r.at.desc(), r.id)
    old = connection.execute(ids.offset(MOST_REPLACED)).scalars().all()
    connection.execute(delete(AVAILABILITY_REQUEST).where(r.id.in_(old)))
    values = {
        "id": made.id,
        "plan_id": plan,
        "person_id": made.person,
        "state": made.state.value,
        "entries": list(map(dict, made.entries)),
        "rows_sha256": made.rows_sha256,
        "author": made.author,
        "at": made.at,
    }
    connection.execute(insert(AVAILABILITY_REQUEST).values(**values))


def list_requests(
    connection: Connection, plan: PlanId, *, of: PersonId | None = None, only_open: bool = False
) -> tuple[ChangeRequest, ...]:
    """Return the requests of a plan, the newest first.

    Parameters
    ----------
    of
        Of this one alone.
    only_open
        Only those that nobody decided yet.
    """
    r = AVAILABILITY_REQUEST.c
    asked = select(AVAILABILITY_REQUEST).where(r.plan_id == plan).order_by(r.at.desc(), r.id)
    if of is not None:
        asked = asked.where(r.person_id == of)
    if only_open:
        asked = asked.where(r.state == RequestState.OPEN.value)
    return tuple(map(_request, connection.execute(asked)))


def find_request(connection: Connection, plan: PlanId, person: PersonId, request: str) -> ChangeRequest:
    """Return a request by its random id.

    Raises
    ------
    MissingError
        Where there is none of that person in that plan.
    """
    r = AVAILABILITY_REQUEST.c
    here = (r.id == request) & (r.plan_id == plan) & (r.person_id == person)
    row = connection.execute(select(AVAILABILITY_REQUEST).where(here)).first()
    if row is None:
        raise MissingError("request")
    return _request(row)


def decide(
    connection: Connection, request: str, state: RequestState, by: AccountId | None, at: datetime
) -> None:
    """Note what became of a request."""
    decided = update(AVAILABILITY_REQUEST).where(AVAILABILITY_REQUEST.c.id == request)
    connection.execute(decided.values(state=state.value, decided_by=by, decided_at=at))


def _request(row: Any) -> ChangeRequest:
    return ChangeRequest(
        id=row.id,
        person=row.person_id,
        state=RequestState(row.state),
        entries=row.entries,
        rows_sha256=row.rows_sha256,
        author=row.author,
        at=row.at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
