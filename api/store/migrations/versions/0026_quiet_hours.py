"""Quiet hours of municipalities, and by whose a mail that waits goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "quiet_hours",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("begins", sa.String(5), nullable=False),
        sa.Column("ends", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_quiet_hours_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", "municipality", name="pk_quiet_hours"),
    )
    with op.batch_alter_table("mail") as table:
        table.add_column(sa.Column("hotline_id", Id(), nullable=True))
        table.add_column(sa.Column("municipality", sa.Text(), nullable=True))
        table.add_column(sa.Column("useful_until", UtcTime(), nullable=True))


def downgrade() -> None:
    """Take it away: nobody is quiet, and what waits is sent."""
    with op.batch_alter_table("mail") as table:
        for column in ("useful_until", "municipality", "hotline_id"):
            table.drop_column(column)
    op.drop_table("quiet_hours")
