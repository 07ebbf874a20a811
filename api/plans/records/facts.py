"""What can be said of plans without reading them: their period, how far they are, what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, Select, bindparam, cast, func, select

from api.access.ids import AccountId, HotlineCode, HotlineId, PlanId, RevisionNumber, VersionNumber
from api.store.errors import MissingError
from api.store.tables import HOTLINE, PLAN, PLAN_REVISION, PUBLICATION, ROSTER_VERSION


@dataclass(frozen=True)
class HotlineFacts:
    """A hotline: random id, code and name."""

    id: HotlineId
    code: HotlineCode
    name: str


@dataclass(frozen=True)
class PlanFacts:
    """A plan, and how far it is.

    Parameters
    ----------
    id, hotline
        Random ids of the plan and its hotline.
    name, first_day, created_at
        What it is called, the first day of its period, and since when it is there.
    revision, version
        Numbers of the newest revision and of the newest roster version; 0 where there is none.
    published, published_at, published_by
        Number of the published version (0 before the first), since when, and by which account.
    """

    id: PlanId
    hotline: HotlineId
    name: str
    first_day: date
    created_at: datetime
    revision: RevisionNumber
    version: VersionNumber
    published: VersionNumber
    published_at: datetime | None
    published_by: AccountId | None


def list_hotlines(connection: Connection) -> tuple[HotlineFacts, ...]:
    """Return all hotlines, in order of code."""
    h = HOTLINE.c
    return tuple(
        HotlineFacts(id=row.id, code=row.code, name=row.name)
        for row in connection.execute(select(h.id, h.code, h.name).order_by(h.code))
    )


def find_hotline(connection: Connection, code: HotlineCode) -> HotlineFacts:
    """Return a hotline by its code.

    Raises
    ------
    MissingError
        Where there is none.
    """
    row = connection.execute(_hotline_of_code(), {"code": code}).first()
    if row is None:
        raise MissingError("hotline")
    return HotlineFacts(id=row.id, code=row.code, name=row.name)


def find_plan(connection: Connection, hotline: HotlineId, first_day: date) -> PlanFacts:
    """Return the plan of a hotline (a random id) that begins on a day.

    Raises
    ------
    MissingError
        Where there is none.
    """
    row = connection.execute(_plan_of_day(), {"hotline": hotline, "first_day": first_day}).first()
    if row is None:
        raise MissingError("plan")
    return _plan_facts(row)


def find_plan_id(connection: Connection, hotline: HotlineCode, first_day: date) -> PlanId | None:
    """Return the random id of the plan of a hotline that begins on a day; nothing where there is none."""
    asked = select(PLAN.c.id).join(HOTLINE).where(HOTLINE.c.code == hotline)
    found: PlanId | None = connection.execute(asked.where(PLAN.c.first_day == first_day)).scalar()
    return found


def list_plans(
    connection: Connection, hotline: HotlineId, *, before: date | None, most: int, drafts: bool
) -> tuple[PlanFacts, ...]:
    """Return some plans of a hotline, the latest first.

    Parameters
    ----------
    hotline
        Random id.
    before
        Only those that begin before this day; ``None`` for all.
    most
        How many at most.
    drafts
        Whether those of which nothing is published are among them.
    """
    asked = _facts(hotline)
    if before is not None:
        asked = asked.where(PLAN.c.first_day < before)
    if not drafts:
        asked = asked.where(PUBLICATION.c.number > 0)
    rows = connection.execute(asked.order_by(PLAN.c.first_day.desc()).limit(most))
    return tuple(map(_plan_facts, rows))


@cache
def _hotline_of_code() -> Select[Any]:
    """Return the question for a hotline: nearly every request asks it, so it is built once."""
    h = HOTLINE.c
    return select(h.id, h.code, h.name).where(h.code == bindparam("code"))


@cache
def _plan_of_day() -> Select[Any]:
    """Return the question for a plan by its first day, built once."""
    return _facts(bindparam("hotline")).where(PLAN.c.first_day == bindparam("first_day"))


def _plan_facts(row: Any) -> PlanFacts:
    return PlanFacts(
        id=row.id,
        hotline=row.hotline_id,
        name=row.name,
        first_day=row.first_day,
        created_at=row.created_at,
        revision=row.newest_revision,
        version=row.newest_version,
        published=row.number,
        published_at=row.published_at,
        published_by=row.published_by,
    )


def _facts(hotline: HotlineId | BindParameter[Any]) -> Select[Any]:
    def newest(table: Any, label: str) -> Any:
        found = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.plan_id == PLAN.c.id)
        return cast(found.scalar_subquery(), Integer).label(label)

    p, q = PLAN.c, PUBLICATION.c
    columns = (p.id, p.hotline_id, p.name, p.first_day, p.created_at)
    numbers = (newest(PLAN_REVISION, "newest_revision"), newest(ROSTER_VERSION, "newest_version"))
    asked = select(*columns, *numbers, q.number, q.published_at, q.published_by)
    return asked.join(PUBLICATION, q.plan_id == p.id).where(p.hotline_id == hotline)
