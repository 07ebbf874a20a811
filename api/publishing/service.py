"""Publishing a roster version: one transaction, so that everybody sees all of it or nothing.

In it lie the pointer, every calendar, the ledger's entries, the audit event, the notice that will be mailed,
and the answer to the request. What takes long (reading the version, measuring its roster, writing the text
of calendars) is done before it begins. Versions never change; whether calendars were written from what still
is the newest is looked after in the transaction, and if not, they are written again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from api.access.ids import AccountId, PlanId, VersionNumber
from api.calendars.records.feed_basis import is_newest, read_basis
from api.calendars.records.publishing import render_feeds, take_in_feeds
from api.ledger.posting import post_version
from api.plans.records.plans import import_plan
from api.publication.publication import Publication
from api.publishing.changes import ShortNoticeError as ShortNoticeError
from api.publishing.decider import Decider as Decider
from api.publishing.preparing import (
    PreparedPublication,
    PublicationOrder,
    prepare_publication,
    refuse_stale,
)
from api.publishing.receipt import Receipt as Receipt
from api.publishing.receipt import read_receipt, receipt_document
from api.publishing.records import move_pointer
from api.publishing.supersede import supersede
from api.rosters.editing.short_notice import NoticeAgreement as NoticeAgreement
from api.rosters.records.rosters import add_version, read_version
from api.store import idempotency
from api.store.engine import Connection, Database, writing
from api.store.hotlines import lock_hotline, touch_hotline
from api.store.idempotency import IdempotentRequest
from api.store.pauses import short_pauses

TRIES = 4
"""How often calendars are written before the transaction; then in it, where nobody can come in between."""


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
    order = PublicationOrder(
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


def _publish(database: Database, order: PublicationOrder) -> Receipt:
    tries = 0
    while True:
        tries += 1
        prepared = prepare_publication(database, order)
        if isinstance(prepared, Receipt):
            return prepared
        with writing(database) as connection:
            receipt = _put_in(connection, order, prepared, again=tries < TRIES)
        if receipt is not None:
            return receipt


def _put_in(
    connection: Connection, order: PublicationOrder, prepared: PreparedPublication, *, again: bool
) -> Receipt | None:
    """Publish what was prepared; nothing where it no longer is the newest and may be prepared again."""
    version, hotline, feeds = prepared.version, prepared.hotline, prepared.feeds
    lock_hotline(connection, hotline)
    answered = idempotency.find_answer(connection, order.request)
    if answered is not None:  # the first one was still at it a moment ago
        return read_receipt(answered)
    refuse_stale(connection, order)
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
        near=len(prepared.effects.near),
        decided_by=order.decided_by,
        author=order.author,
        at=order.at,
    )
    idempotency.keep_answer(connection, order.request, receipt_document(receipt), order.at)
    return replace(receipt, effects=prepared.effects)
