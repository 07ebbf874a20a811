"""The pointer to the version that everybody sees, and the mails that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, false, func, select, update

from api.access.ids import AccountId, PersonId, PlanId, VersionNumber
from api.publishing.mails import PUBLISHED
from api.rosters.records.rosters import Version
from api.store.errors import ConflictError, MissingError
from api.store.mail_kinds import Outcome
from api.store.notice_table import Channel
from api.store.personal_data import Holding, of_accounts
from api.store.tables import GRANT, MAIL, OUTBOX, PUBLICATION

HOLDINGS = (Holding(PUBLICATION, of_accounts(PUBLICATION.c.published_by)),)
"""What privacy has to know of it; it stays, under a random id, and goes with its plan."""


@dataclass(frozen=True)
class PublishedVersion:
    """What is published of a plan.

    Parameters
    ----------
    plan
        Its random id.
    number
        Of the roster version; 0 before the first.
    at, by
        Since when, in UTC, and by which account.
    """

    plan: PlanId
    number: VersionNumber
    at: datetime | None
    by: AccountId | None


def find_published(connection: Connection, plan: PlanId) -> PublishedVersion:
    """Return what is published of a plan.

    Raises
    ------
    MissingError
        Where there is no such plan.
    """
    p = PUBLICATION.c
    asked = select(p.plan_id, p.number, p.published_at, p.published_by).where(p.plan_id == plan)
    row = connection.execute(asked).first()
    if row is None:
        raise MissingError("plan")
    return PublishedVersion(plan=row.plan_id, number=row.number, at=row.published_at, by=row.published_by)


def move_pointer(
    connection: Connection, version: Version, *, expected: int, author: AccountId | None, at: datetime
) -> None:
    """Move the pointer from the version that is expected there, and from no other.

    Raises
    ------
    ConflictError
        Where another version is published.
    """
    p = PUBLICATION.c
    there = (p.plan_id == version.plan) & (p.number == expected)
    values = {"number": version.number, "published_at": at, "published_by": author}
    if connection.execute(update(PUBLICATION).where(there).values(**values)).rowcount != 1:
        now = find_published(connection, version.plan)
        raise ConflictError(expected, now.number, now.by, now.at)


@dataclass(frozen=True)
class PublicationMails:
    """How the mails of a publication stand.

    Parameters
    ----------
    before
        Number of the version that was superseded; 0 for none.
    made
        Whether it was worked out by now whom they go to; before that there are none.
    waiting, retried
        Mails that wait, and how many of them were tried before.
    sent, given_up, not_needed, switched_off
        What became of the others.
    by_plan
        How many of all these go to somebody without an account, at the address in the plan.
    outcomes_of
        What became of the mails to each person's accounts; ``None`` for one that waits.
    plan_outcome_of
        What became of the mail to somebody without an account; where the plan has no address, none is sent.
    """

    before: int
    made: bool
    waiting: int
    retried: int
    sent: int
    given_up: int
    not_needed: int
    switched_off: int
    by_plan: int
    outcomes_of: Mapping[PersonId, frozenset[Outcome | None]]
    plan_outcome_of: Mapping[PersonId, Outcome | None]


NO_MAILS = PublicationMails(
    before=0,
    made=False,
    waiting=0,
    retried=0,
    sent=0,
    given_up=0,
    not_needed=0,
    switched_off=0,
    by_plan=0,
    outcomes_of={},
    plan_outcome_of={},
)
"""Of a publication of which nothing is kept."""


def find_publication_mails(
    connection: Connection, plan: PlanId, number: VersionNumber, at: datetime
) -> PublicationMails | None:
    """Return how the mails of a publication stand; nothing where its notice is kept no longer, or was none.

    Parameters
    ----------
    plan, number, at
        Which version of whose roster was published, and when.
    """
    row = _find_notice(connection, plan, number, at)
    if row is None:
        return None
    return _read_mails(connection, row.id, before=row.payload["before"], made=row.sent_at is not None)


def count_failed_mails(connection: Connection, plan: PlanId, number: VersionNumber, at: datetime) -> int:
    """Return how many mails of a publication were given up, or had nowhere to go."""
    row = _find_notice(connection, plan, number, at)
    if row is None:
        return 0
    failed = MAIL.c.outcome.in_([Outcome.GIVEN_UP.value, Outcome.NOT_NEEDED.value])
    asked = select(func.count()).where(MAIL.c.notice_id == row.id, failed)
    return int(connection.execute(asked).scalar_one())


def _find_notice(connection: Connection, plan: PlanId, number: VersionNumber, at: datetime) -> Any:
    o = OUTBOX.c
    asked = select(o.id, o.payload, o.sent_at).where(o.kind == PUBLISHED, o.created_at == at)
    same = (plan, number)
    return next((row for row in connection.execute(asked) if _named(row.payload) == same), None)


def _named(payload: Mapping[str, Any]) -> tuple[PlanId, VersionNumber]:
    return payload["plan"], payload["number"]


def _read_mails(connection: Connection, notice: str, *, before: int, made: bool) -> PublicationMails:
    m, g = MAIL.c, GRANT.c
    of_plan = select(m.person_id, m.outcome, m.attempts).where(
        m.notice_id == notice, m.person_id.is_not(None)
    )
    plan_rows = connection.execute(of_plan).all()
    plan_outcome = {row.person_id: None if row.outcome is None else Outcome(row.outcome) for row in plan_rows}
    unwritten = m.person_id.is_not(None) & (m.outcome == Outcome.NOT_NEEDED.value) & (m.attempts == 0)
    own = (m.notice_id == notice) & (m.channel == Channel.MAIL.value) & ~func.coalesce(unwritten, false())
    counted = select(m.outcome, m.attempts > 0, func.count()).where(own).group_by(m.outcome, m.attempts > 0)
    many: dict[tuple[str | None, bool], int] = {
        (outcome, bool(tried)): n for outcome, tried, n in connection.execute(counted)
    }
    told = select(g.person_id, m.outcome).join(MAIL, m.account_id == g.account_id)
    outcomes: dict[PersonId, set[Outcome | None]] = {}
    for person, outcome in connection.execute(told.where(own, g.person_id.is_not(None)).distinct()):
        outcomes.setdefault(person, set()).add(None if outcome is None else Outcome(outcome))

    def of(outcome: Outcome | None) -> int:
        return many.get((outcome, False), 0) + many.get((outcome, True), 0)

    return PublicationMails(
        before=before,
        made=made,
        waiting=of(None),
        retried=many.get((None, True), 0),
        sent=of(Outcome.SENT),
        given_up=of(Outcome.GIVEN_UP),
        not_needed=of(Outcome.NOT_NEEDED),
        switched_off=of(Outcome.SWITCHED_OFF),
        by_plan=sum(bool(row.attempts) or row.outcome != Outcome.NOT_NEEDED.value for row in plan_rows),
        outcomes_of={person: frozenset(found) for person, found in outcomes.items()},
        plan_outcome_of=plan_outcome,
    )
