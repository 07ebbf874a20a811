"""The text of a publication's calendars, written beside the service where there are many of them.

A nation's calendars are five seconds of work, and while one thread does it every request of the process waits
for its turn of the interpreter again and again. So they are written by a process of their own, which reads
what it needs itself and hands back the rows; what is short is written here, sooner than a process begins.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.access.ids import HotlineId
from api.calendars.feed_process import FeedProcessError, ask_process, join_parts
from api.calendars.records.feed_basis import read_basis
from api.calendars.records.publishing import FeedRows, render_feeds
from api.logs import log
from api.rosters.records.rosters import Version, VersionContent
from api.store.engine import Database, place_of, snapshot
from api.store.hotlines import state_of

MOST_HERE = 150
"""Agents of a plan whose calendars are written in this process: a second's work."""


@dataclass(frozen=True)
class FeedOrder:
    """Whose calendars are written, and from what.

    Parameters
    ----------
    hotline, state
        Whose, and the number of the state that it was in when the content was read.
    version, content
        What is to be published: a version, or one with other seats that is about to be made of it.
    at
        Moment; aware.
    """

    hotline: HotlineId
    state: int
    version: Version
    content: VersionContent
    at: datetime


def write_texts(database: Database, order: FeedOrder) -> FeedRows | None:
    """Return the calendars that change; nothing where the hotline is in another state by now.

    Names, and who has a calendar, may then be others than those of the content.
    """
    if len(order.content.plan.agents) > MOST_HERE:
        try:
            return _ask_process(database, order)
        except FeedProcessError as error:  # slower for everybody, yet published
            log().error("calendars_written_here", exc_info=error)
    with snapshot(database) as connection:
        if state_of(connection, order.hotline) != order.state:
            return None
        basis = read_basis(connection, order.hotline, order.content)
    return render_feeds(basis, order.at)


def _ask_process(database: Database, order: FeedOrder) -> FeedRows | None:
    asked: dict[str, Any] = {
        "place": place_of(database),
        "hotline": order.hotline,
        "state": order.state,
        "plan": order.version.plan,
        "number": order.version.number,
        "seats": list(order.content.roster),
        "at": order.at.isoformat(),
    }
    return join_parts(ask_process("api.calendars.feed_child", json.dumps(asked).encode()))
