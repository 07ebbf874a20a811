"""Calls counted, by hotline and day, and forecasts of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "call_day",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("calls", Json(), nullable=False),
        sa.Column("mail", Json(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_call_day_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", "day", name="pk_call_day"),
    )
    op.create_table(
        "call_calendar",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("special_days", Json(), nullable=False),
        sa.Column("served", Json(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_call_calendar_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", name="pk_call_calendar"),
    )
    op.create_table(
        "call_forecast",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("origin", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("told", Json(), nullable=False),
        sa.Column("risks", Json(), nullable=False),
        sa.Column("needs", Json(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_call_forecast_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call_forecast"),
    )
    op.create_index("ix_call_forecast_plan_id_call_forecast_at", "call_forecast", ["plan_id", "at"])


def downgrade() -> None:
    """Take it away: nothing is known of calls."""
    op.drop_table("call_forecast")
    op.drop_table("call_calendar")
    op.drop_table("call_day")
