"""By which id somebody is in a plan: an id may be somebody else's one day, and somebody's may change."""

from __future__ import annotations

import csv
from io import StringIO

import sqlalchemy as sa
from alembic import op

from api.store.types import Id, Json

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ALONE = "uq_person_hotline_id_municipality_agent"
_TOGETHER = "ix_person_hotline_id_person_agent"
_SHORT = 12


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "revision_agent",
        sa.Column("revision_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["plan_revision.id"], name="fk_revision_agent_revision_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_revision_agent_person_id"),
        sa.PrimaryKeyConstraint("revision_id", "person_id", name="pk_revision_agent"),
    )
    op.create_index("ix_revision_agent_person_id", "revision_agent", ["person_id"])
    with op.batch_alter_table("person") as table:
        table.drop_constraint(_ALONE, type_="unique")
        table.create_index(_TOGETHER, ["hotline_id", "agent"])
    _say_ids()


def downgrade() -> None:
    """Take it away: of people who had one id after each other, all but the last go by their random id.

    The release before can't know more than one person of an id.
    """
    connection = op.get_bind()
    person = sa.table("person", *(sa.column(name) for name in ("id", "hotline_id", "municipality", "agent")))
    held = set()
    rows = connection.execute(
        sa.select(person.c.id, person.c.hotline_id, person.c.municipality, person.c.agent)
        .where(person.c.agent.is_not(None))
        .order_by(sa.text("created_at DESC"), person.c.id)
        .select_from(person)
    ).all()
    for row in rows:
        key = row.hotline_id, row.municipality, row.agent
        if key in held:
            connection.execute(sa.update(person).where(person.c.id == row.id).values(agent=row.id[:_SHORT]))
        held.add(key)
    op.drop_table("revision_agent")
    with op.batch_alter_table("person") as table:
        table.drop_index(_TOGETHER)
        table.create_unique_constraint(_ALONE, ["hotline_id", "municipality", "agent"])


def _say_ids() -> None:
    """Note for each plan since when somebody is in it; until now nobody's id could change."""
    connection = op.get_bind()
    named = connection.execute(sa.text("SELECT id, agent FROM person WHERE agent IS NOT NULL"))
    called = {row.id: row.agent for row in named}
    revisions = sa.table(
        "plan_revision",
        *(sa.column(name) for name in ("id", "plan_id", "number")),
        sa.column("content", Json()),
    )
    agents = sa.table(
        "revision_agent",
        *(sa.column(name) for name in ("revision_id", "person_id", "agent", "municipality")),
    )
    r = revisions.c
    plan, before = None, set[tuple[str, str]]()
    ordered = connection.execute(sa.select(r.id, r.plan_id).order_by(r.plan_id, r.number)).all()
    for row in ordered:
        if row.plan_id != plan:
            plan, before = row.plan_id, set()
        content = connection.execute(sa.select(r.content).where(r.id == row.id)).scalar_one()
        rows = csv.DictReader(StringIO(content["agents.csv"]))
        now = {(one["agent"], one["municipality"]) for one in rows}
        new = [
            {"revision_id": row.id, "person_id": person, "agent": called[person], "municipality": home}
            for person, home in sorted(now - before)
            if person in called
        ]
        if new:
            connection.execute(sa.insert(agents), new)
        before = now
