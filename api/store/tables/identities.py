"""Identities: who the owner of an account is to a provider of sign-in."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Table, Text, UniqueConstraint

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

OIDC_IDENTITY = Table(
    "oidc_identity",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("account_id", Id(), ForeignKey("account.id")),
    plain("issuer", Text()),
    personal("subject", Text()),
    personal("email", Text(), nullable=True),
    plain("created_at", UtcTime()),
    plain("seen_at", UtcTime()),
    UniqueConstraint("issuer", "subject"),
    Index(None, "account_id"),
)
"""Its e-mail address is what the provider says: mails go there,
and nobody is ever recognised by it."""
