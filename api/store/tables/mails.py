"""Mails and text messages: what a notice becomes for each of its receivers, until it is sent or given up."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, Json, UtcTime

MAIL = Table(
    "mail",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("notice_id", Id(), ForeignKey("outbox.id", ondelete="CASCADE")),
    pseudonym("account_id", Id(), nullable=True),  # no foreign key: who is gone is written to no more
    pseudonym(
        "person_id", Id(), nullable=True
    ),  # who has no account, and is written to at the plan's address
    plain("kind", String(40)),
    plain("event", String(20)),  # with the role a line of the table of notices
    plain("role", String(12)),
    plain("channel", String(4)),  # mail or text
    pseudonym("payload", Json()),
    plain("hotline_id", Id(), nullable=True),  # with the municipality, by whose quiet hours it goes
    plain("municipality", Text(), nullable=True),
    plain("useful_until", UtcTime(), nullable=True),  # it does not wait where it would come too late
    plain("created_at", UtcTime()),
    plain("due_at", UtcTime()),
    plain("leased_until", UtcTime(), nullable=True),  # while somebody is sending it
    plain("attempts", Integer()),
    plain("done_at", UtcTime(), nullable=True),
    plain("outcome", String(12), nullable=True),
    UniqueConstraint("notice_id", "account_id", "channel"),
    UniqueConstraint("notice_id", "person_id"),
    Index(None, "done_at", "due_at"),
)
"""To an account or else to a person; no address and no name: whoever sends it asks for it at that moment."""
