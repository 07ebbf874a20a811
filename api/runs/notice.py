"""Whoever started a run is told its end: a notice in the transaction that ends it, so once or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.runs.records.runs import RunFacts
from api.store import outbox
from api.store.engine import Connection

RUN_ENDED = "run_ended"
"""Kind of the notices about it."""
LONG = timedelta(minutes=1)
"""Whoever waited no longer than this still sits before the page, and needs no mail."""


def tell_end(connection: Connection, run: RunFacts, at: datetime) -> None:
    """Put a notice in for whoever started a run that ended later than a minute after it was asked for."""
    if run.author is not None and at - run.at > LONG:
        outbox.add_notice(connection, RUN_ENDED, {"run": run.id}, at)
