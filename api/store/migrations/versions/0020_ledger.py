"""The ledger: every seat and krone of a municipality, only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.append_only import guards_of_table, no_guards_of_table
from api.store.types import Id, UtcTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision; what is published enters when it is next published or closed."""
    op.create_table(
        "ledger_entry",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("seats", sa.Text(), nullable=True),
        sa.Column("ore", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.Date(), nullable=True),
        sa.Column("shift", sa.String(16), nullable=True),
        sa.Column("author", Id(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_ledger_entry_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", "number", name="pk_ledger_entry"),
    )
    for statement in guards_of_table(op.get_bind().dialect.name, "ledger_entry"):
        op.execute(statement)


def downgrade() -> None:
    """Take the table away, and all that was entered in it."""
    for statement in no_guards_of_table(op.get_bind().dialect.name, "ledger_entry"):
        op.execute(statement)
    op.drop_table("ledger_entry")
