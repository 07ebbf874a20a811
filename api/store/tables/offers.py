"""Roles in a hotline that are offered to an e-mail address: nothing to anybody before its holder accepts."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, String, Table, Text, UniqueConstraint

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

OFFER = Table(
    "offer",
    METADATA,
    pseudonym("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    personal("email", Text()),
    plain("language", String(2)),
    plain("token_sha256", String(64), nullable=True, unique=True),  # none until it is sent or shown
    plain("handed", Boolean()),
    pseudonym("made_by", Id(), nullable=True),
    plain("created_at", UtcTime()),
    plain("expires_at", UtcTime()),
    UniqueConstraint("hotline_id", "email"),
    Index(None, "email"),
)
"""To an address and not to an account: whether there is one makes no difference, not even in the time it
takes. ``handed`` says that an administrator had the newest link in hand, so that it proves nothing of who
reads the address's mail."""

OFFERED_ROLE = Table(
    "offered_role",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("offer_id", Id(), ForeignKey("offer.id")),
    plain("role", String(16)),
    plain("municipality", Text(), nullable=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), nullable=True),
    pseudonym("given_by", Id(), nullable=True),
    plain("created_at", UtcTime()),
    Index(None, "offer_id"),
)
