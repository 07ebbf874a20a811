"""Kinds of mails: each capability declares its own, in its `mails`; `api.notices` gathers them and sends.

A notice in the outbox becomes a mail for each account that it concerns; what is secret or personal in a mail
is asked for only when it is written, just before it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection

from api.access.ids import AccountId, HotlineId, PersonId
from api.store.engine import Database
from api.store.notice_table import Topic
from api.store.outbox import Notice
from api.texts.letter import Letter


class Outcome(StrEnum):
    """What became of a mail."""

    SENT = "sent"
    GIVEN_UP = "given_up"
    LOGGED = "logged"
    """It was only tried out: the log says that it would have been sent."""
    NOT_NEEDED = "not_needed"
    """There is nobody to write to any more, or nothing to say."""
    SWITCHED_OFF = "switched_off"
    """The receiver does not want to be told of such things this way."""


@dataclass(frozen=True)
class MailDraft:
    """What one account is to be told, in random ids and figures.

    Parameters
    ----------
    account
        Whom it goes to; ``None`` where it is somebody of a plan who has none.
    payload
        What it tells; for somebody without an account, in which ``language``, too.
    topic
        What it is about, and in which role the receiver is told: a line of the table of notices.
    person
        Who it is that has no account: the mail goes to the address in the plan.
    nowhere
        Whether there is no such address: the mail is only kept as one that could not be sent.
    hotline, useful_until
        By whose quiet hours it goes, where it goes by any, and until when it is of use: it does not wait
        where it would come too late.
    """

    account: AccountId | None
    payload: Mapping[str, Any]
    topic: Topic
    person: PersonId | None = None
    nowhere: bool = False
    hotline: HotlineId | None = None
    useful_until: datetime | None = None


@dataclass(frozen=True)
class MailTask:
    """A mail that is to be written now.

    Parameters
    ----------
    draft
        Whom it goes to, and what it tells.
    language
        Of the receiver.
    base
        Address under which people reach the service.
    at
        When.
    sender
        From whom it comes, where it is a mail.
    """

    draft: MailDraft
    language: str
    base: str
    at: datetime
    sender: Address | None = None

    def link(self, path: str) -> str:
        """Return the address of a page, in the hotline that the mail is about."""
        return f"{self.base}{path}?{urlencode({'hotline': self.draft.payload['hotline']})}"


@dataclass(frozen=True)
class MailKind:
    """One kind of mail.

    Parameters
    ----------
    name
        Of the notices that it is made of; one of a few fixed words.
    address
        Returns whom a notice concerns, and what each is to be told.
    write
        Returns the letter; nothing where nobody needs it any more.
    topics
        Those that its drafts have.
    is_new_each_time
        Whether copies of a mail say different things, and are messages of their own.
    text
        Returns what a text message says; nothing where nobody needs it any more.
    makes_accounts
        Whether finding out whom it concerns makes their account, in the transaction in which the mails are.
    """

    name: str
    address: Callable[[Connection, Notice], Iterable[MailDraft]]
    write: Callable[[Database, MailTask], Letter | None]
    topics: tuple[Topic, ...]
    is_new_each_time: bool = False
    makes_accounts: bool = False
    text: Callable[[Database, MailTask], str | None] | None = None
