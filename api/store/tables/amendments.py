"""Amendments: changes of what is published, and the drafts that follow them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Table, UniqueConstraint

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, Json, UtcTime

AMENDMENT = Table(
    "amendment",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("kind", String(8)),  # why: absence, offer, swap, hand
    plain("number", Integer()),  # of the version that came of it
    plain("before", Integer()),  # number of the version that was published until then
    plain("draft", Integer()),  # number of the draft that follows it; 0 where there is none
    plain("draft_before", Integer()),  # and of the one until then
    pseudonym("left_out", Json()),  # what the draft could not follow
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    UniqueConstraint("plan_id", "number"),
)
