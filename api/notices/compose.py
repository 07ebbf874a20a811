"""From a claimed mail to the message that is sent: what is secret or personal in it is asked for only now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

from api.accounts.records import links
from api.accounts.records.links import LinkKind
from api.accounts.records.second_steps import NOTICE as SECOND_STEP
from api.accounts.urls import SECOND_STEP as PAGE
from api.accounts.urls import link_address
from api.configuration.mailbox import mailbox
from api.configuration.settings import Settings
from api.notices import sentences as wording
from api.notices.letter import Letter
from api.notices.mime import message_of
from api.notices.records.addressing import PUBLISHED
from api.notices.records.mails import Mail, hotlines_of, receiver_of
from api.notices.sentences import Turn
from api.store.engine import Database, reading, writing
from api.store.errors import MissingError

ZONE = "Europe/Copenhagen"
"""Of the moment at which a link ends: whoever gets one may belong to no hotline yet."""


def compose(database: Database, mail: Mail, settings: Settings, at: datetime) -> EmailMessage | None:
    """Return the message of a mail; nothing where nobody needs it any more.

    A link gets its secret here, and the one in an earlier copy of the mail opens nothing from now on. Such
    copies say different things, so each has a Message-ID of its own; copies of any other mail share one.

    Raises
    ------
    ValueError
        Where the receiver's address cannot be used.
    """
    with reading(database) as connection:
        receiver = receiver_of(connection, mail.account)
    if receiver is None:
        return None
    address = mailbox(receiver.address)
    base = address_of(settings)
    if mail.kind == PUBLISHED:
        number, letter = mail.id, _published(receiver.language, mail.payload, base)
    elif mail.kind == SECOND_STEP:
        told = wording.second_step(receiver.language, mail.payload["what"], f"{base}{PAGE}")
        number, letter = mail.id, told
    else:
        try:
            number, letter = f"{mail.id}.{mail.attempt}", _linked(database, mail, receiver.language, base, at)
        except MissingError:
            return None
    sender = mailbox(settings.mail_from or "")
    return message_of(letter, sender=sender, receiver=address, number=number, at=at)


def address_of(settings: Settings) -> str:
    """Return the address under which people reach the service."""
    return settings.public_url or f"http://127.0.0.1:{settings.port}"


def _published(language: str, told: Any, base: str) -> Letter:
    return wording.published(
        language,
        told["name"],
        (date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"])),
        None if told["at"] is None else datetime.fromisoformat(told["at"]),
        _turns(told["joined"]),
        _turns(told["left"]),
        f"{base}/me?{urlencode({'hotline': told['hotline']})}",
    )


def _turns(told: Sequence[Sequence[str]]) -> tuple[Turn, ...]:
    return tuple(Turn(date.fromisoformat(day), start, end) for day, start, end in told)


def _linked(database: Database, mail: Mail, language: str, base: str, at: datetime) -> Letter:
    """Return a letter with a link, whose secret is made here.

    Raises
    ------
    MissingError
        Where the link was used, taken back or replaced, or is out of date.
    """
    kind = LinkKind(mail.kind)
    with writing(database) as connection:
        link = links.find_unused(connection, mail.account, kind, at)
        if link is None or link.id != mail.payload["link"]:
            raise MissingError("link")
        token = links.renew(connection, link.id, at)
        names = hotlines_of(connection, mail.account)
    url = link_address(token, base)
    if kind is LinkKind.RESET:
        return wording.reset(language, url, link.expires_at, ZONE)
    return wording.invitation(language, names, url, link.expires_at, ZONE)
