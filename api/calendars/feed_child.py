"""The process that writes the calendars of a version: ``python -m api.calendars.feed_child``.

It is told by its standard input what to write, reads the rest from the store, writes the rows to its standard
output and ends. It changes nothing in the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from api.access.ids import HotlineId, PlanId, VersionNumber
from api.calendars.feed_process import parts_of, work_beside
from api.calendars.records.feed_basis import read_basis
from api.calendars.records.publishing import FeedRows, render_feeds
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import open_engine, snapshot
from api.store.hotlines import state_of
from wfm.ids import AgentId, ShiftId
from wfm.roster import Roster


def work(given: bytes) -> Iterator[Any]:
    """Yield the calendars that are asked for, part by part."""
    yield from parts_of(write_rows(json.loads(given)))


def write_rows(asked: dict[str, Any]) -> FeedRows | None:
    """Return the calendars that were asked for; nothing where the hotline is in another state by now.

    Parameters
    ----------
    asked
        The ``place`` of the store, the ``hotline`` and its ``state``, ``plan`` and ``number`` of the version,
        its ``seats`` as they are to be, and the moment ``at`` which it is published.
    """
    hotline = HotlineId(asked["hotline"])
    database = open_engine(asked["place"])
    try:
        with snapshot(database) as connection:
            if state_of(connection, hotline) != asked["state"]:
                return None
            version = find_version(connection, PlanId(asked["plan"]), VersionNumber(asked["number"]))
            content = read_version(connection, version)
            roster = Roster.of((AgentId(agent), ShiftId(shift)) for agent, shift in asked["seats"])
            basis = read_basis(connection, hotline, replace(content, roster=roster))
        return render_feeds(basis, datetime.fromisoformat(asked["at"]))
    finally:
        database.dispose()


if __name__ == "__main__":
    work_beside(work)
