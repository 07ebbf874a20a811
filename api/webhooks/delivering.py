"""One delivery: posted and noted, and its address switched off where nothing has come through for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.logs import log
from api.store import outbox
from api.store.engine import Connection, Database, reading, writing
from api.webhooks.kinds import DeliveryTry
from api.webhooks.records.deliveries import WebhookDelivery, give_up, note_failure, note_sent
from api.webhooks.records.webhooks import Webhook, find_by_id, note_health, switch_off
from api.webhooks.sending import WebhookSender

NOTICE = "webhook_off"
"""Kind of the notices to administrators."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
"""How long a delivery waits after its first failure, doubled after each, and at most."""
PATIENCE = timedelta(days=5)
"""For how long nothing may come through before an address is switched off, and a delivery given up."""


def deliver(
    database: Database, sender: WebhookSender, delivery: WebhookDelivery, at: datetime
) -> DeliveryTry:
    """Post a delivery that was claimed, and note what came of it."""
    with reading(database) as connection:
        webhook = find_by_id(connection, delivery.webhook)
    if webhook is None:  # it was taken away meanwhile, and the delivery with it
        return DeliveryTry(None)
    attempt = sender.post(webhook, delivery, at)
    with writing(database) as connection:
        if attempt.came_through:
            note_sent(connection, delivery, attempt, at)
            note_health(connection, delivery.webhook, None)
        else:
            note_failure(connection, delivery, attempt, at + pause_after(delivery.attempts))
            _lose_patience(connection, webhook, attempt, at)
    about = {"delivery": delivery.id, "kind": delivery.event.value, "attempt": delivery.attempts}
    told = {"status": attempt.status, "fault": None if attempt.fault is None else attempt.fault.value}
    log().info("webhook_done" if attempt.came_through else "webhook_failed", **about, **told)
    return attempt


def pause_after(attempts: int) -> timedelta:
    """Return how long a delivery waits after so many tries."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT)


def _lose_patience(connection: Connection, webhook: Webhook, attempt: DeliveryTry, at: datetime) -> None:
    """Switch an address off that wants no more, or takes nothing for long; its administrators are told."""
    since = note_health(connection, webhook.id, at)
    if since is None or not (attempt.is_last or since <= at - PATIENCE):
        return
    if switch_off(connection, webhook, at):
        give_up(connection, at, webhook.id)
        told = {"webhook": webhook.id, "hotline": webhook.hotline}
        outbox.add_notice(connection, NOTICE, told, at)
        log().warning("webhook_off", webhook=webhook.id)
