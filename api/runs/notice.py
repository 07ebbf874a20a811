"""Whoever started a run is told its end: a notice in the transaction that ends it, so once or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.runs.kinds import RunState
from api.runs.records.runs import RunFacts
from api.store import outbox
from api.store.engine import Connection
from api.store.webhooks import WebhookEvent, announce

RUN_ENDED = "run_ended"
"""Kind of the notices about it."""
LONG = timedelta(minutes=1)
"""Whoever waited no longer than this still sits before the page, and needs no mail."""


def tell_end(
    connection: Connection, run: RunFacts, state: RunState, version: int | None, at: datetime
) -> None:
    """Put a notice in for whoever started a run that ended later than a minute after it was asked for.

    Webhooks are told of every run that has ended.

    Parameters
    ----------
    state, version
        How it ended, and the number of the draft that its roster became, if any.
    """
    about = {"run": run.id, "state": state.value, **({"version": version} if version else {})}
    announce(connection, WebhookEvent.RUN_FINISHED, run.plan, at, about)
    if run.author is not None and at - run.at > LONG:
        outbox.add_notice(connection, RUN_ENDED, {"run": run.id}, at)
