"""What a plan calls somebody who has several employments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("person", sa.Column("person", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the column away: which rows of a plan are one is still told by the plan."""
    op.drop_column("person", "person")
