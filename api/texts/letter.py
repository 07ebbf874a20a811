"""A letter before it is a message: what it says, in one language, and not yet how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.texts.translator import Translator
from wfm.message import Message, Text

WHY = Text("mail.why", "You get this mail because you have an account in Fællesvagt.")
"""With which mails to everybody end."""
WIDTH = 2  # spaces before an item of a list


@dataclass(frozen=True)
class LetterList:
    """A list with what it is a list of."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Attachment:
    """A file that comes along.

    Parameters
    ----------
    name
        Of the file.
    media_type
        Such as ``application/pdf``, with parameters where it has any.
    content
        Its bytes.
    """

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail says.

    Parameters
    ----------
    language
        Of every sentence in it.
    subject
        What it is about, in a few words.
    opening
        Its first sentences.
    lists
        What it tells one by one, if anything.
    action, url
        What the receiver may do now, and where; empty where they can do nothing there.
    closing
        What else is worth knowing, a paragraph each.
    attachments
        Files that come along.
    """

    language: str
    subject: str
    opening: str
    lists: tuple[LetterList, ...]
    action: str
    url: str
    closing: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()

    @property
    def text(self) -> str:
        """The letter as plain text."""
        told = ("\n".join((one.title, *(" " * WIDTH + item for item in one.items))) for one in self.lists)
        way = (f"{self.action}:\n{self.url}",) if self.url else ()
        parts = (self.opening, *told, *way, *self.closing)
        return "\n\n".join(parts) + "\n"


def moment_of(at: datetime) -> dict[str, str]:
    """Return a moment on the wall clock as sentences of mails name it."""
    return {"day": at.date().isoformat(), "time": at.strftime("%H:%M")}


def speak_letter(
    speak: Translator,
    *,
    subject: Message,
    opening: Message,
    action: Message | None,
    url: str,
    closing: tuple[Message, ...],
    lists: tuple[LetterList, ...] = (),
    attachments: tuple[Attachment, ...] = (),
) -> Letter:
    """Return a letter in one language."""
    return Letter(
        language=speak.language,
        subject=speak.sentence(subject),
        opening=speak.sentence(opening),
        lists=lists,
        action="" if action is None else speak.sentence(action),
        url=url,
        closing=tuple(speak.sentence(one) for one in closing),
        attachments=attachments,
    )
