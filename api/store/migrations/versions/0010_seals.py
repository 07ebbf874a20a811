"""What the chain of the audit holds of rows that may change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision; rows are sealed when they change, or by the next `wfm retain`."""
    op.add_column("audit_event", sa.Column("seals", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the column away; links that had seals can no longer be held against their hash."""
    op.drop_column("audit_event", "seals")
