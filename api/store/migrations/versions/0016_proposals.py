"""Proposals: drafts that people may comment on, their comments, and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "proposal",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_proposal_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("plan_id", "number", name="uq_proposal_plan_id_number"),
    )
    op.create_table(
        "proposal_remark",
        sa.Column("id", Id(), nullable=False),
        sa.Column("proposal_id", Id(), nullable=False),
        sa.Column("shift", sa.String(16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("run_id", Id(), nullable=True),
        sa.Column("answered_by", Id(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_proposal_remark_person_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_remark_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_remark"),
    )
    op.create_index("ix_proposal_remark_proposal_id", "proposal_remark", ["proposal_id"])
    op.create_index("ix_proposal_remark_person_id", "proposal_remark", ["person_id"])


def downgrade() -> None:
    """Take the tables away: what was commented and answered goes with them."""
    op.drop_table("proposal_remark")
    op.drop_table("proposal")
