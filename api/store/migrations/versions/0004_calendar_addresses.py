"""Secret addresses of calendars, and every calendar in each language.

A calendar that was handed out so far says itself in which language. Going down keeps one language of each;
the others, and all addresses, are what the release before does not know.
"""

from __future__ import annotations

import gzip

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PK = "pk_feed_body"
_WHO = ["hotline_id", "kind", "subject"]


def upgrade() -> None:
    """Bring the tables up to this revision."""
    with op.batch_alter_table("feed_body") as table:
        table.add_column(sa.Column("language", sa.String(length=5), nullable=True))
        table.add_column(sa.Column("zipped", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("dropped", Json(), nullable=False, server_default="[]"))
    _say_languages()
    with op.batch_alter_table("feed_body") as table:
        table.alter_column("language", existing_type=sa.String(length=5), nullable=False)
        table.alter_column("zipped", existing_type=sa.LargeBinary(), nullable=False)
        table.alter_column("dropped", existing_type=Json(), server_default=None)
        table.drop_constraint(_PK, type_="primary")
        table.create_primary_key(_PK, [*_WHO, "language"])
    op.create_table(
        "calendar_address",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_id", Id(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_calendar_address_account_id"),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_calendar_address_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_address"),
        sa.UniqueConstraint("token_sha256", name="uq_calendar_address_token_sha256"),
    )
    op.create_index("ix_calendar_address_owner", "calendar_address", _WHO)


def downgrade() -> None:
    """Take addresses away, and of each calendar all languages but one."""
    op.drop_table("calendar_address")
    op.execute("DELETE FROM feed_body WHERE kind NOT IN ('person', 'municipality')")
    op.execute(
        "DELETE FROM feed_body WHERE EXISTS (SELECT 1 FROM feed_body AS other"
        " WHERE other.hotline_id = feed_body.hotline_id AND other.kind = feed_body.kind"
        " AND other.subject = feed_body.subject AND other.language < feed_body.language)"
    )
    with op.batch_alter_table("feed_body") as table:
        table.drop_constraint(_PK, type_="primary")
        table.create_primary_key(_PK, _WHO)
        for name in ("language", "zipped", "dropped"):
            table.drop_column(name)


def _say_languages() -> None:
    """Read the language of each calendar in its own text, and press it together."""
    connection = op.get_bind()
    feeds = sa.table(
        "feed_body",
        *(sa.column(name) for name in (*_WHO, "language")),
        sa.column("body", sa.LargeBinary()),
        sa.column("zipped", sa.LargeBinary()),
    )
    for row in connection.execute(sa.select(feeds.c.hotline_id, feeds.c.kind, feeds.c.subject, feeds.c.body)):
        body = bytes(row.body)
        same = sa.and_(*(feeds.c[name] == getattr(row, name) for name in _WHO))
        language = "en" if b"//EN\r\n" in body else "da"
        values = {"language": language, "zipped": gzip.compress(body, mtime=0)}
        connection.execute(sa.update(feeds).where(same).values(**values))
