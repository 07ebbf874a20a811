"""Amendments: changes of what is published, and the drafts that follow them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "amendment",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("draft_before", sa.Integer(), nullable=False),
        sa.Column("left_out", Json(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_amendment_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_amendment"),
        sa.UniqueConstraint("plan_id", "number", name="uq_amendment_plan_id_number"),
    )


def downgrade() -> None:
    """Take the table away: versions stay, why they came to be goes."""
    op.drop_table("amendment")
