"""From notices to mails: who is to be told, and what of it concerns them.

A notice becomes its mails in one transaction and only once, however many look at it at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from api.access.ids import AccountId, PersonId
from api.accounts.records.second_steps import NOTICE as SECOND_STEP
from api.plans.records.plans import read_plan, revision_by_id
from api.rosters.records.rosters import Version, find_version
from api.rosters.records.version_changes import SeatChanges, version_changes
from api.store import outbox
from api.store.engine import Database, reading, writing
from api.store.outbox import Notice
from api.store.tables import ACCOUNT, GRANT, HOTLINE, MAIL
from api.store.types import new_id
from wfm.calendar import Shift, clock
from wfm.ids import ShiftId
from wfm.plan import Plan

INVITATION, RESET, PUBLISHED = "invitation", "reset", "published"
KINDS = (INVITATION, RESET, PUBLISHED, SECOND_STEP)


@dataclass(frozen=True)
class Addressed:
    """What one account is to be told."""

    account: AccountId
    payload: Mapping[str, Any]


def waiting(database: Database) -> tuple[Notice, ...]:
    """Return the oldest notices that mails are to be made of."""
    with reading(database) as connection:
        return outbox.unsent_notices(connection, kinds=KINDS)


def sort(database: Database, notice: Notice, at: datetime) -> int:
    """Make the mails of a notice; return how many, none where somebody else has made them.

    Raises
    ------
    StoreError, InputError
        Where what the notice tells of cannot be read.
    """
    with reading(database) as connection:
        addressed = _addressed(connection, notice)
    with writing(database) as connection:
        if not outbox.mark_sent(connection, notice.id, at):
            return 0
        for one in addressed:
            connection.execute(insert(MAIL).values(**_row(notice, one, at)))
    return len(addressed)


def set_aside(database: Database, notice: Notice, at: datetime) -> None:
    """Note that no mails are made of a notice: it is older than a mail may become."""
    with writing(database) as connection:
        outbox.mark_sent(connection, notice.id, at)


def _row(notice: Notice, one: Addressed, at: datetime) -> dict[str, Any]:
    what = {"notice_id": notice.id, "account_id": one.account, "kind": notice.kind, "payload": one.payload}
    return {"id": new_id(), **what, "created_at": notice.created_at, "due_at": at, "attempts": 0}


def _addressed(connection: Connection, notice: Notice) -> tuple[Addressed, ...]:
    payload = notice.payload
    if notice.kind == SECOND_STEP:
        return (Addressed(payload["account"], {"what": payload["what"]}),)
    if notice.kind != PUBLISHED:
        return (Addressed(payload["account"], {"link": payload["link"]}),)
    before = find_version(connection, payload["plan"], payload["before"]) if payload["before"] else None
    after = find_version(connection, payload["plan"], payload["number"])
    moved = version_changes(connection, before, after).by_person
    told = _Told(connection, notice, before, after)
    return tuple(
        Addressed(account, told.to([moved[person] for person in persons]))
        for account, persons in sorted(_accounts_of(connection, moved).items())
    )


def _accounts_of(connection: Connection, persons: Iterable[str]) -> dict[AccountId, list[PersonId]]:
    """Return the accounts that can be signed in to, and who of some persons each belongs to."""
    wanted = set(persons)
    joined = select(GRANT.c.account_id, GRANT.c.person_id).join(ACCOUNT, ACCOUNT.c.id == GRANT.c.account_id)
    asked = joined.where(GRANT.c.person_id.is_not(None), ACCOUNT.c.deactivated_at.is_(None)).distinct()
    found: dict[AccountId, list[PersonId]] = {}
    for account, person in connection.execute(asked.order_by(GRANT.c.account_id, GRANT.c.person_id)):
        if person in wanted:
            found.setdefault(account, []).append(person)
    return found


class _Told:
    """What a publication tells: the same to everybody, and of the shifts what each is to know."""

    def __init__(
        self, connection: Connection, notice: Notice, before: Version | None, after: Version
    ) -> None:
        revision = revision_by_id(connection, after.revision)
        plan = read_plan(connection, revision)
        self.shifts: dict[ShiftId, Shift] = {shift.id: shift for shift in plan.shifts}
        if before is not None and before.revision != after.revision:
            earlier = read_plan(connection, revision_by_id(connection, before.revision))
            self.shifts = {shift.id: shift for shift in earlier.shifts} | self.shifts
        code = select(HOTLINE.c.code).where(HOTLINE.c.id == revision.hotline)
        self.hotline = connection.execute(code).scalar_one()
        self.common = _common(plan, None if before is None else notice.created_at)

    def to(self, moved: list[SeatChanges]) -> Mapping[str, Any]:
        joined = sorted(shift for one in moved for shift in one.joined)
        left = sorted(shift for one in moved for shift in one.left)
        turns = {"joined": [self._turn(s) for s in joined], "left": [self._turn(s) for s in left]}
        return {"hotline": self.hotline, **self.common, **turns}

    def _turn(self, shift: ShiftId) -> list[str]:
        found = self.shifts[shift]
        return [found.day.isoformat(), clock(found.start), clock(found.end)]


def _common(plan: Plan, at: datetime | None) -> Mapping[str, Any]:
    period, local = plan.hotline.period, None if at is None else at.astimezone(plan.hotline.zone)
    return {
        "name": plan.hotline.name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "at": None if local is None else local.strftime("%Y-%m-%dT%H:%M"),
    }
