"""Secret addresses of calendars: who knows one reads that calendar, so only its hash is kept."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

CALENDAR_ADDRESS = Table(
    "calendar_address",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("kind", String(12)),  # person, municipality or hotline, as in feed_body
    pseudonym("subject", Text()),
    pseudonym("account_id", Id(), ForeignKey("account.id"), nullable=True),  # who made it, if an account
    personal("name", Text()),  # such as phone, work, home
    plain("language", String(5)),
    plain("token_sha256", String(64), unique=True),
    plain("created_at", UtcTime()),
    plain("revoked_at", UtcTime(), nullable=True),
    Index("ix_calendar_address_owner", "hotline_id", "kind", "subject"),
)
"""When an address was last used is not kept: a poll would have to write, and nobody needs to know when
somebody's telephone asks."""
