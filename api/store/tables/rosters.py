"""Roster versions and their assignments, which only grow in number."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

ROSTER_VERSION = Table(
    "roster_version",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("number", Integer()),
    plain("parent", Integer()),  # number of the version before; 0 where there is none
    plain("revision_id", Id(), ForeignKey("plan_revision.id")),
    pseudonym("author", Id(), nullable=True),
    plain("created_at", UtcTime()),
    plain("sha256", String(64)),
    pseudonym("claims", Json()),
    UniqueConstraint("plan_id", "number"),
)

ASSIGNMENT = Table(
    "assignment",
    METADATA,
    plain("version_id", Id(), ForeignKey("roster_version.id"), primary_key=True),
    plain("shift", String(16), primary_key=True),  # its local start
    plain("seat", Integer(), primary_key=True),
    plain("starts_at", UtcTime()),
    pseudonym("person_id", Id(), ForeignKey("person.id")),
    plain("municipality", Text()),
    Index(None, "person_id"),
)

VERSION_NOTE = Table(
    "version_note",
    METADATA,
    plain("version_id", Id(), ForeignKey("roster_version.id"), primary_key=True),
    personal("note", Text()),
)

VERSION_STEP = Table(
    "version_step",
    METADATA,
    plain("version_id", Id(), ForeignKey("roster_version.id"), primary_key=True),
    plain("kind", String(8)),  # what was done by hand: change, undo, redo
    plain("restores", Integer()),  # number of the version that is as it was again; 0 of a change
    plain("base", Integer()),  # number of the plan's revision on which it was done
)
