"""Whether somebody who changes a thing knows the newest state of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from api.access.ids import AccountId
from api.store.errors import ConflictError


class NumberedState(Protocol):
    """A state of something whose states are numbered from 1: a revision, a version, a collection."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def author(self) -> AccountId | None:
        """The account that made it, if any."""

    @property
    def at(self) -> datetime:
        """When that was."""


def refuse_stale(expected: int, newest: NumberedState | None) -> None:
    """Refuse a change of what has another newest state than its author knows.

    Parameters
    ----------
    expected
        Number of the newest state that the author knows; 0 for none.
    newest
        The newest one, if there is one.

    Raises
    ------
    ConflictError
        With the newest one.
    """
    if newest is None:
        if expected:
            raise ConflictError(expected, 0, None, None)
    elif newest.number != expected:
        raise ConflictError(expected, newest.number, newest.author, newest.at)
