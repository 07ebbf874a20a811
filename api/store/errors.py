"""What the store refuses, drawn as a tree; each says enough for a caller to tell its user.

::

    StoreError
    ├── MissingError        what was named is not there
    ├── ConflictError       somebody else was faster; says what holds now, since when and by whom
    ├── NotForwardError     a version that is not later than the published one
    ├── BrokenRulesError    a roster that breaks a hard rule is not published
    ├── UnreadableError     a plan that could not be read back as it was imported
    ├── KeyTakenError       an idempotency key that was used for something else
    ├── UnavailableError    the database cannot be reached, or is held for too long
    ├── DoubtfulPersonsError  it is not clear who an agent is; whoever imports has to say it
    ├── TooManyError        there is no room for another; one that is there has to go first
    └── ClashError          it goes against how things stand; the message says how
        └── ClosedError     its time is over, or has not come yet

These are not `wfm` errors: none of them is a fault in anybody's table.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from api.access.ids import AccountId
from wfm.errors import Fault
from wfm.message import Message


class StoreError(Exception):
    """The root: nothing was changed, unless it is said otherwise."""


class MissingError(StoreError):
    """What was named is not there."""


class ConflictError(StoreError):
    """What was expected to hold no longer does.

    Parameters
    ----------
    expected, number
        Number of the version or revision that the caller took for the newest, and of the one that is.
    by
        Account of whoever made it so; nobody's where that was the program itself.
    at
        Since when, in UTC; ``None`` where nothing has been published yet.
    """

    def __init__(self, expected: int, number: int, by: AccountId | None, at: datetime | None) -> None:
        self.expected, self.number, self.by, self.at = expected, number, by, at
        super().__init__(f"expected {expected}, found {number} by {by} at {at}")


class NotForwardError(StoreError):
    """The version is not later than the published one, which is superseded, never taken up anew."""

    def __init__(self, number: int, expected: int) -> None:
        self.number, self.expected = number, expected
        super().__init__(f"version {number} is not later than {expected}")


class BrokenRulesError(StoreError):
    """The roster breaks hard rules."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        self.rules = rules
        super().__init__(", ".join(rules))


class UnreadableError(StoreError):
    """A plan that could not be read back as it was imported."""


class KeyTakenError(StoreError):
    """The idempotency key was used before, for another request."""


class UnavailableError(StoreError):
    """The database cannot be reached, or somebody else holds it for too long; trying again may help.

    Raised from a commit, it leaves open whether that held: ask again with the same idempotency key.
    """


class DoubtfulPersonsError(StoreError):
    """Of agents in a plan it is not clear who they are, and nothing is taken for granted.

    Parameters
    ----------
    message
        Of how many, in a sentence.
    faults
        Each with its place, and what may be answered.
    """

    def __init__(self, message: Message, faults: Iterable[Fault]) -> None:
        self.message, self.faults = message, tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class TooManyError(StoreError):
    """There is no room for another; one that is there has to go first.

    Parameters
    ----------
    most
        How many there may be.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(str(most))


class ClashError(StoreError):
    """What is asked goes against how things stand.

    Parameters
    ----------
    message
        How, in a sentence to whoever asks.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


class ClosedError(ClashError):
    """What is asked is not possible any more, or not yet."""
