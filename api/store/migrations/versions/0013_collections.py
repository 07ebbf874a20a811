"""Availability that is collected: deadlines, answers, and requests after the deadline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "collection",
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens", UtcTime(), nullable=False),
        sa.Column("closes", UtcTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("reminded_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_collection_plan_id"),
        sa.PrimaryKeyConstraint("plan_id", name="pk_collection"),
    )
    op.create_table(
        "availability_answer",
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("confirmed_at", UtcTime(), nullable=True),
        sa.Column("confirmed_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_availability_answer_plan_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_availability_answer_person_id"),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name="pk_availability_answer"),
    )
    op.create_index("ix_availability_answer_person_id", "availability_answer", ["person_id"])
    op.create_table(
        "availability_request",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("entries", Json(), nullable=False),
        sa.Column("rows_sha256", sa.String(length=64), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_availability_request_plan_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_availability_request_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_availability_request"),
    )
    op.create_index("ix_availability_request_plan_id", "availability_request", ["plan_id"])
    op.create_index("ix_availability_request_person_id", "availability_request", ["person_id"])


def downgrade() -> None:
    """Take the tables away: what people said stays in the plans, that they were asked does not."""
    op.drop_table("availability_request")
    op.drop_table("availability_answer")
    op.drop_table("collection")
