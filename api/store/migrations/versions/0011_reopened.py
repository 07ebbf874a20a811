"""Accounts that were closed and opened again, until their owner has signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("account", sa.Column("reopened_at", UtcTime(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("account", "reopened_at")
