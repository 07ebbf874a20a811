"""Addresses that are told of what happens in a hotline, and what is delivered to each."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, plain
from api.store.types import Id, Json, UtcTime

WEBHOOK = Table(
    "webhook",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("address", Text()),
    plain("secret", Text()),  # sealed, where the service has a key
    plain("created_at", UtcTime()),
    plain("failing_since", UtcTime(), nullable=True),  # since nothing has come through any more
    plain("off_at", UtcTime(), nullable=True),  # switched off by the program
    Index(None, "hotline_id"),
)

WEBHOOK_DELIVERY = Table(
    "webhook_delivery",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("webhook_id", Id(), ForeignKey("webhook.id", ondelete="CASCADE")),
    plain("message_id", Id()),  # of what is told: the same at every try, and for every address
    plain("event", String(20)),
    plain("payload", Json()),  # codes, days, numbers and random ids
    plain("created_at", UtcTime()),
    plain("due_at", UtcTime()),
    plain("leased_until", UtcTime(), nullable=True),  # while somebody is sending it
    plain("attempts", Integer()),
    plain("status", Integer(), nullable=True),  # what was answered last
    plain("fault", String(16), nullable=True),  # why nothing was
    plain("done_at", UtcTime(), nullable=True),
    plain("outcome", String(12), nullable=True),
    Index(None, "webhook_id", "created_at"),
    Index(None, "done_at", "due_at"),
)
