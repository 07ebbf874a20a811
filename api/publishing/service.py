"""Publishing a roster version: one transaction, so that everybody sees all of it or nothing.

In it lie the pointer, every calendar, the audit event, the notice that will be mailed, and the answer
to the request. What takes long (reading the version, measuring its roster) is done before it begins;
versions never change, so nothing can become untrue meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from api.access.ids import AccountId, PlanId
from api.calendars.records.publishing import publish_feeds
from api.plans.records.plans import revision_by_id
from api.rosters.records.rosters import Read, Version, find_version, read_version
from api.store import audit, idempotency, outbox
from api.store.engine import reading, writing
from api.store.errors import BrokenRulesError, ConflictError, MissingError, NotForwardError
from api.store.hotlines import lock_hotline, touch_hotline
from api.store.idempotency import IdempotentRequest
from api.store.tables import PUBLICATION


@dataclass(frozen=True)
class Published:
    """What is published of a plan.

    Parameters
    ----------
    plan
        Its random id.
    number
        Of the roster version; 0 before the first.
    at, by
        Since when, in UTC, and by which account.
    """

    plan: PlanId
    number: int
    at: datetime | None
    by: AccountId | None


@dataclass(frozen=True)
class Receipt:
    """What publishing answers, and answers again where the request comes a second time.

    Parameters
    ----------
    plan, number
        Whose roster, and which version of it, is now published.
    notice
        Id of the notice in the outbox.
    audit_seq, audit_sha256
        End of the audit chain just after; to be kept outside the database.
    changed
        Kind and subject of each calendar that changed.
    """

    plan: PlanId
    number: int
    notice: str
    audit_seq: int
    audit_sha256: str
    changed: tuple[tuple[str, str], ...]


def published(connection: Connection, plan: PlanId) -> Published:
    """Return what is published of a plan.

    Raises
    ------
    Missing
        Where there is no such plan.
    """
    p = PUBLICATION.c
    asked = select(p.plan_id, p.number, p.published_at, p.published_by).where(p.plan_id == plan)
    row = connection.execute(asked).first()
    if row is None:
        raise MissingError("plan")
    return Published(*row)


def publish(
    engine: Engine,
    plan: PlanId,
    number: int,
    *,
    expected: int,
    author: AccountId | None,
    at: datetime,
    request: IdempotentRequest,
) -> Receipt:
    """Make a version the one that everybody sees.

    Parameters
    ----------
    engine
        The database; the transaction is this function's own.
    plan, number
        Which version of whose roster.
    expected
        Number of the version that the author takes for the published one; 0 for none.
    author, at
        Account, if any, and moment; aware.
    request
        What asked for it; a second one of the same key gets the first one's answer and changes nothing.

    Raises
    ------
    Missing
        Where there is no such version.
    NotForward
        Where the version is not later than the expected one.
    BrokenRules
        Where its roster breaks hard rules.
    Conflict
        Where another version was published meanwhile.
    KeyTaken
        Where the request's key came with another request.
    """
    with reading(engine) as connection:
        before = idempotency.find_answer(connection, request)
        if before is not None:
            return _receipt(before)
        version = find_version(connection, plan, number)
        read = read_version(connection, version)
        hotline = revision_by_id(connection, version.revision).hotline
    _refuse(version, read, expected)
    with writing(engine) as connection:
        lock_hotline(connection, hotline)
        before = idempotency.find_answer(connection, request)
        if before is not None:  # the first one was still at it a moment ago
            return _receipt(before)
        _move(connection, version, expected, author, at)
        touch_hotline(connection, hotline)
        changed = publish_feeds(connection, hotline, read, at)
        receipt = _note_down(connection, version, expected, changed, author, at)
        idempotency.keep_answer(connection, request, _document(receipt), at)
    return receipt


def _refuse(version: Version, read: Read, expected: int) -> None:
    if version.number <= expected:
        raise NotForwardError(version.number, expected)
    refuse_broken(read)


def refuse_broken(read: Read) -> None:
    """Refuse a version that breaks hard rules.

    Raises
    ------
    BrokenRules
        With each of them.
    """
    score = read.report.score
    broken = tuple(dict.fromkeys(finding.rule for finding in score.breaches)) if score else ()
    if broken:
        raise BrokenRulesError(broken)


def _move(
    connection: Connection, version: Version, expected: int, author: AccountId | None, at: datetime
) -> None:
    """Move the pointer from the version that is expected there, and from no other."""
    p = PUBLICATION.c
    there = (p.plan_id == version.plan) & (p.number == expected)
    values = {"number": version.number, "published_at": at, "published_by": author}
    if connection.execute(update(PUBLICATION).where(there).values(**values)).rowcount != 1:
        now = published(connection, version.plan)
        raise ConflictError(expected, now.number, now.by, now.at)


def _note_down(
    connection: Connection,
    version: Version,
    before: int,
    changed: tuple[tuple[str, str], ...],
    author: AccountId | None,
    at: datetime,
) -> Receipt:
    told = {
        "plan": version.plan,
        "number": version.number,
        "before": before,
        "sha256": version.sha256,
        "changed": [list(key) for key in changed],
    }
    head = audit.record(
        connection, actor=author, action="roster.publish", about=version.id, at=at, payload=told
    )
    end = {"audit_seq": head.seq, "audit_sha256": head.sha256}
    notice = outbox.add_notice(connection, "published", told | end, at)
    return Receipt(version.plan, version.number, notice, head.seq, head.sha256, changed)


def _document(receipt: Receipt) -> Mapping[str, Any]:
    return {**vars(receipt), "changed": [list(key) for key in receipt.changed]}


def _receipt(said: Mapping[str, Any]) -> Receipt:
    return Receipt(**{**said, "changed": tuple((kind, subject) for kind, subject in said["changed"])})
