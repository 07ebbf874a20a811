"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.append_only import FIRST_GUARDED, guards, no_guards
from api.store.types import Id, Json, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "hotline",
    "person",
    "plan",
    "plan_revision",
    "availability_note",
    "revision_note",
    "roster_version",
    "assignment",
    "version_note",
    "publication",
    "feed_body",
    "audit_event",
    "audit_payload",
    "audit_head",
    "outbox",
    "idempotency_key",
)
"""In the order in which they are made."""


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _hotlines()
    _plans()
    _rosters()
    _published()
    _records()
    op.execute(f"INSERT INTO audit_head (id, seq, sha256) VALUES (1, 0, '{'0' * 64}')")
    for statement in guards(op.get_bind().dialect.name, FIRST_GUARDED):
        op.execute(statement)


def downgrade() -> None:
    """Take every table away."""
    for statement in no_guards(op.get_bind().dialect.name, FIRST_GUARDED):
        op.execute(statement)
    for table in reversed(_TABLES):
        op.drop_table(table)


def _hotlines() -> None:
    """Make hotlines and persons."""
    op.create_table(
        "hotline",
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hotline"),
        sa.UniqueConstraint("code", name="uq_hotline_code"),
    )
    op.create_table(
        "person",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("erased_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_person_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint(
            "hotline_id", "municipality", "agent", name="uq_person_hotline_id_municipality_agent"
        ),
    )


def _plans() -> None:
    """Make plans and their revisions."""
    op.create_table(
        "plan",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_plan_hotline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("hotline_id", "first_day", name="uq_plan_hotline_id_first_day"),
    )
    op.create_table(
        "plan_revision",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_revision_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_revision"),
        sa.UniqueConstraint("plan_id", "number", name="uq_plan_revision_plan_id_number"),
    )
    op.create_table(
        "availability_note",
        sa.Column("revision_id", Id(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_availability_note_person_id"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["plan_revision.id"], name="fk_availability_note_revision_id"
        ),
        sa.PrimaryKeyConstraint("revision_id", "row", name="pk_availability_note"),
    )
    op.create_index("ix_availability_note_person_id", "availability_note", ["person_id"])
    op.create_table(
        "revision_note",
        sa.Column("revision_id", Id(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["plan_revision.id"], name="fk_revision_note_revision_id"),
        sa.PrimaryKeyConstraint("revision_id", name="pk_revision_note"),
    )


def _rosters() -> None:
    """Make roster versions."""
    op.create_table(
        "roster_version",
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("revision_id", Id(), nullable=False),
        sa.Column("author", Id(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("claims", Json(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_roster_version_plan_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["plan_revision.id"], name="fk_roster_version_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_version"),
        sa.UniqueConstraint("plan_id", "number", name="uq_roster_version_plan_id_number"),
    )
    op.create_table(
        "assignment",
        sa.Column("version_id", Id(), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_assignment_person_id"),
        sa.ForeignKeyConstraint(["version_id"], ["roster_version.id"], name="fk_assignment_version_id"),
        sa.PrimaryKeyConstraint("version_id", "shift", "seat", name="pk_assignment"),
    )
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"])
    op.create_table(
        "version_note",
        sa.Column("version_id", Id(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["roster_version.id"], name="fk_version_note_version_id"),
        sa.PrimaryKeyConstraint("version_id", name="pk_version_note"),
    )


def _published() -> None:
    """Make the tables of what is published."""
    op.create_table(
        "publication",
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcTime(), nullable=True),
        sa.Column("published_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_publication_plan_id"),
        sa.PrimaryKeyConstraint("plan_id", name="pk_publication"),
    )
    op.create_table(
        "feed_body",
        sa.Column("hotline_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(length=40), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("events", Json(), nullable=False),
        sa.ForeignKeyConstraint(["hotline_id"], ["hotline.id"], name="fk_feed_body_hotline_id"),
        sa.PrimaryKeyConstraint("hotline_id", "kind", "subject", name="pk_feed_body"),
    )


def _records() -> None:
    """Make audit, outbox and idempotency keys."""
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", Id(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_event"),
    )
    op.create_table(
        "audit_payload",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_event.seq"], name="fk_audit_payload_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_payload"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("answer", Json(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name="pk_idempotency_key"),
    )
