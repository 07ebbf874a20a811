"""Who has answered in a collection; what they said stands in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from api.access.ids import AccountId, PersonId, PlanId
from api.store.tables import AVAILABILITY_ANSWER


@dataclass(frozen=True)
class AnswerRecord:
    """That somebody was answered for.

    Parameters
    ----------
    person
        Random id.
    at, author
        When it was last written to, and by which account.
    answered_at
        When they were done; ``None`` while they are not.
    confirmed_at, confirmed_by
        When somebody confirmed it, and which account; ``None`` where nobody has.
    """

    person: PersonId
    at: datetime
    author: AccountId | None
    answered_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: AccountId | None = None


def list_answers(connection: Connection, plan: PlanId) -> Mapping[PersonId, AnswerRecord]:
    """Return the answers of a plan, by person."""
    rows = connection.execute(select(AVAILABILITY_ANSWER).where(AVAILABILITY_ANSWER.c.plan_id == plan))
    return {row.person_id: _answer(row) for row in rows}


def find_answer(connection: Connection, plan: PlanId, person: PersonId) -> AnswerRecord | None:
    """Return somebody's answer, if there is one."""
    row = connection.execute(select(AVAILABILITY_ANSWER).where(_here(plan, person))).first()
    return None if row is None else _answer(row)


def keep_answer(connection: Connection, plan: PlanId, kept: AnswerRecord) -> None:
    """Write an answer down, in the place of the one that is there."""
    values = {
        "at": kept.at,
        "author": kept.author,
        "answered_at": kept.answered_at,
        "confirmed_at": kept.confirmed_at,
        "confirmed_by": kept.confirmed_by,
    }
    changed = update(AVAILABILITY_ANSWER).where(_here(plan, kept.person)).values(**values)
    if not connection.execute(changed).rowcount:
        made = insert(AVAILABILITY_ANSWER).values(plan_id=plan, person_id=kept.person, **values)
        connection.execute(made)


def _here(plan: PlanId, person: PersonId) -> Any:
    a = AVAILABILITY_ANSWER.c
    return (a.plan_id == plan) & (a.person_id == person)


def _answer(row: Any) -> AnswerRecord:
    return AnswerRecord(
        person=row.person_id,
        at=row.at,
        author=row.author,
        answered_at=row.answered_at,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
    )
