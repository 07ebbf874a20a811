"""Amending what is published: a version made from it, published, and the same done in a later draft.

All of it is one transaction: both versions, the pointer, every calendar, audit and notices, and whatever the
caller keeps of its own. As in publishing, what takes long is done before it begins, and done again where
something was faster. ::

    amend(place, request, read, keep, agreed=agreed)

`read` says which seats change, from what is published at that moment; `keep` writes in the transaction what
came of it (an offer that is taken, a swap that is done) and returns what is answered. It may refuse: then
nothing at all was done. Where it finds that something else has changed (somebody is away by now), it raises
`OvertakenError`, and all is read again. The answer holds, besides, what publishing answers (`plan`,
`number` and so on).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from api.access.ids import PlanId, VersionNumber
from api.amendments.amendment import AmendedRoster, Amendment, LeftOut
from api.amendments.moved import MovedRoster, move_seats
from api.amendments.records.amendments import carry_proposal, keep_amendment
from api.amendments.replay import replay
from api.calendars.feed_writing import FeedOrder, write_texts
from api.calendars.records.feed_basis import is_newest, read_basis
from api.calendars.records.publishing import FeedRows, render_feeds
from api.plans.place import PlanPlace
from api.plans.records.plans import revision_by_id
from api.publishing.receipt import receipt_document
from api.publishing.records import find_published
from api.publishing.service import TRIES, ShortNoticeError
from api.publishing.supersede import supersede
from api.rosters.editing.difference import difference
from api.rosters.editing.short_notice import NoticeAgreement, find_short_notice, today_in
from api.rosters.records.rosters import (
    Version,
    VersionContent,
    add_version,
    find_newest_version,
    find_version,
    read_version,
)
from api.store import idempotency
from api.store.engine import Connection, snapshot, writing
from api.store.errors import ClosedError, ConflictError
from api.store.hotlines import lock_hotline, state_of
from api.store.idempotency import IdempotentRequest
from api.store.pauses import short_pauses
from wfm.message import Text

NOTHING_PUBLISHED = Text("amendment.nothing_published", "nothing is published of this plan yet")

Read = Callable[[Connection, VersionContent], Amendment]
Keep = Callable[[Connection, AmendedRoster | None], Mapping[str, Any]]


class OvertakenError(Exception):
    """What was read is otherwise by now, though what is published is not: it is read again."""


@dataclass(frozen=True)
class _Order:
    """What `amend` was asked for."""

    place: PlanPlace
    request: IdempotentRequest
    read: Read
    keep: Keep
    agreed: NoticeAgreement
    accept_short_notice: bool
    expected: int | None


@dataclass(frozen=True)
class _Draft:
    """The draft in the making, and what becomes of it."""

    version: Version
    moved: MovedRoster
    left: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Preparation:
    """What is going to be done, and the state of things that it was worked out from."""

    version: Version
    content: VersionContent
    newest: VersionNumber
    amendment: Amendment
    moved: MovedRoster | None
    near: int
    draft: _Draft | None
    feeds: FeedOrder | None
    """What calendars are written from; nothing where no seat changes."""


def amend(
    place: PlanPlace,
    request: IdempotentRequest,
    read: Read,
    keep: Keep,
    *,
    agreed: NoticeAgreement,
    accept_short_notice: bool = False,
    expected: int | None = None,
) -> Mapping[str, Any]:
    """Change seats of what is published, and of the draft that is in the making; return what `keep` answers.

    Parameters
    ----------
    place, request
        Which plan, and what asks for it: a request that comes again is answered, and changes nothing.
    read
        Returns the seats that change in a published version; it may refuse, and is asked anew where
        something else was published meanwhile. Where none change, nothing is published.
    keep
        Writes what the caller keeps of it, in the transaction; told nothing where no seat changed.
    agreed, accept_short_notice
        Agreed notice, and whether shifts may change that are nearer for somebody who did not agree.
    expected
        Number of the version that the caller takes for the published one; left out, it is whichever is.

    Raises
    ------
    ClosedError
        Where nothing is published of the plan.
    ConflictError
        Where another version is published than the expected one.
    ChangeError
        Where the changes name what is not there or contradict each other.
    NewBreachesError
        Where they would break a hard rule that is kept now.
    ShortNoticeError
        Where nearer shifts would change than may.
    KeyTakenError
        Where the request's key came with another request.
    """
    order = _Order(place, request, read, keep, agreed, accept_short_notice, expected)
    tries = 0
    with short_pauses():
        while True:
            tries += 1
            with snapshot(place.database) as connection:
                said = idempotency.find_answer(connection, request)
                if said is not None:
                    return said
                prepared = _prepare(connection, order)
            feeds = None if prepared.feeds is None else write_texts(place.database, prepared.feeds)
            with suppress(OvertakenError), writing(place.database) as connection:
                said = _put_in(connection, order, prepared, feeds, again=tries < TRIES)
            if said is not None:
                return said


def _prepare(connection: Connection, order: _Order) -> _Preparation:
    place = order.place
    version = _published(connection, place.plan.id, order.expected)
    newest = find_newest_version(connection, place.plan.id) or version
    content = read_version(connection, version)
    amendment = order.read(connection, content)
    prepared = _Preparation(version, content, newest.number, amendment, None, 0, None, None)
    if not amendment.moves:
        return prepared
    moved = move_seats(content, amendment.moves)
    after = VersionContent(content.plan, moved.roster, moved.report, content.person_of)
    near = _near(order, amendment, content, after)
    draft = None
    if newest.number > version.number:
        theirs = read_version(connection, newest, (version, content))
        found = replay(amendment.groups, content, theirs)
        draft = _Draft(newest, found.moved or MovedRoster(theirs.roster, theirs.report), found.left)
    hotline = place.hotline.id
    feeds = FeedOrder(
        hotline=hotline, state=state_of(connection, hotline), version=version, content=after, at=place.at
    )
    return _Preparation(version, content, newest.number, amendment, moved, near, draft, feeds)


def _published(connection: Connection, plan: PlanId, expected: int | None) -> Version:
    now = find_published(connection, plan)
    if expected is not None and now.number != expected:
        raise ConflictError(expected, now.number, now.by, now.at)
    if not now.number:
        raise ClosedError(NOTHING_PUBLISHED())
    return find_version(connection, plan, now.number)


def _near(order: _Order, amendment: Amendment, content: VersionContent, after: VersionContent) -> int:
    """Return how many shifts change sooner than agreed; refuse where that concerns who did not agree."""
    today = today_in(content.plan.hotline, order.place.at)
    near = find_short_notice(difference(content, after), today, order.agreed)
    against = tuple(one for one in near if any(who.agent not in amendment.agreed for who in one.short_for))
    if against and not order.accept_short_notice:
        raise ShortNoticeError(against, order.agreed)
    return len(near)


def _put_in(
    connection: Connection, order: _Order, prepared: _Preparation, feeds: FeedRows | None, *, again: bool
) -> Mapping[str, Any] | None:
    """Do what was prepared; nothing where things stand otherwise by now and it may be prepared again."""
    place = order.place
    lock_hotline(connection, place.hotline.id)
    said = idempotency.find_answer(connection, order.request)
    if said is not None:  # the first one was still at it a moment ago
        return said
    if not _is_as_prepared(connection, place.plan.id, prepared, feeds):
        if again:
            return None
        prepared = _prepare(connection, order)
        of = prepared.feeds
        feeds = None if of is None else render_feeds(read_basis(connection, of.hotline, of.content), place.at)
    made = None if feeds is None else _keep_versions(connection, order, prepared, feeds)
    answer = {**({} if made is None else receipt_document(made.receipt)), **order.keep(connection, made)}
    idempotency.keep_answer(connection, order.request, answer, place.at)
    return answer


def _is_as_prepared(
    connection: Connection, plan: PlanId, prepared: _Preparation, feeds: FeedRows | None
) -> bool:
    newest = find_newest_version(connection, plan)
    same = find_published(connection, plan).number == prepared.version.number
    same = same and newest is not None and newest.number == prepared.newest
    if prepared.feeds is None:
        return same
    return same and feeds is not None and is_newest(connection, feeds.basis)


def _keep_versions(
    connection: Connection, order: _Order, prepared: _Preparation, feeds: FeedRows
) -> AmendedRoster:
    """Add and publish the version, and let the draft follow."""
    place, before = order.place, prepared.version.number
    assert prepared.moved is not None
    version = _add(connection, order, prepared.version, prepared.moved, prepared.newest)
    receipt = supersede(
        connection,
        feeds.hotline,
        version,
        feeds,
        before=before,
        near=prepared.near,
        decided_by=prepared.amendment.decided_by,
        author=place.author,
        at=place.at,
    )
    made = AmendedRoster(version, before, receipt)
    if prepared.draft is not None:
        made = _follow(connection, order, prepared.draft, made)
    told = {"author": place.author, "at": place.at}
    person_of = prepared.content.person_of
    keep_amendment(connection, prepared.amendment.kind, made, person_of, **told)  # type: ignore[arg-type]
    return made


def _follow(connection: Connection, order: _Order, draft: _Draft, made: AmendedRoster) -> AmendedRoster:
    """Add the draft that follows as the newest version again, also where nothing changes in it."""
    version = _add(connection, order, draft.version, draft.moved, made.version.number)
    carry_proposal(connection, version.plan, draft.version.number, version.number)
    return replace(made, draft=version, draft_before=draft.version.number, left=draft.left)


def _add(
    connection: Connection, order: _Order, of: Version, moved: MovedRoster, newest: VersionNumber
) -> Version:
    return add_version(
        connection,
        revision_by_id(connection, of.revision),
        moved.roster,
        moved.report,
        author=order.place.author,
        at=order.place.at,
        expected=newest,
    )
