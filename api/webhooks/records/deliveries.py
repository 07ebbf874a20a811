"""Deliveries: claimed one by one for a while, posted, and noted; whoever dies in between loses only time.

As with mails a claim is a lease: whoever holds it posts and then says so. Where that does not come, it is
posted again once the lease is over, under the same id. So each is delivered at least once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from api.access.ids import WebhookId
from api.store.tables import WEBHOOK, WEBHOOK_DELIVERY
from api.store.types import new_id
from api.store.webhooks import WebhookEvent, delivery_row
from api.webhooks.kinds import DeliveryFault, DeliveryOutcome, DeliveryTry

_D = WEBHOOK_DELIVERY.c


@dataclass(frozen=True)
class WebhookDelivery:
    """What is delivered to one address.

    Parameters
    ----------
    id, webhook
        Random ids of it, and of whom it goes to.
    message
        Random id of what is told: the same at every try.
    event, payload
        What it tells.
    created_at
        When that happened.
    attempts
        How many times it has been claimed.
    due_at
        When it is tried next, as long as it is not done.
    last
        What came of the last try; ``None`` before the first has ended.
    done_at, outcome
        Since when it is over, and how; ``None`` while it waits.
    """

    id: str
    webhook: WebhookId
    message: str
    event: WebhookEvent
    payload: Mapping[str, Any]
    created_at: datetime
    attempts: int
    due_at: datetime
    last: DeliveryTry | None = None
    done_at: datetime | None = None
    outcome: DeliveryOutcome | None = None


@dataclass(frozen=True)
class DeliveryQueue:
    """How many wait, and since when the oldest does."""

    waiting: int
    oldest: datetime | None


def claim(
    connection: Connection, at: datetime, until: datetime, without: Collection[WebhookId] = ()
) -> WebhookDelivery | None:
    """Take what has been due longest, until a moment, but for some addresses; nothing where none is due."""
    asked = select(WEBHOOK_DELIVERY).join(WEBHOOK, WEBHOOK.c.id == _D.webhook_id)
    asked = asked.where(_due(at), WEBHOOK.c.off_at.is_(None), _D.webhook_id.not_in(tuple(without)))
    asked = asked.order_by(_D.due_at, _D.id).limit(1)
    row = connection.execute(asked.with_for_update(of=WEBHOOK_DELIVERY, skip_locked=True)).first()
    if row is None:
        return None
    taken = {"leased_until": until, "attempts": row.attempts + 1}
    mine = update(WEBHOOK_DELIVERY).where(_D.id == row.id, _due(at)).values(**taken)
    if connection.execute(mine).rowcount != 1:
        return None
    return _read(row, attempts=row.attempts + 1)


def add_test(
    connection: Connection, webhook: WebhookId, payload: Mapping[str, Any], at: datetime, until: datetime
) -> WebhookDelivery:
    """Keep a test that its maker is about to post; nobody else does so, not even later."""
    row = delivery_row(webhook, new_id(), WebhookEvent.TEST, payload, at) | {
        "attempts": 1,
        "leased_until": until,
        "done_at": at,
        "outcome": DeliveryOutcome.GIVEN_UP.value,
    }
    connection.execute(insert(WEBHOOK_DELIVERY).values(**row))
    return WebhookDelivery(
        row["id"], webhook, row["message_id"], WebhookEvent.TEST, payload, at, attempts=1, due_at=at
    )


def note_sent(connection: Connection, delivery: WebhookDelivery, attempt: DeliveryTry, at: datetime) -> None:
    """Note that it came through; what was noted before stays, but for a test."""
    fresh = (_D.id == delivery.id) & or_(_D.done_at.is_(None), _D.event == WebhookEvent.TEST.value)
    over = {"done_at": at, "outcome": DeliveryOutcome.SENT.value, "leased_until": None}
    connection.execute(update(WEBHOOK_DELIVERY).where(fresh).values(**over, **_told(attempt)))


def note_failure(
    connection: Connection, delivery: WebhookDelivery, attempt: DeliveryTry, due_at: datetime
) -> None:
    """Note that it did not come through, and when to try again; not where somebody else has it by now."""
    own = (_D.id == delivery.id) & (_D.attempts == delivery.attempts)
    later = {"leased_until": None, "due_at": due_at}
    connection.execute(update(WEBHOOK_DELIVERY).where(own).values(**later, **_told(attempt)))


def give_up(connection: Connection, at: datetime, where: WebhookId | datetime) -> int:
    """Give up what waits for an address, or has waited since a moment or longer; return how many."""
    meant = _D.created_at <= where if isinstance(where, datetime) else _D.webhook_id == where
    over = {"done_at": at, "outcome": DeliveryOutcome.GIVEN_UP.value, "leased_until": None}
    lost = update(WEBHOOK_DELIVERY).where(_D.done_at.is_(None), meant, _free(at)).values(**over)
    return int(connection.execute(lost).rowcount)


def list_deliveries(
    connection: Connection, webhook: WebhookId, most: int = 50
) -> tuple[WebhookDelivery, ...]:
    """Return the last deliveries to an address, the newest first."""
    asked = select(WEBHOOK_DELIVERY).where(_D.webhook_id == webhook)
    newest = asked.order_by(_D.created_at.desc(), _D.id.desc()).limit(most)
    return tuple(_read(row, attempts=row.attempts) for row in connection.execute(newest))


def queue_state(connection: Connection) -> DeliveryQueue:
    """Return how many deliveries wait."""
    asked = select(func.count(), func.min(_D.created_at)).where(_D.done_at.is_(None))
    row = connection.execute(asked).one()
    return DeliveryQueue(row[0], row[1])


def _told(attempt: DeliveryTry) -> dict[str, Any]:
    return {"status": attempt.status, "fault": None if attempt.fault is None else attempt.fault.value}


def _due(at: datetime) -> ColumnElement[bool]:
    return _D.done_at.is_(None) & (_D.due_at <= at) & _free(at)


def _free(at: datetime) -> ColumnElement[bool]:
    return or_(_D.leased_until.is_(None), _D.leased_until <= at)


def _read(row: Row[Any], attempts: int) -> WebhookDelivery:
    fault = None if row.fault is None else DeliveryFault(row.fault)
    known = row.status is not None or fault is not None
    return WebhookDelivery(
        id=row.id,
        webhook=WebhookId(row.webhook_id),
        message=row.message_id,
        event=WebhookEvent(row.event),
        payload=row.payload,
        created_at=row.created_at,
        attempts=attempts,
        due_at=row.due_at,
        last=DeliveryTry(row.status, fault) if known else None,
        done_at=row.done_at,
        outcome=None if row.outcome is None else DeliveryOutcome(row.outcome),
    )
