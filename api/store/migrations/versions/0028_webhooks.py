"""Addresses that are told of what happens in a hotline, and what is delivered to each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "webhook",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("failing_since", UtcTime(), nullable=True),
        sa.Column("off_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_webhook_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_hotline_id", "webhook", ["hotline_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", Id(), nullable=False),
        sa.Column("webhook_id", Id(), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("leased_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(16), nullable=True),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("outcome", sa.String(12), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name="fk_webhook_delivery_webhook_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_delivery"),
    )
    op.create_index(
        "ix_webhook_delivery_webhook_id_webhook_delivery_created_at",
        "webhook_delivery",
        ["webhook_id", "created_at"],
    )
    op.create_index(
        "ix_webhook_delivery_done_at_webhook_delivery_due_at", "webhook_delivery", ["done_at", "due_at"]
    )


def downgrade() -> None:
    """Take them away: nobody is told any more."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
