"""Roles that are offered, to be accepted; and whether an account's address is known to reach its owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("account", sa.Column("proven_at", UtcTime(), nullable=True))
    op.create_table(
        "offer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=True),
        sa.Column("handed", sa.Boolean(), nullable=False),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_offer_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
        sa.UniqueConstraint("hotline_id", "email", name="uq_offer_hotline_id_email"),
        sa.UniqueConstraint("token_sha256", name="uq_offer_token_sha256"),
    )
    op.create_index("ix_offer_email", "offer", ["email"])
    op.create_table(
        "offered_role",
        sa.Column("id", Id(), nullable=False),
        sa.Column("offer_id", Id(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("given_by", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name="fk_offered_role_offer_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_offered_role_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offered_role"),
    )
    op.create_index("ix_offered_role_offer_id", "offered_role", ["offer_id"])


def downgrade() -> None:
    """Take the tables away: what was offered and not accepted is offered no longer."""
    op.drop_table("offered_role")
    op.drop_table("offer")
    op.drop_column("account", "proven_at")
