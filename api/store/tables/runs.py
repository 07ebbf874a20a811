"""Runs: what the service was asked to reckon, how far it is, and what came of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Double, ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

RUN = Table(
    "run",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("revision_id", Id(), ForeignKey("plan_revision.id")),
    plain("kind", String(16)),
    pseudonym("asked", Json()),
    personal("note", Text()),
    pseudonym("author", Id(), nullable=True),
    plain("created_at", UtcTime()),
    plain("state", String(16)),
    plain("cancel", Boolean()),
    plain("fence", Integer()),
    plain("attempts", Integer()),
    plain("owner", Id(), nullable=True),
    plain("lease", Double(), nullable=True),
    pseudonym("best", Json()),
    plain("last", Integer()),
    plain("started_at", UtcTime(), nullable=True),
    plain("ended_at", UtcTime(), nullable=True),
    Index(None, "plan_id", "created_at"),
    Index(None, "state", "created_at"),
)
"""``owner`` works at it until ``lease``, a moment of the database's own clock, in seconds of Unix time. Each
time that somebody takes it, ``fence`` rises by one: whoever writes names the number under which it was
taken, so that nobody who has lost it writes anything. ``best`` is the best roster so far, under persons'
random ids (null before there is one), from which whoever takes it next goes on; ``last`` the number of its
last event."""

RUN_EVENT = Table(
    "run_event",
    METADATA,
    plain("run_id", Id(), ForeignKey("run.id"), primary_key=True),
    plain("seq", Integer(), primary_key=True, autoincrement=False),
    plain("told", Json()),
)
"""Where a run stood, in figures alone; numbered from 1 without a gap."""

RUN_RESULT = Table(
    "run_result",
    METADATA,
    plain("run_id", Id(), ForeignKey("run.id"), primary_key=True),
    plain("status", String(16), nullable=True),
    plain("score", Json()),
    plain("seconds", Double()),
    plain("version", Integer(), nullable=True),
    personal("document", Json()),
)
"""What came of a run, once: ``version`` is the draft that its roster became, ``document`` what was explained,
in each language."""
