"""A letter as a message on its way: headers that nothing can be smuggled into, plain text and HTML.

`email.message.EmailMessage` refuses line breaks in a header, but reads ``=?utf-8?q?=0A?=`` in a value as
the line break that it stands for, and lets that pass. What others wrote (a hotline's name) is therefore
made one line, and no such word can begin in it.
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from api.rendering.templates import environment
from api.texts.letter import Attachment, Letter
from api.texts.one_line import one_line

LONGEST_SUBJECT = 150


def message_of(
    letter: Letter, *, sender: Address, receiver: Address, number: str, at: datetime
) -> EmailMessage:
    """Return a letter as a message.

    Parameters
    ----------
    letter
        What it says.
    sender, receiver
        One mailbox each.
    number
        What tells a second copy of it from another message; random letters and digits.
    at
        When it is sent, in UTC.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = receiver
    message["Subject"] = harmless(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
    message["X-Auto-Response-Suppress"] = "All"  # the same, as Exchange reads it
    message.set_content(letter.text)
    message.add_alternative(html_of(letter), subtype="html")
    for part in message.iter_parts():
        part["Content-Language"] = letter.language
    for file in letter.attachments:
        _attach(message, file)
    return message


def _attach(message: EmailMessage, file: Attachment) -> None:
    kind, _, parameters = file.media_type.partition(";")
    main, _, sub = kind.partition("/")
    told = dict(one.strip().partition("=")[::2] for one in parameters.split(";") if one.strip())
    name = harmless(file.name)
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=name, params=told)


def html_of(letter: Letter) -> str:
    """Return a letter as a page that needs nothing from elsewhere."""
    page: str = environment(letter.language).get_template("mail/letter.html").render(letter=letter)
    return page


def harmless(subject: str) -> str:
    """Return a subject that is one line, not too long, and means just what its letters say."""
    line = one_line(subject).replace("=?", "= ?")
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"
