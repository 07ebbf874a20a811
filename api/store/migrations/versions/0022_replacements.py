"""Replacements: who is away, seats that are offered, and how municipalities let their people accept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "absence",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seats", Json(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_absence_hotline_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_absence_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_hotline_id_absence_last_day", "absence", ["hotline_id", "last_day"])
    op.create_index("ix_absence_person_id", "absence", ["person_id"])
    op.create_table(
        "seat_offer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("shift", sa.String(16), nullable=False),
        sa.Column("leaves", Id(), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_seat_offer_hotline_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_seat_offer_plan_id"),
        sa.ForeignKeyConstraint(["leaves"], ["person.id"], name="fk_seat_offer_leaves"),
        sa.PrimaryKeyConstraint("id", name="pk_seat_offer"),
    )
    op.create_index(
        "ix_seat_offer_hotline_id_seat_offer_expires_at", "seat_offer", ["hotline_id", "expires_at"]
    )
    op.create_index("ix_seat_offer_plan_id", "seat_offer", ["plan_id"])
    op.create_table(
        "seat_ask",
        sa.Column("offer_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["seat_offer.id"], name="fk_seat_ask_offer_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_seat_ask_person_id"),
        sa.PrimaryKeyConstraint("offer_id", "person_id", name="pk_seat_ask"),
    )
    op.create_index("ix_seat_ask_person_id", "seat_ask", ["person_id"])
    op.create_table(
        "accepting_rule",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_accepting_rule_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", "municipality", name="pk_accepting_rule"),
    )


def downgrade() -> None:
    """Take the tables away: who was away and what was offered goes, the seats stay as they are."""
    op.drop_table("accepting_rule")
    op.drop_table("seat_ask")
    op.drop_table("seat_offer")
    op.drop_table("absence")
