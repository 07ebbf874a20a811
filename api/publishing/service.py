"""Publishing a roster version: one transaction, so that everybody sees all of it or nothing.

In it lie the pointer, every calendar, the ledger's entries, the audit event, the notice that will be mailed,
and the answer to the request. What takes long (reading the version, measuring its roster, writing the text
of calendars) is done before it begins. Versions never change; whether calendars were written from what still
is the newest is looked after in the transaction, and if not, they are written again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from api.access.ids import AccountId, PlanId, VersionNumber
from api.calendars.feed_writing import FeedOrder, write_texts
from api.calendars.records.feed_basis import is_newest, read_basis
from api.calendars.records.publishing import FeedRows, render_feeds, take_in_feeds
from api.ledger.posting import post_version
from api.plans.records.plans import import_plan, revision_by_id
from api.publication.publication import Publication
from api.publishing.decider import Decider as Decider
from api.publishing.pauses import short_pauses
from api.publishing.receipt import PublicationChange, read_receipt, receipt_document
from api.publishing.receipt import Receipt as Receipt
from api.publishing.records import find_published, move_pointer
from api.publishing.supersede import supersede
from api.rosters.editing.difference import Difference, difference
from api.rosters.editing.short_notice import NoticeAgreement as NoticeAgreement
from api.rosters.editing.short_notice import ShortNotice, find_short_notice, today_in
from api.rosters.records.rosters import (
    Version,
    VersionContent,
    add_version,
    find_version,
    read_version,
    read_version_beside,
)
from api.store import idempotency
from api.store.engine import Connection, Database, snapshot, writing
from api.store.errors import BrokenRulesError, ConflictError, NotForwardError
from api.store.hotlines import lock_hotline, state_of, touch_hotline
from api.store.idempotency import IdempotentRequest

TRIES = 4
"""How often calendars are written before the transaction; then in it, where nobody can come in between."""


@dataclass(frozen=True)
class _Order:
    """What `publish` was asked for."""

    plan: PlanId
    number: VersionNumber
    expected: int
    author: AccountId | None
    at: datetime
    request: IdempotentRequest
    agreed: NoticeAgreement
    accept_short_notice: bool
    decided_by: Decider


@dataclass(frozen=True)
class _Preparation:
    """A version that may be published, and whose calendars it changes."""

    feeds: FeedOrder
    change: PublicationChange


class ShortNoticeError(Exception):
    """Shifts would change that are nearer than was agreed; nothing is published.

    Parameters
    ----------
    near
        Those shifts, in order of time.
    agreed
        Agreed notice.
    """

    def __init__(self, near: tuple[ShortNotice, ...], agreed: NoticeAgreement) -> None:
        self.near, self.agreed = near, agreed
        super().__init__(f"{len(near)} shifts nearer than agreed")


def publish(
    database: Database,
    plan: PlanId,
    number: VersionNumber,
    *,
    expected: int,
    author: AccountId | None,
    at: datetime,
    request: IdempotentRequest,
    agreed: NoticeAgreement,
    accept_short_notice: bool,
    decided_by: Decider = Decider.COORDINATOR,
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
    agreed, accept_short_notice
        Agreed notice, and whether shifts may change that are nearer.
    decided_by
        Who said that they may; it stands in the record where any do.

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
    order = _Order(
        plan=plan,
        number=number,
        expected=expected,
        author=author,
        at=at,
        request=request,
        agreed=agreed,
        accept_short_notice=accept_short_notice,
        decided_by=decided_by,
    )
    with short_pauses():
        return _publish(database, order)


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
    post_version(connection, revision.hotline, version, 0, author=None, at=at)
    move_pointer(connection, version, expected=0, author=None, at=at)
    touch_hotline(connection, revision.hotline)


def compare_versions(
    connection: Connection, version: Version, content: VersionContent, before: VersionNumber
) -> tuple[VersionContent | None, Difference]:
    """Return the version that another one supersedes, if any, and what differs.

    Parameters
    ----------
    version, content
        The later one; a plan that both are of is not read again.
    before
        Number of the one that it supersedes; 0 for none.

    Raises
    ------
    MissingError
        Where there is no such version to be superseded.
    """
    old = None
    if before:
        found = find_version(connection, version.plan, before)
        old = read_version_beside(connection, found, content.person_of, (version, content))
    scores = None if old is None else old.report.score, content.report.score
    return old, difference(old, content, scores=scores)


def measure_change(
    connection: Connection,
    version: Version,
    before: int,
    agreed: NoticeAgreement,
    at: datetime,
    content: VersionContent | None = None,
) -> PublicationChange:
    """Return what publishing a version changes.

    Parameters
    ----------
    version, before
        The version, and the number of the one that it supersedes; 0 for none.
    agreed, at
        Agreed notice, and the moment; aware.
    content
        What is in the version, where that was read already.

    Raises
    ------
    MissingError
        Where there is no such version to be superseded.
    """
    content = content or read_version(connection, version)
    old, found = compare_versions(connection, version, content, VersionNumber(before))
    near = find_short_notice(found, today_in(content.plan.hotline, at), agreed)
    return PublicationChange(old, content, found, near)


def _publish(database: Database, order: _Order) -> Receipt:
    tries = 0
    while True:
        tries += 1
        with snapshot(database) as connection:
            prepared = _prepare(connection, order)
        if isinstance(prepared, Receipt):
            return prepared
        feeds = write_texts(database, prepared.feeds)
        with writing(database) as connection:
            receipt = _put_in(connection, order, prepared, feeds, again=tries < TRIES)
        if receipt is not None:
            return receipt


def _prepare(connection: Connection, order: _Order) -> _Preparation | Receipt:
    """Read all that is needed; the receipt, where the request was answered before."""
    answered = idempotency.find_answer(connection, order.request)
    if answered is not None:
        return read_receipt(answered)
    version = find_version(connection, order.plan, order.number)
    content = read_version(connection, version)
    _refuse_unpublishable(version, content, order.expected)
    _refuse_stale(connection, order.plan, order.expected)
    change = measure_change(connection, version, order.expected, order.agreed, order.at, content)
    if change.near and not order.accept_short_notice:
        raise ShortNoticeError(change.near, order.agreed)
    hotline = revision_by_id(connection, version.revision).hotline
    state = state_of(connection, hotline)
    feeds = FeedOrder(hotline=hotline, state=state, version=version, content=content, at=order.at)
    return _Preparation(feeds, change)


def _put_in(
    connection: Connection, order: _Order, prepared: _Preparation, feeds: FeedRows | None, *, again: bool
) -> Receipt | None:
    """Publish what was prepared; nothing where it no longer is the newest and may be prepared again."""
    version, hotline = prepared.feeds.version, prepared.feeds.hotline
    lock_hotline(connection, hotline)
    answered = idempotency.find_answer(connection, order.request)
    if answered is not None:  # the first one was still at it a moment ago
        return read_receipt(answered)
    _refuse_stale(connection, order.plan, order.expected)
    if feeds is None or not is_newest(connection, feeds.basis):
        if again:
            return None
        feeds = render_feeds(read_basis(connection, hotline, read_version(connection, version)), order.at)
    receipt = supersede(
        connection,
        hotline,
        version,
        feeds,
        before=order.expected,
        near=len(prepared.change.near),
        decided_by=order.decided_by,
        author=order.author,
        at=order.at,
    )
    idempotency.keep_answer(connection, order.request, receipt_document(receipt), order.at)
    return replace(receipt, change=prepared.change)


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
