"""What mails are about, in which role and on which way somebody is told, and what each has chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_PER_ACCOUNT, _PER_CHANNEL = "uq_mail_notice_id_account_id", "uq_mail_notice_id_account_id_channel"
_TOPICS = {
    "published": ("shifts_soon", "agent"),
    "collection_opened": ("availability", "agent"),
    "collection_reminder": ("availability", "agent"),
    "run_ended": ("run_ended", "self"),
    "proposal_opened": ("draft", "agent"),
    "remark_answered": ("remark_answered", "self"),
    "seats_vacant": ("seats_empty", "leader"),
    "seat_offered": ("offer", "agent"),
    "seat_willing": ("offer_willing", "leader"),
    "seat_taken": ("offer", "agent"),
    "swap": ("swap_state", "agent"),
}
"""What the mails that wait are about; those of accounts for the others."""


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "notice_preference",
        sa.Column("account_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choices", Json(), nullable=False),
        sa.Column("mobile", sa.String(16), nullable=True),
        sa.Column("mobile_shown", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_preference_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_notice_preference"),
    )
    with op.batch_alter_table("mail") as table:
        table.add_column(sa.Column("event", sa.String(20), nullable=False, server_default="account"))
        table.add_column(sa.Column("role", sa.String(12), nullable=False, server_default="self"))
        table.add_column(sa.Column("channel", sa.String(4), nullable=False, server_default="mail"))
    mail = sa.table("mail", sa.column("kind"), sa.column("event"), sa.column("role"))
    for kind, (event, role) in _TOPICS.items():
        op.execute(mail.update().where(mail.c.kind == kind).values(event=event, role=role))
    with op.batch_alter_table("mail") as table:
        for name, most in (("event", 20), ("role", 12), ("channel", 4)):
            table.alter_column(
                name, existing_type=sa.String(most), existing_nullable=False, server_default=None
            )
        table.drop_constraint(_PER_ACCOUNT, type_="unique")
        table.create_unique_constraint(_PER_CHANNEL, ["notice_id", "account_id", "channel"])


def downgrade() -> None:
    """Take it away; text messages are lost, and what people have chosen."""
    op.execute("DELETE FROM mail WHERE channel <> 'mail'")
    op.execute("UPDATE mail SET outcome = 'not_needed' WHERE outcome = 'switched_off'")
    with op.batch_alter_table("mail") as table:
        table.drop_constraint(_PER_CHANNEL, type_="unique")
        table.create_unique_constraint(_PER_ACCOUNT, ["notice_id", "account_id"])
        for column in ("event", "role", "channel"):
            table.drop_column(column)
    op.drop_table("notice_preference")
