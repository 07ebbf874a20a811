"""A number for each hotline that rises with whatever changes what is shown of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin to count."""
    op.add_column("hotline", sa.Column("state", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Count no longer."""
    with op.batch_alter_table("hotline") as table:
        table.drop_column("state")
