"""What is written down beside an effect, in its own transaction: audit, outbox, idempotency."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

AUDIT_EVENT = Table(
    "audit_event",
    METADATA,
    plain("seq", Integer(), primary_key=True, autoincrement=False),
    plain("previous", String(64)),
    plain("at", UtcTime()),
    pseudonym("actor", Id(), nullable=True),
    plain("action", String(40)),
    pseudonym("object", String(80)),
    plain("mac", String(64)),
    plain("sha256", String(64)),
    plain("seals", Text(), nullable=True),  # of rows that may change, by name, where this event changed them
    Index(None, "at"),
    Index(None, "object"),
)

AUDIT_PAYLOAD = Table(
    "audit_payload",
    METADATA,
    plain("seq", Integer(), ForeignKey("audit_event.seq"), primary_key=True, autoincrement=False),
    plain("salt", String(64)),
    personal("payload", Json()),
)
"""Can be erased without breaking the chain, which holds only the payload's HMAC; without the salt
nobody can find out what it was by trying."""

AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    plain("id", Integer(), primary_key=True, autoincrement=False),
    plain("seq", Integer()),
    plain("sha256", String(64)),
)
"""One row, the end of the chain; who appends locks it."""

OUTBOX = Table(
    "outbox",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("created_at", UtcTime()),
    plain("kind", String(40)),
    pseudonym("payload", Json()),
    plain("sent_at", UtcTime(), nullable=True),
)

IDEMPOTENCY_KEY = Table(
    "idempotency_key",
    METADATA,
    pseudonym("caller", String(80), primary_key=True),
    plain("key", String(200), primary_key=True),
    plain("method", String(10)),
    plain("path", Text()),
    plain("body_sha256", String(64)),
    plain("created_at", UtcTime()),
    pseudonym("answer", Json()),
)
