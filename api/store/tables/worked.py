"""What was worked: who really sat on the shifts of a plan, where that was said."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, UtcTime

WORKED_PART = Table(
    "worked_part",
    METADATA,
    plain("plan_id", Id(), ForeignKey("plan.id"), primary_key=True),
    plain("shift", String(16), primary_key=True),  # its local start
    plain("municipality", Text(), primary_key=True),
    plain("state", String(10)),  # reported or confirmed
    plain("changes", Integer()),  # how often it was said
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
)
"""One municipality's seats of a shift; where there is no row, they were worked as they are published."""

WORKED_SEAT = Table(
    "worked_seat",
    METADATA,
    plain("plan_id", Id(), ForeignKey("plan.id"), primary_key=True),
    plain("shift", String(16), primary_key=True),
    plain("municipality", Text(), primary_key=True),
    plain("seat", Integer(), primary_key=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), nullable=True),  # none: from outside the plan
    plain("minutes", Integer()),
    Index(None, "person_id"),
)
