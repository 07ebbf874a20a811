"""From a claimed mail to the message that is sent: what is secret or personal in it is asked for only now."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from api.configuration.mailbox import mailbox
from api.configuration.settings import Settings
from api.notices.kinds import kind_named
from api.notices.mime import message_of
from api.notices.records.mails import Mail, Outcome, is_wanted, receiver_of
from api.store.engine import Database, reading
from api.store.mail_kinds import MailDraft, MailTask


def compose(database: Database, mail: Mail, settings: Settings, at: datetime) -> EmailMessage | Outcome:
    """Return the message of a mail; what becomes of it where nobody needs it any more, or wants it.

    Copies of a mail share one Message-ID, but for those that say different things: a link gets its secret
    when it is written.

    Raises
    ------
    ValueError
        Where the receiver's address cannot be used, or there is no such kind of mail.
    UnknownNoticeError
        Where the table of notices does not know what it is about.
    """
    with reading(database) as connection:
        receiver = receiver_of(connection, mail)
        wanted = is_wanted(connection, mail)
    if receiver is None:
        return Outcome.NOT_NEEDED
    if not wanted:
        return Outcome.SWITCHED_OFF
    address, kind = mailbox(receiver.address), kind_named(mail.kind)
    draft = MailDraft(mail.account, mail.payload, mail.topic, mail.person)
    letter = kind.write(database, MailTask(draft, receiver.language, base=address_of(settings), at=at))
    if letter is None:
        return Outcome.NOT_NEEDED
    number = f"{mail.id}.{mail.attempt}" if kind.is_new_each_time else mail.id
    sender = mailbox(settings.mail_from or "")
    return message_of(letter, sender=sender, receiver=address, number=number, at=at)


def address_of(settings: Settings) -> str:
    """Return the address under which people reach the service."""
    return settings.public_url or f"http://127.0.0.1:{settings.port}"
