"""Availability as it is collected: until when, who has answered, and what is asked for afterwards."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

COLLECTION = Table(
    "collection",
    METADATA,
    plain("plan_id", Id(), ForeignKey("plan.id"), primary_key=True),
    plain("number", Integer()),  # rises with each change
    plain("opens", UtcTime()),
    plain("closes", UtcTime()),
    personal("note", Text()),
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    plain("reminded_at", UtcTime(), nullable=True),
)
"""What a coordinator writes to a collection may name somebody, so it can be erased."""

AVAILABILITY_ANSWER = Table(
    "availability_answer",
    METADATA,
    plain("plan_id", Id(), ForeignKey("plan.id"), primary_key=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), primary_key=True),
    plain("at", UtcTime()),
    pseudonym("author", Id(), nullable=True),
    plain("answered_at", UtcTime(), nullable=True),  # none while somebody is not done yet
    plain("confirmed_at", UtcTime(), nullable=True),
    pseudonym("confirmed_by", Id(), nullable=True),
    Index(None, "person_id"),
)
"""That somebody answered; what they said stands in the plan's table of availability."""

AVAILABILITY_REQUEST = Table(
    "availability_request",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    pseudonym("person_id", Id(), ForeignKey("person.id")),
    plain("state", String(12)),
    personal("entries", Json()),  # what is to be said, notes among it
    plain("rows_sha256", String(64)),  # of what was said when it was asked
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    pseudonym("decided_by", Id(), nullable=True),
    plain("decided_at", UtcTime(), nullable=True),
    Index(None, "plan_id"),
    Index(None, "person_id"),
)
