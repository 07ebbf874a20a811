"""What was worked: who really sat on the shifts of a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "worked_part",
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("shift", sa.String(16), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_worked_part_plan_id"),
        sa.PrimaryKeyConstraint("plan_id", "shift", "municipality", name="pk_worked_part"),
    )
    op.create_table(
        "worked_seat",
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("shift", sa.String(16), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_worked_seat_plan_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_worked_seat_person_id"),
        sa.PrimaryKeyConstraint("plan_id", "shift", "municipality", "seat", name="pk_worked_seat"),
    )
    op.create_index("ix_worked_seat_person_id", "worked_seat", ["person_id"])


def downgrade() -> None:
    """Take the tables away, and what was said in them."""
    op.drop_table("worked_seat")
    op.drop_table("worked_part")
