"""Drafts that are shown to people now, to be commented on: which pages may be fed from one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PlanId, VersionNumber
from api.store.tables import PLAN, PROPOSAL, PUBLICATION


@dataclass(frozen=True)
class ProposedDraft:
    """A draft that is shown now.

    Parameters
    ----------
    plan, first_day
        The plan's random id, and how addresses name it.
    number
        Of the roster version.
    until
        Until when it is shown, in UTC.
    """

    plan: PlanId
    first_day: date
    number: VersionNumber
    until: datetime

    def names(self, plan: str, number: str) -> bool:
        """Tell whether an address that names a plan and a number means this one."""
        return (self.first_day.isoformat(), str(self.number)) == (plan, number)


def list_open_proposals(
    connection: Connection, hotline: HotlineId, at: datetime
) -> tuple[ProposedDraft, ...]:
    """Return the drafts of a hotline that are shown at a moment, in order of time; of a plan at most one."""
    p = PROPOSAL.c
    asked = select(p.plan_id, PLAN.c.first_day, p.number, p.until)
    joined = PROPOSAL.join(PLAN, PLAN.c.id == p.plan_id).join(PUBLICATION, PUBLICATION.c.plan_id == PLAN.c.id)
    now = p.closed_at.is_(None) & (p.until > at) & (p.number > PUBLICATION.c.number)
    rows = connection.execute(
        asked.select_from(joined).where(PLAN.c.hotline_id == hotline, now).order_by(PLAN.c.first_day)
    )
    return tuple(
        ProposedDraft(plan=row.plan_id, first_day=row.first_day, number=row.number, until=row.until)
        for row in rows
    )
