"""The audit is found by moment and by what it is about: so what was over once stays over, in no time."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.create_index("ix_audit_event_object", "audit_event", ["object"])


def downgrade() -> None:
    """Take the indexes away."""
    op.drop_index("ix_audit_event_object", "audit_event")
    op.drop_index("ix_audit_event_at", "audit_event")
