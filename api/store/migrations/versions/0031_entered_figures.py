"""Figures of weeks and quarters that somebody enters: satisfied callers, staff turnover."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "entered_figure",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("figure", sa.String(20), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_entered_figure_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", "figure", "period", "number", name="pk_entered_figure"),
    )


def downgrade() -> None:
    """Take it away, with what was entered; everything else stays as it is."""
    op.drop_table("entered_figure")
