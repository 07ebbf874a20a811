"""When a municipality's people are not to be disturbed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Table, Text

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, UtcTime

QUIET_HOURS = Table(
    "quiet_hours",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("municipality", Text(), primary_key=True),
    plain("begins", String(5)),  # on the wall clock; the same as `ends` for none
    plain("ends", String(5)),
    plain("number", Integer()),  # rises with each change
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
)
