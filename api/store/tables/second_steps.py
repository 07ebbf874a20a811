"""The second step at sign-in: what an authenticator app and we both know, and sign-ins that wait for it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

SECOND_STEP = Table(
    "second_step",
    METADATA,
    pseudonym("account_id", Id(), ForeignKey("account.id"), primary_key=True),
    personal("secret", Text()),
    plain("created_at", UtcTime()),
    plain("confirmed_at", UtcTime(), nullable=True),  # none: it does not count yet
    plain("used_step", Integer()),  # number of the newest half minute whose code was used
)

RECOVERY_CODE = Table(
    "recovery_code",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("account_id", Id(), ForeignKey("account.id")),
    personal("code_sha256", String(64)),
    plain("used_at", UtcTime(), nullable=True),
    Index(None, "account_id"),
)

HALF_LOGIN = Table(
    "half_login",
    METADATA,
    plain("id", Id(), primary_key=True),
    pseudonym("account_id", Id(), ForeignKey("account.id")),
    plain("token_sha256", String(64), unique=True),
    personal("device", Text()),
    plain("how", String(12)),
    plain("created_at", UtcTime()),
    plain("expires_at", UtcTime()),
    Index(None, "account_id"),
)
"""Browsers in which the password was right and the code is still to come: they open nothing else."""
