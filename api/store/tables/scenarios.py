"""Scenarios: what would be otherwise in a plan, kept beside it until somebody adopts it."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, Integer, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

SCENARIO = Table(
    "scenario",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("number", Integer()),
    personal("name", Text()),
    personal("edits", Json()),
    plain("shared", Boolean()),
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    plain("solved", Json()),
    Index(None, "plan_id"),
)
"""``edits`` are lists of texts under ``join``, ``leave`` and ``set``; ``number`` rises each time that name,
edits or who sees it are changed. ``solved`` says in figures what a search found; null before one has."""
