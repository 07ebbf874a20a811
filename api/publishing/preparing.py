"""What takes long of a publication, done before its transaction: read, measured, calendars written.

Of many people it is done by a process of its own, as calendars are (`api.calendars.feed_writing`): while one
thread measures the rosters of a nation, every request of the process waits for its turn of the interpreter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.access.ids import AccountId, HotlineId, PlanId, VersionNumber
from api.calendars import feed_writing
from api.calendars.feed_process import FeedProcessError, ask_process, join_parts
from api.calendars.feed_writing import FeedOrder, write_texts
from api.calendars.records.publishing import FeedRows
from api.logs import log
from api.plans.records.plans import revision_by_id
from api.publishing.changes import PublicationEffects, ShortNoticeError, find_effects, measure_change
from api.publishing.decider import Decider
from api.publishing.receipt import Receipt, read_receipt
from api.publishing.records import find_published
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import Version, VersionContent, find_version, read_version
from api.store import idempotency
from api.store.engine import Connection, Database, place_of, snapshot
from api.store.errors import BrokenRulesError, ConflictError, NotForwardError
from api.store.hotlines import state_of
from api.store.idempotency import IdempotentRequest
from api.store.persons import count_persons
from wfm.serialization import pack


@dataclass(frozen=True)
class PublicationOrder:
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
class PreparedPublication:
    """A version that may be published, what comes of it, and the calendars that it changes.

    Parameters
    ----------
    hotline, version
        Which version of whose roster.
    effects
        What comes of it.
    feeds
        Calendars; nothing where the hotline is in another state by now.
    """

    hotline: HotlineId
    version: Version
    effects: PublicationEffects
    feeds: FeedRows | None


def prepare_publication(database: Database, order: PublicationOrder) -> PreparedPublication | Receipt:
    """Return what is put into the store; the receipt, where the request was answered before.

    Raises
    ------
    MissingError, NotForwardError, BrokenRulesError, ConflictError, ShortNoticeError, KeyTakenError
        As publishing does.
    """
    with snapshot(database) as connection:
        answered = idempotency.find_answer(connection, order.request)
        if answered is not None:
            return read_receipt(answered)
        version = find_version(connection, order.plan, order.number)
        if order.number <= order.expected:
            raise NotForwardError(order.number, order.expected)
        hotline = revision_by_id(connection, version.revision).hotline
        refuse_stale(connection, order)
        many = count_persons(connection, hotline)
    prepared = None
    if many > feed_writing.MOST_HERE:
        prepared = _ask_beside(database, order, hotline, version)
    if prepared is None:
        prepared = _prepare_here(database, order, hotline, version)
    if prepared.effects.near and not order.accept_short_notice:
        raise ShortNoticeError(prepared.effects.near, order.agreed)
    return prepared


def measure_order(
    connection: Connection, order: PublicationOrder, version: Version
) -> tuple[VersionContent, PublicationEffects]:
    """Return what is in a version, and what comes of publishing it.

    Raises
    ------
    BrokenRulesError
        As publishing does.
    """
    content = read_version(connection, version)
    score = content.report.score
    broken = tuple(dict.fromkeys(finding.rule for finding in score.breaches)) if score else ()
    if broken:
        raise BrokenRulesError(broken)
    change = measure_change(connection, version, order.expected, order.agreed, order.at, content)
    return content, find_effects(connection, change)


def refuse_stale(connection: Connection, order: PublicationOrder) -> None:
    """Refuse what began with another published version.

    Raises
    ------
    ConflictError
        Where another one is published.
    """
    now = find_published(connection, order.plan)
    if now.number != order.expected:
        raise ConflictError(order.expected, now.number, now.by, now.at)


def _prepare_here(
    database: Database, order: PublicationOrder, hotline: HotlineId, version: Version
) -> PreparedPublication:
    with snapshot(database) as connection:
        content, effects = measure_order(connection, order, version)
        state = state_of(connection, hotline)
    if effects.near and not order.accept_short_notice:
        return PreparedPublication(hotline, version, effects, None)
    asked = FeedOrder(hotline=hotline, state=state, version=version, content=content, at=order.at)
    return PreparedPublication(hotline, version, effects, write_texts(database, asked))


def _ask_beside(
    database: Database, order: PublicationOrder, hotline: HotlineId, version: Version
) -> PreparedPublication | None:
    """Let a process prepare it; nothing where that refuses or fails: then it is done, or refused, here."""
    try:
        told: Iterator[Any] = ask_process("api.publishing.prepare_child", pack((place_of(database), order)))
        effects = next(told, None)
        if effects is None:
            return None
        if not isinstance(effects, PublicationEffects):
            raise FeedProcessError(type(effects).__name__)
        return PreparedPublication(hotline, version, effects, join_parts(told))
    except FeedProcessError as error:  # slower for everybody, yet published
        log().error("publication_prepared_here", exc_info=error)
        return None
