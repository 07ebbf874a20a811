"""What is published: a pointer for each plan, and the calendars as they are handed out."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

PUBLICATION = Table(
    "publication",
    METADATA,
    plain("plan_id", Id(), ForeignKey("plan.id"), primary_key=True),
    plain("number", Integer()),  # of the published roster version; 0 before the first
    plain("published_at", UtcTime(), nullable=True),
    pseudonym("published_by", Id(), nullable=True),
)

FEED_BODY = Table(
    "feed_body",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("kind", String(12), primary_key=True),  # person, municipality or hotline
    pseudonym("subject", Text(), primary_key=True),  # a person's id, a municipality's code, the hotline's id
    plain("language", String(5), primary_key=True),
    personal("body", LargeBinary()),
    personal("zipped", LargeBinary()),
    plain("etag", String(40)),
    plain("changed_at", UtcTime(), nullable=True),
    plain("source_sha256", String(64)),
    personal("events", Json()),
    personal("dropped", Json()),
)
"""The same calendar in every language that is spoken. ``events`` is what the body was written from, to go on
from when the next version is published; ``dropped`` are cancelled events that it no longer shows, so that one
that comes back goes on counting."""
