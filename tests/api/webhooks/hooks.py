"""Webhooks in a store, what waits for them, and a check of signatures apart from the program."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from sqlalchemy import select

from api.access.ids import PlanId, WebhookId
from api.configuration.settings import Settings, defaults
from api.plans.records.facts import find_hotline
from api.store.engine import Database, reading, writing
from api.store.tables import PLAN, WEBHOOK, WEBHOOK_DELIVERY
from api.store.types import new_id
from api.store.webhooks import WebhookEvent, announce
from api.webhooks.records.webhooks import Webhook, add_webhook
from api.webhooks.relay import WebhookRelay
from api.webhooks.signing import make_secret
from tests.api.filled_service import CODE
from tests.api.notices.receiver import Posted

SECRET = make_secret()
PUBLIC = "https://vagt.example.dk"


def settings(*hosts: str) -> Settings:
    """Return settings by which webhooks are delivered at some hosts."""
    return defaults().model_copy(update={"webhook_hosts": hosts or ("localhost",), "public_url": PUBLIC})


def keep_webhook(database: Database, address: str, at: datetime, secret: str = SECRET) -> WebhookId:
    """Let an address be told of what happens in the hotline; return its id."""
    with writing(database) as connection:
        made = Webhook(WebhookId(new_id()), find_hotline(connection, CODE).id, address, secret, at)
        add_webhook(connection, made, by=None)
    return made.id


def tell(database: Database, at: datetime, number: int = 1) -> None:
    """Tell all addresses that a version was published."""
    with writing(database) as connection:
        plan = PlanId(connection.execute(select(PLAN.c.id)).scalars().one())
        announce(connection, WebhookEvent.PUBLISHED, plan, at, {"version": number})


def told(database: Database) -> list[Mapping[str, Any]]:
    """Return all that is or was to be delivered."""
    with reading(database) as connection:
        return [dict(row) for row in connection.execute(WEBHOOK_DELIVERY.select()).mappings()]


def kept(database: Database, webhook: WebhookId) -> Mapping[str, Any]:
    """Return a webhook as it stands."""
    with reading(database) as connection:
        return dict(connection.execute(WEBHOOK.select().where(WEBHOOK.c.id == webhook)).mappings().one())


@dataclass
class Clock:
    """What time it is, set by hand."""

    at: datetime
    chosen: Settings = field(default_factory=settings)

    def relay(self, database: Database) -> WebhookRelay:
        """Return a relay that reads it."""
        return WebhookRelay(database, self.chosen, lambda: self.at)


def is_signed(posted: Posted, secret: str = SECRET) -> bool:
    """Tell whether what came is signed as Standard Webhooks has it; found out without the program's code."""
    name, timestamp = posted.headers["webhook-id"], posted.headers["webhook-timestamp"]
    version, _, signature = posted.headers["webhook-signature"].partition(",")
    if version != "v1" or not re.fullmatch(r"[0-9]+", timestamp):
        return False
    check = HMAC(b64decode(secret.split("_", 1)[1]), SHA256())
    check.update(f"{name}.{timestamp}.".encode() + posted.content)
    try:
        check.verify(b64decode(signature))
    except InvalidSignature:
        return False
    return True
