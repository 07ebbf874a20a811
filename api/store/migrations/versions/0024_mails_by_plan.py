"""Mails to those in a plan who have no account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ONCE = "uq_mail_notice_id_person_id"


def upgrade() -> None:
    """Bring the tables up to this revision."""
    with op.batch_alter_table("mail") as table:
        table.add_column(sa.Column("person_id", Id(), nullable=True))
        table.alter_column("account_id", existing_type=Id(), nullable=True)
        table.create_unique_constraint(_ONCE, ["notice_id", "person_id"])


def downgrade() -> None:
    """Take it away; mails to people without an account are lost."""
    op.execute("DELETE FROM mail WHERE account_id IS NULL")
    with op.batch_alter_table("mail") as table:
        table.drop_constraint(_ONCE, type_="unique")
        table.alter_column("account_id", existing_type=Id(), nullable=False)
        table.drop_column("person_id")
