"""Business cases: what something gains and costs by year, kept beside a hotline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "business_case",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_business_case_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_business_case"),
    )
    op.create_index("ix_business_case_hotline_id", "business_case", ["hotline_id"])


def downgrade() -> None:
    """Take it away, with the cases; everything else stays as it is."""
    op.drop_table("business_case")
