"""Providers of sign-in that are set up from a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "oidc_provider",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("municipality", sa.String(64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("client_secret", sa.Text(), nullable=True),
        sa.Column("asked", Json(), nullable=False),
        sa.Column("claims", Json(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_oidc_provider_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_oidc_provider"),
        sa.UniqueConstraint("issuer", name="uq_oidc_provider_issuer"),
    )
    op.create_index("ix_oidc_provider_hotline_id", "oidc_provider", ["hotline_id"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("oidc_provider")
