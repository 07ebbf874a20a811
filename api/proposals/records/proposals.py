"""Proposals in the store: which draft is shown to people, until when, and what is said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from api.access.ids import AccountId, PlanId, ProposalId, VersionId, VersionNumber
from api.store.tables import AUDIT_EVENT, PROPOSAL
from api.store.types import new_id

SET = "proposal.set"
"""What the record calls it."""


@dataclass(frozen=True)
class Proposal:
    """A draft as it was proposed.

    Parameters
    ----------
    id, plan
        Random ids.
    number
        Of the roster version.
    until
        Until when people may comment on it, in UTC; half-open.
    note
        What the coordinator writes to it.
    author, at
        Who proposed it, if an account did, and when; last.
    closed_at
        Since when a later one of the plan stands in its place; ``None`` where none does.
    """

    id: ProposalId
    plan: PlanId
    number: VersionNumber
    until: datetime
    note: str
    author: AccountId | None
    at: datetime
    closed_at: datetime | None = None

    def is_open(self, published: VersionNumber, at: datetime) -> bool:
        """Tell whether it is shown at a moment, beside what is published of its plan then."""
        return self.closed_at is None and at < self.until and self.number > published


def find_proposal(connection: Connection, plan: PlanId, number: VersionNumber) -> Proposal | None:
    """Return the proposal of a version, if it was ever proposed."""
    row = connection.execute(select(PROPOSAL).where(_here(plan, number))).first()
    return None if row is None else _proposal(row)


def count_settings(connection: Connection, version: VersionId) -> int:
    """Return how often a version was put forward, or its end or note changed: the record tells."""
    e = AUDIT_EVENT.c
    asked = select(func.count()).where(e.object == version, e.action == SET)
    return int(connection.execute(asked).scalar_one())


def list_proposals(connection: Connection, plan: PlanId) -> tuple[Proposal, ...]:
    """Return the proposals of a plan, the newest version first."""
    p = PROPOSAL.c
    rows = connection.execute(select(PROPOSAL).where(p.plan_id == plan).order_by(p.number.desc()))
    return tuple(map(_proposal, rows))


def keep_proposal(
    connection: Connection,
    plan: PlanId,
    number: VersionNumber,
    *,
    until: datetime,
    note: str,
    author: AccountId | None,
    at: datetime,
) -> Proposal:
    """Write a proposal down, in the place of an earlier one of the version; the plan's others are closed."""
    p = PROPOSAL.c
    others = (p.plan_id == plan) & (p.number != number) & p.closed_at.is_(None)
    connection.execute(update(PROPOSAL).where(others).values(closed_at=at))
    values = {"until": until, "note": note, "author": author, "at": at, "closed_at": None}
    if not connection.execute(update(PROPOSAL).where(_here(plan, number)).values(**values)).rowcount:
        made = insert(PROPOSAL).values(id=new_id(), plan_id=plan, number=number, **values)
        connection.execute(made)
    kept = find_proposal(connection, plan, number)
    assert kept is not None
    return kept


def _here(plan: PlanId, number: VersionNumber) -> Any:
    return (PROPOSAL.c.plan_id == plan) & (PROPOSAL.c.number == number)


def _proposal(row: Any) -> Proposal:
    return Proposal(
        id=ProposalId(row.id),
        plan=row.plan_id,
        number=row.number,
        until=row.until,
        note=row.note,
        author=row.author,
        at=row.at,
        closed_at=row.closed_at,
    )
