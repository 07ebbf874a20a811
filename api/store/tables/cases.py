"""Business cases: what something gains and costs by year, kept beside a hotline."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, Integer, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

BUSINESS_CASE = Table(
    "business_case",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("number", Integer()),
    personal("name", Text()),
    personal("content", Json()),
    plain("shared", Boolean()),
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    Index(None, "hotline_id"),
)
"""``content`` holds the case's tables as texts: ``settings``, ``items``, ``keys``, ``printed``; ``number``
rises each time that it is changed."""
