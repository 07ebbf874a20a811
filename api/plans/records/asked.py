"""Whose plans people are asked about now: where somebody answers, or sees who has answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId
from api.store.tables import COLLECTION, PLAN, PLAN_REVISION, REVISION_AGENT
from wfm.ids import MunicipalityCode


def list_open_collections(
    connection: Connection,
    hotline: HotlineId,
    at: datetime,
    *,
    persons: Iterable[PersonId] = (),
    municipalities: Iterable[MunicipalityCode] = (),
) -> tuple[date, ...]:
    """Return first days of plans in which some persons, or people of some municipalities, are asked."""
    a, r, c = REVISION_AGENT.c, PLAN_REVISION.c, COLLECTION.c
    joined = (
        COLLECTION.join(PLAN, PLAN.c.id == c.plan_id)
        .join(PLAN_REVISION, r.plan_id == PLAN.c.id)
        .join(REVISION_AGENT, a.revision_id == r.id)
    )
    runs = (PLAN.c.hotline_id == hotline) & (c.opens <= at) & (c.closes > at)
    theirs = a.person_id.in_(set(persons)) | a.municipality.in_(set(municipalities))
    asked = select(PLAN.c.first_day).select_from(joined).where(runs, theirs)
    return tuple(connection.execute(asked.distinct().order_by(PLAN.c.first_day)).scalars())
