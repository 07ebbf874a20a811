"""Plans, a period each, and their revisions, which only grow in number."""

from __future__ import annotations

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

PLAN = Table(
    "plan",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("name", Text()),
    plain("first_day", Date()),
    plain("created_at", UtcTime()),
    UniqueConstraint("hotline_id", "first_day"),
)

PLAN_REVISION = Table(
    "plan_revision",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("number", Integer()),
    plain("parent", Integer()),  # number of the revision before; 0 where there is none
    pseudonym("author", Id(), nullable=True),
    plain("created_at", UtcTime()),
    plain("plan_sha256", String(64)),  # of the plan as it was imported
    plain("sha256", String(64)),  # of the content, the parent's among it
    pseudonym("content", Json()),
    UniqueConstraint("plan_id", "number"),
)

REVISION_AGENT = Table(
    "revision_agent",
    METADATA,
    plain("revision_id", Id(), ForeignKey("plan_revision.id"), primary_key=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), primary_key=True),
    personal("agent", Text()),
    plain("municipality", Text()),
    Index(None, "person_id"),
)
"""By which id, and in whose employment, somebody is in a plan from this revision on. What is as it was in
the revision before has no row of its own."""

AVAILABILITY_NOTE = Table(
    "availability_note",
    METADATA,
    plain("revision_id", Id(), ForeignKey("plan_revision.id"), primary_key=True),
    plain("row", Integer(), primary_key=True),  # of the table availability, from 0
    pseudonym("person_id", Id(), ForeignKey("person.id")),
    plain("municipality", Text()),
    personal("note", Text()),
    Index(None, "person_id"),
)

REVISION_NOTE = Table(
    "revision_note",
    METADATA,
    plain("revision_id", Id(), ForeignKey("plan_revision.id"), primary_key=True),
    personal("note", Text()),
)
"""What its author wrote to a revision: free text may name somebody, so it stands where it can be erased."""
