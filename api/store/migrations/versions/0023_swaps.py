"""Swaps: shifts that agents hand over or exchange."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "swap",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("gives", Id(), nullable=False),
        sa.Column("gives_municipality", sa.Text(), nullable=False),
        sa.Column("gives_shift", sa.String(16), nullable=False),
        sa.Column("takes_shift", sa.String(16), nullable=True),
        sa.Column("asks", Json(), nullable=False),
        sa.Column("taker", Id(), nullable=True),
        sa.Column("approval", sa.String(11), nullable=False),
        sa.Column("approved", Json(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_swap_hotline_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_swap_plan_id"),
        sa.ForeignKeyConstraint(["gives"], ["person.id"], name="fk_swap_gives"),
        sa.ForeignKeyConstraint(["taker"], ["person.id"], name="fk_swap_taker"),
        sa.PrimaryKeyConstraint("id", name="pk_swap"),
    )
    op.create_index("ix_swap_hotline_id_swap_expires_at", "swap", ["hotline_id", "expires_at"])
    op.create_index("ix_swap_plan_id", "swap", ["plan_id"])
    op.create_index("ix_swap_gives", "swap", ["gives"])
    op.create_index("ix_swap_taker", "swap", ["taker"])


def downgrade() -> None:
    """Take the table away: who asked whom goes, the seats stay as they are."""
    op.drop_table("swap")
