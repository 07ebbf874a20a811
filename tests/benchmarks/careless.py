"""What a service of a test loads before it starts: each takes a guard away, which has to be noticed.

``CARELESS`` in the environment says which.
"""

from __future__ import annotations

import os
import time
from typing import Any

from sqlalchemy import Engine, event

from api.store import idempotency

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
    idempotency.answer = lambda *_: None


def publishes_anything() -> None:
    """Move the pointer whatever it pointed to."""
    from api.json.resources import publishing_routes

    publishing_routes._refuse = lambda *_: None

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def unguard(*told: Any) -> tuple[Any, Any]:
        statement = str(told[2])
        if statement.startswith("UPDATE publication"):
            statement = statement.replace("publication.number = ", "0 <= ")
        return statement, told[3]


{"early": commits_early, "keys": forgets_keys, "anything": publishes_anything}[os.environ["CARELESS"]]()
