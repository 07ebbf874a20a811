"""Accounts: who may sign in, what they may, and what opens something in their name; of secrets, hashes."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

ACCOUNT = Table(
    "account",
    METADATA,
    pseudonym("id", Id(), primary_key=True),
    personal("email", Text(), unique=True, nullable=True),  # none of an account that a provider vouches for
    plain("language", String(2)),
    personal("password_hash", Text(), nullable=True),  # none before the first one
    plain("created_at", UtcTime()),
    plain("deactivated_at", UtcTime(), nullable=True),
    plain("proven_at", UtcTime(), nullable=True),
    plain("reopened_at", UtcTime(), nullable=True),
)
"""``proven_at``: when its owner last came in by a link that stood in a mail to the address and nowhere else;
none where somebody had the link in hand. ``reopened_at``: of an account that was closed and opened again, and
that nobody has signed in to since."""

GRANT = Table(
    "grant",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("account_id", Id(), ForeignKey("account.id")),
    plain("role", String(16)),
    plain("hotline_id", Id(), ForeignKey("hotline.id"), nullable=True),  # none: administrator of them all
    plain("municipality", Text(), nullable=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), nullable=True),
    plain("source", String(12)),
    pseudonym("given_by", Id(), nullable=True),
    plain("created_at", UtcTime()),
    Index(None, "account_id"),
    Index(None, "hotline_id"),
)
"""An agent's grant names the person, not the agent's id: it follows whoever is given another id."""

LOGIN = Table(
    "login",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("account_id", Id(), ForeignKey("account.id")),
    plain("token_sha256", String(64), unique=True),
    personal("device", Text()),
    plain("created_at", UtcTime()),
    plain("seen_at", UtcTime()),
    Index(None, "account_id"),
)

LINK = Table(
    "link",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("kind", String(12)),
    pseudonym("account_id", Id(), ForeignKey("account.id"), nullable=True),  # none: it makes one
    plain("token_sha256", String(64), nullable=True, unique=True),  # none until it is sent or shown
    pseudonym("made_by", Id(), nullable=True),
    plain("created_at", UtcTime()),
    plain("expires_at", UtcTime()),
    plain("used_at", UtcTime(), nullable=True),
    Index(None, "account_id"),
)

ACCESS_TOKEN = Table(
    "access_token",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("account_id", Id(), ForeignKey("account.id")),
    personal("name", Text()),
    plain("token_sha256", String(64), unique=True),
    plain("created_at", UtcTime()),
    plain("expires_at", UtcTime()),
    plain("used_at", UtcTime(), nullable=True),  # to the hour
    Index(None, "account_id"),
)

ATTEMPT = Table(
    "attempt",
    METADATA,
    pseudonym("key", String(64), primary_key=True),  # hash of what is counted: an address, an account
    plain("since", UtcTime()),
    plain("until", UtcTime()),
    plain("count", Integer()),
)
"""How often something was tried in the time that runs; rows whose time is over are swept away."""
