"""What happens in a hotline and webhooks tell: written with what it tells of, delivered later, at least once.

What is written here is random ids, codes, days and numbers: whoever is told asks the service for the rest,
with a token of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from api.access.ids import PlanId
from api.store.tables import HOTLINE, PLAN, WEBHOOK, WEBHOOK_DELIVERY
from api.store.types import new_id


class WebhookEvent(StrEnum):
    """What webhooks tell."""

    PUBLISHED = "roster.published"
    SWAPPED = "roster.swapped"
    RUN_FINISHED = "run.finished"
    QUARTER_CLOSED = "quarter.closed"
    TEST = "test"
    """Somebody wanted to see whether it comes through."""


def announce(
    connection: Connection,
    event: WebhookEvent,
    plan: PlanId,
    at: datetime,
    about: Mapping[str, str | int] | None = None,
) -> None:
    """Let every address of a plan's hotline be told of something, in the transaction of what is told.

    Parameters
    ----------
    about
        Which version, swap or run; the hotline and the plan are told anyway.
    """
    asked = select(WEBHOOK.c.id, HOTLINE.c.code, PLAN.c.first_day).select_from(
        PLAN.join(HOTLINE, HOTLINE.c.id == PLAN.c.hotline_id).join(
            WEBHOOK, WEBHOOK.c.hotline_id == HOTLINE.c.id
        )
    )
    message, rows = new_id(), []
    for webhook, code, day in connection.execute(asked.where(PLAN.c.id == plan, WEBHOOK.c.off_at.is_(None))):
        payload = {"hotline": code, "plan": day.isoformat(), **(about or {})}
        rows.append(delivery_row(webhook, message, event, payload, at))
    if rows:
        connection.execute(insert(WEBHOOK_DELIVERY), rows)


def delivery_row(
    webhook: str, message: str, event: WebhookEvent, payload: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Return the row of what is to be delivered to one address."""
    told = {"event": event.value, "payload": payload, "created_at": at, "due_at": at, "attempts": 0}
    return {"id": new_id(), "webhook_id": webhook, "message_id": message, **told}
