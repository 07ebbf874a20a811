"""What is asked of revisions by nearly every request: built once, since building takes longer than asking."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from api.access.ids import RevisionId
from api.plans.records.pseudonymous import Content
from api.store.tables import AVAILABILITY_NOTE, PLAN, PLAN_REVISION


def revisions() -> Select[Any]:
    """Return the question for all revisions of all plans."""
    r = PLAN_REVISION.c
    columns = (r.id, r.plan_id, PLAN.c.hotline_id, r.number, r.parent, r.author, r.created_at)
    return select(*columns, r.plan_sha256, r.sha256).join(PLAN)


@cache
def newest_revision(numbered: bool) -> Select[Any]:
    """Return the question for the newest revision of a ``plan``, or for the one of a ``number``."""
    asked = revisions().where(PLAN_REVISION.c.plan_id == bindparam("plan"))
    if numbered:
        asked = asked.where(PLAN_REVISION.c.number == bindparam("number"))
    return asked.order_by(PLAN_REVISION.c.number.desc()).limit(1)


@cache
def revision_of_id() -> Select[Any]:
    """Return the question for a ``revision`` by its random id."""
    return revisions().where(PLAN_REVISION.c.id == bindparam("revision"))


@cache
def _content_of_revision() -> Select[Any]:
    return select(PLAN_REVISION.c.content).where(PLAN_REVISION.c.id == bindparam("revision"))


def read_revision_content(connection: Connection, revision: RevisionId) -> Content:
    """Return what stands in a revision (a random id that there is)."""
    content: Content = connection.execute(_content_of_revision(), {"revision": revision}).scalar_one()
    return content


@cache
def notes_of_revision() -> Select[Any]:
    """Return the question for the notes to rows of availability of a ``revision``."""
    n = AVAILABILITY_NOTE.c
    return select(n.row, n.note).where(n.revision_id == bindparam("revision"))
