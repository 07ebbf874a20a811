"""Comments on a proposal, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from api.access.ids import AccountId, PersonId, ProposalId, RemarkId, RunId
from api.store.errors import MissingError
from api.store.tables import PROPOSAL_REMARK
from wfm.ids import MunicipalityCode, ShiftId


@dataclass(frozen=True)
class DraftRemark:
    """A comment, and what was answered.

    Parameters
    ----------
    id, proposal
        Random ids.
    shift
        Which shift it is about; ``None`` for the proposal as a whole.
    text
        What was written.
    author, at
        Which account wrote it, if any, and when.
    person, municipality
        Whom it comes from: an agent, or the leader of a municipality; nobody where a coordinator wrote it.
    answer, run
        What was answered, and the run whose explanation it rests on, if any.
    answered_by, answered_at
        Who answered, and when; ``None`` until somebody has.
    """

    id: RemarkId
    proposal: ProposalId
    shift: ShiftId | None
    text: str
    author: AccountId | None
    at: datetime
    person: PersonId | None = None
    municipality: MunicipalityCode | None = None
    answer: str | None = None
    run: RunId | None = None
    answered_by: AccountId | None = None
    answered_at: datetime | None = None


def add_remark(connection: Connection, made: DraftRemark) -> None:
    """Write a comment down."""
    values = {
        "id": made.id,
        "proposal_id": made.proposal,
        "shift": made.shift,
        "text": made.text,
        "author": made.author,
        "person_id": made.person,
        "municipality": made.municipality,
        "at": made.at,
    }
    connection.execute(insert(PROPOSAL_REMARK).values(**values))


def list_remarks(connection: Connection, proposal: ProposalId) -> tuple[DraftRemark, ...]:
    """Return the comments on a proposal, those on the same shift together, the oldest first."""
    r = PROPOSAL_REMARK.c
    asked = select(PROPOSAL_REMARK).where(r.proposal_id == proposal)
    found = tuple(map(_remark, connection.execute(asked)))
    return tuple(sorted(found, key=lambda one: (one.shift or "", one.at, one.id)))


def find_remark(connection: Connection, remark: RemarkId) -> DraftRemark:
    """Return a comment by its random id.

    Raises
    ------
    MissingError
        Where there is none.
    """
    row = connection.execute(select(PROPOSAL_REMARK).where(PROPOSAL_REMARK.c.id == remark)).first()
    if row is None:
        raise MissingError("remark")
    return _remark(row)


def count_remarks(connection: Connection, proposal: ProposalId, author: AccountId | None) -> int:
    """Return how many comments on a proposal an account has written."""
    r = PROPOSAL_REMARK.c
    own = r.author.is_(None) if author is None else r.author == author
    asked = select(func.count()).select_from(PROPOSAL_REMARK).where(r.proposal_id == proposal, own)
    return int(connection.execute(asked).scalar_one())


def keep_answer(
    connection: Connection,
    remark: RemarkId,
    *,
    answer: str,
    run: RunId | None,
    by: AccountId | None,
    at: datetime,
) -> None:
    """Write an answer down, in the place of the one that is there."""
    values = {"answer": answer, "run_id": run, "answered_by": by, "answered_at": at}
    connection.execute(update(PROPOSAL_REMARK).where(PROPOSAL_REMARK.c.id == remark).values(**values))


def _remark(row: Any) -> DraftRemark:
    return DraftRemark(
        id=RemarkId(row.id),
        proposal=ProposalId(row.proposal_id),
        shift=row.shift,
        text=row.text,
        author=row.author,
        at=row.at,
        person=row.person_id,
        municipality=row.municipality,
        answer=row.answer,
        run=row.run_id,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )
