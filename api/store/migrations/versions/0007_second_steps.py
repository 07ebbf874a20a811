"""The second step at sign-in: secrets of authenticator apps, recovery codes, and sign-ins that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "second_step",
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("confirmed_at", UtcTime(), nullable=True),
        sa.Column("used_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_second_step_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_second_step"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", Id(), nullable=False),
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_recovery_code_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "half_login",
        sa.Column("id", Id(), nullable=False),
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_half_login_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_half_login"),
        sa.UniqueConstraint("token_sha256", name="uq_half_login_token_sha256"),
    )
    op.create_index("ix_half_login_account_id", "half_login", ["account_id"])


def downgrade() -> None:
    """Take the tables away: whoever had a second step signs in with the password alone from then on."""
    op.drop_table("half_login")
    op.drop_table("recovery_code")
    op.drop_table("second_step")
