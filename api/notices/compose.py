"""From a claimed mail to the message that is sent: what is secret or personal in it is asked for only now."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from api.configuration.mailbox import mailbox
from api.configuration.settings import Settings
from api.notices.kinds import kind_named
from api.notices.mime import message_of
from api.notices.records.mails import Mail, Outcome, is_wanted, number_of, receiver_of
from api.notices.texting import TextMessage
from api.store.engine import Database, reading
from api.store.mail_kinds import MailDraft, MailTask
from api.texts.text_message import as_text_message


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
    sender = mailbox(settings.mail_from or "")
    task = MailTask(draft, receiver.language, base=address_of(settings), at=at, sender=sender)
    letter = kind.write(database, task)
    if letter is None:
        return Outcome.NOT_NEEDED
    number = f"{mail.id}.{mail.attempt}" if kind.is_new_each_time else mail.id
    return message_of(letter, sender=sender, receiver=address, number=number, at=at)


def compose_text(database: Database, mail: Mail, settings: Settings, at: datetime) -> TextMessage | Outcome:
    """Return the text message of a mail; what becomes of it where nobody needs it any more, or wants it.

    Raises
    ------
    ValueError
        Where there is no such kind of mail.
    UnknownNoticeError
        Where the table of notices does not know what it is about.
    """
    with reading(database) as connection:
        receiver = number_of(connection, mail)
        wanted = is_wanted(connection, mail)
    if receiver is None or (mail.useful_until is not None and mail.useful_until <= at):
        return Outcome.NOT_NEEDED
    if not wanted:
        return Outcome.SWITCHED_OFF
    draft = MailDraft(mail.account, mail.payload, mail.topic)
    write = kind_named(mail.kind).text
    task = MailTask(draft, receiver.language, base=address_of(settings), at=at)
    said = None if write is None else write(database, task)
    if said is None:
        return Outcome.NOT_NEEDED
    return TextMessage(mail.id, receiver.address, as_text_message(said))


def address_of(settings: Settings) -> str:
    """Return the address under which people reach the service."""
    return settings.public_url or f"http://127.0.0.1:{settings.port}"
