"""Of which plans people are asked when they can sit, and how many have answered, without reading answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId
from api.plans.records.answers import RevisionContent
from api.store.tables import AVAILABILITY_ANSWER, COLLECTION, PLAN, PLAN_REVISION, REVISION_AGENT
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class AnswerCount:
    """How many of those who are asked have answered.

    Parameters
    ----------
    opens, closes
        Moments in UTC, half-open.
    asked, answered
        How many people of municipalities that staff, and how many of them are done.
    """

    opens: datetime
    closes: datetime
    asked: int
    answered: int

    @property
    def missing(self) -> int:
        """How many have not answered."""
        return self.asked - self.answered


def count_answers(connection: Connection, stored: RevisionContent) -> AnswerCount | None:
    """Return how many people of a plan have answered; nothing where nobody was ever asked."""
    plan, c, a = stored.revision.plan, COLLECTION.c, AVAILABILITY_ANSWER.c
    kept = connection.execute(select(c.opens, c.closes).where(c.plan_id == plan)).first()
    if kept is None:
        return None
    asked = {one.person for one in stored.people() if one.staffs}
    done = connection.execute(select(a.person_id).where(a.plan_id == plan, a.answered_at.is_not(None)))
    return AnswerCount(kept.opens, kept.closes, len(asked), len(asked & set(done.scalars())))


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
