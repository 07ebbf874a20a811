"""Which versions were made by hand, and what an undo or a redo restored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "version_step",
        sa.Column("version_id", Id(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["roster_version.id"], name="fk_version_step_version_id"),
        sa.PrimaryKeyConstraint("version_id", name="pk_version_step"),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("version_step")
