"""Mails: claimed one by one for a while, sent, and noted; whoever dies in between loses only time.

A claim is a lease. Who holds it sends the mail and then says so; where that does not come, somebody else
sends the mail again once the lease is over. So every mail is sent at least once, and not by two at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from api.access.ids import AccountId, HotlineId, PersonId
from api.accounts.records.preferences import find_preference
from api.notices.records.quiet_hours import find_quiet_hours
from api.store.mail_kinds import Outcome as Outcome
from api.store.notice_table import Channel, NoticeEvent, NoticeRole, Topic, is_held_back
from api.store.tables import ACCOUNT, MAIL, OIDC_IDENTITY, PERSON
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class Mail:
    """A mail that was claimed.

    Parameters
    ----------
    id
        Random; it stays the same however often the mail is sent.
    account, person
        Whom it goes to, by random id: an account, or else somebody of a plan who has none.
    kind, payload
        What it tells, in random ids and figures.
    event, role, channel
        What it is about, in which role it is told, and how.
    hotline, municipality, useful_until
        By whose quiet hours it goes, if by any, and until when it is of use.
    created_at
        When what it tells of happened.
    attempt
        How many times it has been claimed, from 1.
    """

    id: str
    account: AccountId | None
    person: PersonId | None
    kind: str
    payload: Mapping[str, Any]
    event: str
    role: str
    channel: Channel
    hotline: HotlineId | None
    municipality: MunicipalityCode | None
    useful_until: datetime | None
    created_at: datetime
    attempt: int

    @property
    def topic(self) -> Topic:
        """The line of the table of notices that it belongs to.

        Raises
        ------
        ValueError
            Where there is none, such as after a return to an older release.
        """
        return Topic(NoticeEvent(self.event), NoticeRole(self.role))


@dataclass(frozen=True)
class Receiver:
    """Whom a mail goes to: where to, and in which language."""

    address: str
    language: str


@dataclass(frozen=True)
class QueueState:
    """How the post stands: mails that wait, since when the oldest does, and how many were given up."""

    waiting: int
    oldest: datetime | None
    given_up: int


def claim(
    connection: Connection, at: datetime, until: datetime, channel: Channel = Channel.MAIL
) -> Mail | None:
    """Take the mail of a channel that has been due longest, until a moment; nothing where none is due."""
    m = MAIL.c
    told = (m.id, m.account_id, m.person_id, m.kind, m.payload, m.created_at, m.attempts, m.event, m.role)
    held = (m.hotline_id, m.municipality, m.useful_until)
    asked = select(*told, *held).where(_due(at), m.channel == channel.value).order_by(m.due_at, m.id).limit(1)
    row = connection.execute(asked.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    taken = {"leased_until": until, "attempts": row.attempts + 1}
    if connection.execute(update(MAIL).where(m.id == row.id, _due(at)).values(**taken)).rowcount != 1:
        return None
    return Mail(
        id=row.id,
        account=row.account_id,
        person=row.person_id,
        kind=row.kind,
        payload=row.payload,
        event=row.event,
        role=row.role,
        channel=channel,
        hotline=row.hotline_id,
        municipality=row.municipality,
        useful_until=row.useful_until,
        created_at=row.created_at,
        attempt=row.attempts + 1,
    )


def is_any_due(connection: Connection, at: datetime, channel: Channel = Channel.MAIL) -> bool:
    """Tell whether a mail of a channel could be claimed."""
    asked = select(MAIL.c.id).where(_due(at), MAIL.c.channel == channel.value).limit(1)
    return connection.execute(asked).first() is not None


def note_outcome(connection: Connection, mail: Mail, outcome: Outcome, at: datetime) -> None:
    """Note what became of a mail; what was noted before stays."""
    fresh = (MAIL.c.id == mail.id) & MAIL.c.done_at.is_(None)
    values = {"done_at": at, "outcome": outcome.value, "leased_until": None}
    connection.execute(update(MAIL).where(fresh).values(**values))


def note_failure(connection: Connection, mail: Mail, due_at: datetime) -> None:
    """Note that a mail could not be sent, and when to try again; not where somebody else has it by now."""
    own = (MAIL.c.id == mail.id) & (MAIL.c.attempts == mail.attempt) & MAIL.c.done_at.is_(None)
    connection.execute(update(MAIL).where(own).values(leased_until=None, due_at=due_at))


def give_up(connection: Connection, at: datetime, before: datetime) -> tuple[str, ...]:
    """Give up the mails that have waited since a moment or longer; return their ids."""
    m = MAIL.c
    old = m.done_at.is_(None) & (m.created_at <= before) & _free(at)
    values = {"done_at": at, "outcome": Outcome.GIVEN_UP.value, "leased_until": None}
    return tuple(connection.scalars(update(MAIL).where(old).values(**values).returning(m.id)))


def is_wanted(connection: Connection, mail: Mail) -> bool:
    """Tell whether its receiver wants to be told of such things this way, as they have it now.

    Raises
    ------
    ValueError, UnknownNoticeError
        Where the table of notices does not know what it is about.
    """
    if mail.account is None:
        return True  # who has no account has nothing to choose
    return find_preference(connection, mail.account).wants(mail.topic, mail.channel)


def quiet_until(connection: Connection, mail: Mail, at: datetime) -> datetime | None:
    """Return until when a mail waits because its receiver is not to be disturbed; nothing for not at all.

    Raises
    ------
    ValueError, UnknownNoticeError
        Where the table of notices does not know what it is about.
    """
    if mail.hotline is None or not is_held_back(mail.topic, mail.channel):
        return None
    kept = find_quiet_hours(connection, mail.hotline, mail.municipality)
    return kept.hours.waits_until(at, mail.useful_until)


def number_of(connection: Connection, mail: Mail) -> Receiver | None:
    """Return where a text message goes; nowhere where its receiver is gone, or has taken the number back."""
    assert mail.account is not None  # numbers are of accounts
    asked = select(ACCOUNT.c.language).where(ACCOUNT.c.id == mail.account, ACCOUNT.c.deactivated_at.is_(None))
    language = connection.execute(asked).scalar()
    mobile = find_preference(connection, mail.account).mobile
    return Receiver(mobile, language) if language and mobile else None


def receiver_of(connection: Connection, mail: Mail) -> Receiver | None:
    """Return where a mail goes; nowhere where its receiver is gone, or nobody knows."""
    if mail.account is not None:
        return _of_account(connection, mail.account)
    p = PERSON.c
    asked = select(p.email).where(p.id == mail.person, p.erased_at.is_(None))
    address = connection.execute(asked).scalar()
    return Receiver(address, mail.payload["language"]) if address else None


def _of_account(connection: Connection, account: AccountId) -> Receiver | None:
    asked = select(ACCOUNT.c.email, OIDC_IDENTITY.c.email.label("claimed"), ACCOUNT.c.language)
    asked = asked.select_from(
        ACCOUNT.outerjoin(OIDC_IDENTITY, OIDC_IDENTITY.c.account_id == ACCOUNT.c.id)
    ).where(ACCOUNT.c.id == account, ACCOUNT.c.deactivated_at.is_(None))
    row = connection.execute(asked.order_by(OIDC_IDENTITY.c.seen_at.desc()).limit(1)).first()
    address = None if row is None else row.email or row.claimed
    return Receiver(address, row.language) if row is not None and address else None


def queue_state(connection: Connection, at: datetime) -> QueueState:
    """Return how the post stands; what waits for the end of quiet hours does not count yet."""
    m = MAIL.c
    waits = m.done_at.is_(None) & ((m.due_at <= at) | (m.attempts > 0))
    row = connection.execute(select(func.count(), func.min(m.created_at)).where(waits)).one()
    lost = select(func.count()).where(m.outcome == Outcome.GIVEN_UP.value)
    return QueueState(waiting=row[0], oldest=row[1], given_up=connection.execute(lost).scalar_one())


def _due(at: datetime) -> ColumnElement[bool]:
    return MAIL.c.done_at.is_(None) & (MAIL.c.due_at <= at) & _free(at)


def _free(at: datetime) -> ColumnElement[bool]:
    return or_(MAIL.c.leased_until.is_(None), MAIL.c.leased_until <= at)
