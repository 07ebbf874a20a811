"""Accounts, their grants, logins, links and personal access tokens, and attempts that are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = ("account", "grant", "login", "link", "access_token", "attempt")
"""In the order in which they are made."""


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _accounts()
    _secrets()
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempt"),
    )


def downgrade() -> None:
    """Take the tables of accounts away, and with them whoever could sign in."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _accounts() -> None:
    """Make accounts and what they may."""
    op.create_table(
        "account",
        sa.Column("id", Id(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("deactivated_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_table(
        "grant",
        sa.Column("id", Id(), nullable=False),
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("hotline_id", Id(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("given_by", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_grant_account_id"),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_grant_hotline_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_grant_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grant"),
    )
    op.create_index("ix_grant_account_id", "grant", ["account_id"])
    op.create_index("ix_grant_hotline_id", "grant", ["hotline_id"])


def _secrets() -> None:
    """Make what opens something: of each secret there is only its hash."""
    op.create_table(
        "login",
        sa.Column("id", Id(), nullable=False),
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_login_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_login"),
        sa.UniqueConstraint("token_sha256", name="uq_login_token_sha256"),
    )
    op.create_index("ix_login_account_id", "login", ["account_id"])
    op.create_table(
        "link",
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("account_id", Id(), nullable=True),
        sa.Column("token_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_link_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("token_sha256", name="uq_link_token_sha256"),
    )
    op.create_index("ix_link_account_id", "link", ["account_id"])
    op.create_table(
        "access_token",
        sa.Column("id", Id(), nullable=False),
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_access_token_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_token"),
        sa.UniqueConstraint("token_sha256", name="uq_access_token_token_sha256"),
    )
    op.create_index("ix_access_token_account_id", "access_token", ["account_id"])
