"""What an examination finds: how it is, in a sentence, and what would mend it, in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from api.configuration.settings import Settings
from wfm.message import Message, Text


class Condition(StrEnum):
    """How it is; a fault is for mending before anybody uses the service."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Diagnosis:
    """One line of what the doctor says.

    Parameters
    ----------
    subject
        What was looked at, in a word or two.
    condition
        How it is.
    said
        What was found, a sentence.
    mend
        What to do, a sentence; none where all is well.
    """

    subject: Text
    condition: Condition
    said: Message
    mend: Message | None = None


Examination = Callable[[Settings], Iterable[Diagnosis]]
"""Looks at one thing, changes nothing, and yields at least one finding."""


def approve(subject: Text, said: Message) -> Diagnosis:
    """Return that all is well."""
    return Diagnosis(subject, Condition.GOOD, said)


def warn(subject: Text, said: Message, mend: Message) -> Diagnosis:
    """Return what may be meant so, and may not."""
    return Diagnosis(subject, Condition.WARNING, said, mend)


def fail(subject: Text, said: Message, mend: Message) -> Diagnosis:
    """Return what must be mended."""
    return Diagnosis(subject, Condition.FAULT, said, mend)
