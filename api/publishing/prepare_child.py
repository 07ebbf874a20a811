"""The process that prepares a publication of many people: ``python -m api.publishing.prepare_child``.

It is told by its standard input what to prepare, reads the rest from the store, writes what comes of it and
the rows of the calendars to its standard output, and ends. It changes nothing in the store.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

from api.calendars.feed_process import parts_of, work_beside
from api.calendars.records.feed_basis import read_basis
from api.calendars.records.publishing import render_feeds
from api.plans.records.plans import revision_by_id
from api.publishing.preparing import PublicationOrder, measure_order
from api.rosters.records.rosters import find_version
from api.store.engine import Database, open_engine, snapshot
from api.store.errors import BrokenRulesError


def work(given: bytes) -> Iterator[Any]:
    """Yield what comes of a publication and its calendars, part by part; nothing where it is refused."""
    place, order = pickle.loads(given)  # the process that started this one wrote it
    database = open_engine(place)
    try:
        yield from _prepare(database, order)
    except BrokenRulesError:  # told by whoever asked, who looks again
        yield None
    finally:
        database.dispose()


def _prepare(database: Database, order: PublicationOrder) -> Iterator[Any]:
    with snapshot(database) as connection:
        version = find_version(connection, order.plan, order.number)
        content, effects = measure_order(connection, order, version)
        if effects.near and not order.accept_short_notice:  # it is going to be refused
            yield effects
            yield None
            return
        hotline = revision_by_id(connection, version.revision).hotline
        basis = read_basis(connection, hotline, content)
    yield effects
    yield from parts_of(render_feeds(basis, order.at))


if __name__ == "__main__":
    work_beside(work)
