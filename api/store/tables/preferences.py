"""What each account has chosen to be told of, and how."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Integer, String, Table

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, Json, UtcTime

NOTICE_PREFERENCE = Table(
    "notice_preference",
    METADATA,
    pseudonym("account_id", Id(), ForeignKey("account.id"), primary_key=True),
    plain("number", Integer()),  # rises with each change
    plain("choices", Json()),  # by event and channel, only what was chosen
    personal("mobile", String(16), nullable=True),  # E.164, given by whose it is
    plain("mobile_shown", Boolean()),  # whether the own leader and coordinators may see it
    plain("at", UtcTime()),
)
"""Who has none of these is told what the table of notices says."""
