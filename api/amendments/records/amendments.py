"""Amendments in the store: which version came of each, which draft follows it, and what that left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from api.access.ids import AccountId, PersonId, PlanId, VersionNumber
from api.amendments.amendment import AmendedRoster, AmendmentKind, LeftOut
from api.rosters.editing.moves import Move
from api.store.tables import AMENDMENT, PROPOSAL
from api.store.types import new_id
from wfm.ids import AgentId


@dataclass(frozen=True)
class AmendmentRecord:
    """An amendment as it was made.

    Parameters
    ----------
    kind, number, before
        Why, and the numbers of the version that came of it and of the one that it took the place of.
    draft, draft_before
        Numbers of the draft that follows it and of the one before that; 0 where there is none.
    left
        What the draft left out: shift, and who left and joined by random id.
    author, at
        Account, if any, and moment in UTC.
    """

    kind: AmendmentKind
    number: VersionNumber
    before: VersionNumber
    draft: VersionNumber
    draft_before: VersionNumber
    left: tuple[Mapping[str, Any], ...]
    author: AccountId | None
    at: datetime


def keep_amendment(
    connection: Connection,
    kind: AmendmentKind,
    made: AmendedRoster,
    person_of: Mapping[AgentId, PersonId],
    *,
    author: AccountId | None,
    at: datetime,
) -> None:
    """Write an amendment down, in its transaction."""
    values = {
        "plan_id": made.version.plan,
        "kind": kind.value,
        "number": made.version.number,
        "before": made.before,
        "draft": 0 if made.draft is None else made.draft.number,
        "draft_before": made.draft_before,
        "left_out": [_told(one, move, person_of) for one in made.left for move in one.moves],
        "author": author,
        "at": at,
    }
    connection.execute(insert(AMENDMENT).values(id=new_id(), **values))


def list_amendments(connection: Connection, plan: PlanId) -> tuple[AmendmentRecord, ...]:
    """Return the amendments of a plan, the newest first."""
    a = AMENDMENT.c
    asked = select(AMENDMENT).where(a.plan_id == plan).order_by(a.number.desc())
    return tuple(_record(row) for row in connection.execute(asked))


def carry_proposal(connection: Connection, plan: PlanId, before: VersionNumber, after: VersionNumber) -> None:
    """Let what people comment on be the draft that follows, where it was the one until now."""
    p = PROPOSAL.c
    there = (p.plan_id == plan) & (p.number == before) & p.closed_at.is_(None)
    connection.execute(update(PROPOSAL).where(there).values(number=after))


def find_draft_after(connection: Connection, plan: PlanId, number: VersionNumber) -> VersionNumber:
    """Return as which version a draft goes on that amendments took the place of; itself where none did."""
    a = AMENDMENT.c
    asked = select(a.draft_before, a.draft).where(a.plan_id == plan, a.draft > 0).order_by(a.draft)
    for row in connection.execute(asked):
        if row.draft_before == number:
            number = row.draft
    return number


def _told(one: LeftOut, move: Move, person_of: Mapping[AgentId, PersonId]) -> dict[str, Any]:
    def person(agent: AgentId | None) -> PersonId | None:
        return None if agent is None else person_of[agent]

    rules = list(one.rules)
    return {"shift": move.shift, "left": person(move.leaves), "joined": person(move.joins), "rules": rules}


def _record(row: Any) -> AmendmentRecord:
    return AmendmentRecord(
        kind=AmendmentKind(row.kind),
        number=row.number,
        before=row.before,
        draft=row.draft,
        draft_before=row.draft_before,
        left=tuple(row.left_out),
        author=row.author,
        at=row.at,
    )
