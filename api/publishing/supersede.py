"""A version takes the place of the published one: what every publication does, whichever door it comes by."""

from __future__ import annotations

from datetime import datetime

from api.access.ids import AccountId, HotlineId
from api.calendars.records.publishing import FeedRows, write_feeds
from api.ledger.posting import post_version
from api.publishing.decider import Decider
from api.publishing.receipt import Receipt, note_publication
from api.publishing.records import move_pointer
from api.rosters.records.rosters import Version
from api.store.engine import Connection
from api.store.hotlines import touch_hotline
from api.store.seals import seals_of_hotline


def supersede(
    connection: Connection,
    hotline: HotlineId,
    version: Version,
    feeds: FeedRows,
    *,
    before: int,
    near: int,
    decided_by: Decider,
    author: AccountId | None,
    at: datetime,
) -> Receipt:
    """Move the pointer, put the calendars in, post to the ledger, and write down what happened.

    The hotline is locked, and the calendars were written from what still is the newest.

    Parameters
    ----------
    hotline, version, feeds
        The version, whose it is, and its calendars.
    before
        Number of the version that is published until now; 0 for none.
    near, decided_by
        Shifts that change nearer than was agreed, and who decided that.
    author, at
        Account, if any, and moment; aware.

    Raises
    ------
    ConflictError
        Where another version is published.
    ClosedError
        Where the quarter, or a later one, is closed.
    """
    seals = seals_of_hotline(connection, hotline)
    ledger = post_version(connection, hotline, version, before, author=author, at=at)
    move_pointer(connection, version, expected=before, author=author, at=at)
    touch_hotline(connection, hotline)
    changed = write_feeds(connection, feeds)
    return note_publication(
        connection,
        version,
        before=before,
        changed=changed,
        near=near,
        decided_by=decided_by,
        seals=(*seals, ledger),
        author=author,
        at=at,
    )
