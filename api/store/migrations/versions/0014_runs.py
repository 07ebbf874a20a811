"""Runs: what the service reckons, with a lease and a fencing number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("revision_id", Id(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("asked", Json(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", Id(), nullable=True),
        sa.Column("lease", sa.Double(), nullable=True),
        sa.Column("best", Json(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_run_plan_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["plan_revision.id"], name="fk_run_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_plan_id_run_created_at", "run", ["plan_id", "created_at"])
    op.create_index("ix_run_state_run_created_at", "run", ["state", "created_at"])
    op.create_table(
        "run_event",
        sa.Column("run_id", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told", Json(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_event_run_id"),
        sa.PrimaryKeyConstraint("run_id", "seq", name="pk_run_event"),
    )
    op.create_table(
        "run_result",
        sa.Column("run_id", Id(), nullable=False),
        sa.Column("status", sa.String(16), nullable=True),
        sa.Column("score", Json(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("document", Json(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_result_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_result"),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("run_result")
    op.drop_table("run_event")
    op.drop_table("run")
