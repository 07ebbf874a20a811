"""What a service of a test loads before it starts: each takes a guard away, which has to be noticed.

``CARELESS`` in the environment says which.
"""

from __future__ import annotations

import os
import time
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Engine, event

from api.store import engine, idempotency

PAUSE = 2.0
"""Seconds between an early commit and the rest: as long as a kill needs to fall into it."""


def commits_early() -> None:
    """Commit as soon as the pointer of what is published was moved."""

    @event.listens_for(Engine, "after_cursor_execute")
    def commit(*told: Any) -> None:
        if str(told[2]).startswith("UPDATE publication"):
            driver = told[0].connection.driver_connection
            driver.commit()
            time.sleep(PAUSE)
            driver.execute("BEGIN")


def forgets_keys() -> None:
    """Keep no answer, so that a request that comes again is a new one."""
    idempotency.keep_answer = lambda *_: None


def publishes_anything() -> None:
    """Move the pointer whatever it pointed to."""
    from api.publishing import preparing, routes, service

    routes._refuse_stale = lambda *_: None
    for module in (preparing, service):
        vars(module)["refuse_stale"] = lambda *_: None

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def unguard(*told: Any) -> tuple[Any, Any]:
        statement = str(told[2])
        if statement.startswith("UPDATE publication"):
            statement = statement.replace("publication.number = ", "0 <= ")
        return statement, told[3]


def says_nothing_of_the_database() -> None:
    """Let a database that is away be a fault like any other, and not 503."""
    engine._told = nullcontext  # type: ignore[assignment]


def tells_before_it_is_written() -> None:
    """Say of what was published last that it is done, and write nothing of it."""
    published: set[int] = set()

    @event.listens_for(Engine, "after_cursor_execute")
    def note(*told: Any) -> None:
        if str(told[2]).startswith("UPDATE publication"):
            published.add(id(told[0]))

    @event.listens_for(Engine, "commit")
    def forget(connection: Any) -> None:
        if id(connection) in published:
            published.discard(id(connection))
            connection.connection.driver_connection.rollback()


def works_on_whatever_it_took() -> None:
    """Take any worker of a run for the one that has it."""
    from api.runs.records import leases
    from api.store.tables import RUN

    leases._mine = lambda claimed: RUN.c.id == claimed.run


{
    "early": commits_early,
    "keys": forgets_keys,
    "anything": publishes_anything,
    "raw": says_nothing_of_the_database,
    "fence": works_on_whatever_it_took,
    "unwritten": tells_before_it_is_written,
}[os.environ["CARELESS"]]()
