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

from api.access.ids import AccountId, PlanId, VersionNumber
from api.calendars.records.publishing import publish_feeds, take_in_feeds
from api.plans.records.plans import import_plan, revision_by_id
from api.publication.publication import Publication
from api.publishing.mails import PUBLISHED
from api.publishing.records import find_published, move_pointer
from api.rosters.editing.difference import difference
from api.rosters.editing.short_notice import ShortNotice, find_short_notice, today_in
from api.rosters.records.rosters import Version, VersionContent, add_version, find_version, read_version
from api.store import audit, idempotency, outbox
from api.store.engine import Connection, Database, reading, writing
from api.store.errors import BrokenRulesError, ConflictError, NotForwardError
from api.store.hotlines import lock_hotline, touch_hotline
from api.store.idempotency import IdempotentRequest
from api.store.seals import SealWatch, seals_of_hotline


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
    number: VersionNumber
    notice: str
    audit_seq: int
    audit_sha256: str
    changed: tuple[tuple[str, str], ...]


class ShortNoticeError(Exception):
    """Shifts would change that are nearer than was agreed; nothing is published.

    Parameters
    ----------
    near
        Those shifts, in order of time.
    days
        Agreed notice.
    """

    def __init__(self, near: tuple[ShortNotice, ...], days: int) -> None:
        self.near, self.days = near, days
        super().__init__(f"{len(near)} shifts nearer than {days} days")


def publish(
    database: Database,
    plan: PlanId,
    number: VersionNumber,
    *,
    expected: int,
    author: AccountId | None,
    at: datetime,
    request: IdempotentRequest,
    notice_days: int,
    accept_short_notice: bool,
) -> Receipt:
    """Make a version the one that everybody sees.

    Parameters
    ----------
    database
        Where; the transaction is this function's own.
    plan, number
        Which version of whose roster.
    expected
        Number of the version that the author takes for the published one; 0 for none.
    author, at
        Account, if any, and moment; aware.
    request
        What asked for it; a second one of the same key gets the first one's answer and changes nothing.
    notice_days, accept_short_notice
        Agreed notice, and whether shifts may change that are nearer.

    Raises
    ------
    MissingError
        Where there is no such version.
    NotForwardError
        Where the version is not later than the expected one.
    BrokenRulesError
        Where its roster breaks hard rules.
    ConflictError
        Where another version was published meanwhile.
    ShortNoticeError
        Where nearer shifts would change than may.
    KeyTakenError
        Where the request's key came with another request.
    """
    with reading(database) as connection:
        before = idempotency.find_answer(connection, request)
        if before is not None:
            return _receipt(before)
        version = find_version(connection, plan, number)
        content = read_version(connection, version)
        hotline = revision_by_id(connection, version.revision).hotline
        _refuse_unpublishable(version, content, expected)
        _refuse_stale(connection, plan, expected)
        if not accept_short_notice:
            near = near_shifts(connection, plan, VersionNumber(expected), content, at, notice_days)
            if near:
                raise ShortNoticeError(near, notice_days)
    with writing(database) as connection:
        lock_hotline(connection, hotline)
        before = idempotency.find_answer(connection, request)
        if before is not None:  # the first one was still at it a moment ago
            return _receipt(before)
        seals = seals_of_hotline(connection, hotline)
        move_pointer(connection, version, expected=expected, author=author, at=at)
        touch_hotline(connection, hotline)
        changed = publish_feeds(connection, hotline, content, at)
        receipt = _note_down(connection, version, expected, changed, seals, author, at)
        idempotency.keep_answer(connection, request, _document(receipt), at)
    return receipt


def store_publication(connection: Connection, publication: Publication, at: datetime) -> None:
    """Fill an empty store with one publication as it stands, its calendars' events included.

    Nobody is told of it: this is how a folder that was solved on somebody's own machine is shown there.

    Parameters
    ----------
    publication
        As it was read from the folder.
    at
        Moment; aware.

    Raises
    ------
    UnreadableError
        Where the plan could not be read back just as it is.
    """
    revision = import_plan(connection, publication.plan, author=None, at=at)
    version = add_version(
        connection, revision, publication.roster, publication.report, author=None, at=at, expected=0
    )
    take_in_feeds(connection, revision.hotline, read_version(connection, version), publication.events, at)
    move_pointer(connection, version, expected=0, author=None, at=at)
    touch_hotline(connection, revision.hotline)


def near_shifts(
    connection: Connection,
    plan: PlanId,
    before: VersionNumber,
    content: VersionContent,
    at: datetime,
    days: int,
) -> tuple[ShortNotice, ...]:
    """Return the shifts that a version changes sooner than agreed.

    Parameters
    ----------
    plan, before
        Of whose roster which version it would supersede; 0 for none.
    content
        The version.
    at, days
        Moment from which is counted (aware), and agreed notice.

    Raises
    ------
    MissingError
        Where there is no such version to be superseded.
    """
    old = read_version(connection, find_version(connection, plan, before)) if before else None
    return find_short_notice(difference(old, content), today_in(content.plan.hotline, at), days)


def _refuse_unpublishable(version: Version, content: VersionContent, expected: int) -> None:
    if version.number <= expected:
        raise NotForwardError(version.number, expected)
    score = content.report.score
    broken = tuple(dict.fromkeys(finding.rule for finding in score.breaches)) if score else ()
    if broken:
        raise BrokenRulesError(broken)


def _refuse_stale(connection: Connection, plan: PlanId, expected: int) -> None:
    now = find_published(connection, plan)
    if now.number != expected:
        raise ConflictError(expected, now.number, now.by, now.at)


def _note_down(
    connection: Connection,
    version: Version,
    before: int,
    changed: tuple[tuple[str, str], ...],
    seals: tuple[SealWatch, ...],
    author: AccountId | None,
    at: datetime,
) -> Receipt:
    payload = {
        "plan": version.plan,
        "number": version.number,
        "before": before,
        "sha256": version.sha256,
        "changed": [list(key) for key in changed],
    }
    head = audit.record(
        connection,
        actor=author,
        action="roster.publish",
        about=version.id,
        at=at,
        payload=payload,
        seals=seals,
    )
    end = {"audit_seq": head.seq, "audit_sha256": head.sha256}
    notice = outbox.add_notice(connection, PUBLISHED, payload | end, at)
    return Receipt(
        plan=version.plan,
        number=version.number,
        notice=notice,
        audit_seq=head.seq,
        audit_sha256=head.sha256,
        changed=changed,
    )


def _document(receipt: Receipt) -> Mapping[str, Any]:
    return {**vars(receipt), "changed": [list(key) for key in receipt.changed]}


def _receipt(said: Mapping[str, Any]) -> Receipt:
    return Receipt(**{**said, "changed": tuple((kind, subject) for kind, subject in said["changed"])})
