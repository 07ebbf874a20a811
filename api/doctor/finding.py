"""What an examination finds: how it is, in a sentence, and what would mend it, in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from api.configuration.settings import Settings
from wfm.message import Message, Text


class Verdict(StrEnum):
    """How it is; a fault is for mending before anybody uses the service."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One line of what the doctor says.

    Parameters
    ----------
    subject
        What was looked at, in a word or two.
    verdict
        How it is.
    said
        What was found, a sentence.
    mend
        What to do, a sentence; none where all is well.
    """

    subject: Text
    verdict: Verdict
    said: Message
    mend: Message | None = None


Examination = Callable[[Settings], Iterable[Finding]]
"""Looks at one thing, changes nothing, and yields at least one finding."""


def good(subject: Text, said: Message) -> Finding:
    """Return that all is well."""
    return Finding(subject, Verdict.GOOD, said)


def warning(subject: Text, said: Message, mend: Message) -> Finding:
    """Return what may be meant so, and may not."""
    return Finding(subject, Verdict.WARNING, said, mend)


def fault(subject: Text, said: Message, mend: Message) -> Finding:
    """Return what must be mended."""
    return Finding(subject, Verdict.FAULT, said, mend)
