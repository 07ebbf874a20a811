"""Letters to try mail with, and how a message is read back by somebody else's eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from api.configuration.mailbox import mailbox
from api.notices.mime import message_of
from api.publishing.mails import ShiftLine, publication_letter
from api.texts.letter import (
    Letter,
)

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
SENDER, RECEIVER = mailbox("Fællesvagt <vagt@example.dk>"), mailbox("1-1@example.org")
URL = "https://vagt.example.dk/me"
PERIOD = date(2027, 1, 4), date(2027, 4, 4)
MONDAY = ShiftLine(date(2027, 1, 4), "08:00", "11:00")
TUESDAY = ShiftLine(date(2027, 1, 5), "17:00", "24:00")
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
}


def letter(hotline: str = "Den Digitale Hotline", language: str = "da", **changed: Any) -> Letter:
    """Return a letter about shifts that changed."""
    made = publication_letter(
        language, hotline=hotline, period=PERIOD, at=AT, joined=(MONDAY,), left=(TUESDAY,), url=URL
    )
    return replace(made, **changed)


def message(said: Letter) -> EmailMessage:
    """Return a letter as a message."""
    return message_of(said, sender=SENDER, receiver=RECEIVER, number="ab12", at=AT)


def read_back(content: bytes) -> EmailMessage:
    """Return a message as its receiver reads it."""
    return message_from_bytes(content, policy=SMTP)
