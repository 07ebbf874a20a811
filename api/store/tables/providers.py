"""Providers of sign-in that an administrator set up from a page; those of the settings stand in no table."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, plain
from api.store.types import Id, Json, UtcTime

OIDC_PROVIDER = Table(
    "oidc_provider",
    METADATA,
    plain("id", String(32), primary_key=True),  # part of addresses
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("municipality", String(64), nullable=True),  # none: it gives rights as a coordinator at most
    plain("name", Text()),
    plain("issuer", String(500), unique=True),
    plain("client_id", Text()),
    plain("client_secret", Text(), nullable=True),  # sealed, where the service has a key
    plain("asked", Json()),  # scopes and levels of assurance
    plain("claims", Json()),  # which claims make whom of somebody
    plain("number", Integer()),
    plain("created_at", UtcTime()),
    plain("changed_at", UtcTime()),
    Index(None, "hotline_id"),
)
