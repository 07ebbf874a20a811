"""Attempts, counted exactly however many come at once: a try is taken before it is known how it ends.

Counting afterwards, or reading a number and writing it back, lets through whoever is quick. Here one
statement counts and tells the count. Whoever turned out to be right gets the try back, so that only
failures use a limit up, and a whole town hall behind one address can sign in at eight o'clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.store.tables import ATTEMPT

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead a count may have begun: clocks of machines are not quite alike."""


@dataclass(frozen=True)
class Limit:
    """How often something may be tried within a time that begins with the first try."""

    most: int
    within: timedelta


@dataclass(frozen=True)
class Try:
    """A try that was counted.

    Parameters
    ----------
    key
        What it counts for.
    allowed
        Whether it may go on.
    until
        When the count begins anew.
    """

    key: str
    allowed: bool
    until: datetime


def key_of(kind: str, about: str) -> str:
    """Return what stands in the database for an address or an account's e-mail."""
    return sha256(f"{kind}\0{about}".encode("utf-8", "surrogatepass")).hexdigest()


def take(connection: Connection, kind: str, about: str, limit: Limit, at: datetime) -> Try:
    """Count a try, and tell whether it is within the limit.

    Parameters
    ----------
    kind, about
        What is counted: for whom, or from where.
    """
    key = key_of(kind, about)
    statement: Any = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(ATTEMPT)
    over = _over(at)
    fresh = {"since": at, "until": at + limit.within, "count": 1}
    again = {
        "since": case((over, at), else_=ATTEMPT.c.since),
        "until": case((over, at + limit.within), else_=ATTEMPT.c.until),
        "count": case((over, 1), else_=ATTEMPT.c.count + 1),
    }
    statement = statement.values(key=key, **fresh).on_conflict_do_update(index_elements=["key"], set_=again)
    count, until = connection.execute(statement.returning(ATTEMPT.c.count, ATTEMPT.c.until)).one()
    return Try(key=key, allowed=count <= limit.most, until=until)


def peek(connection: Connection, kind: str, about: str, limit: Limit, at: datetime) -> Try | None:
    """Return a refused try where a limit is used up already; to find that out nothing need be written."""
    key, a = key_of(kind, about), ATTEMPT.c
    used_up = (a.key == key) & (a.count >= limit.most) & ~_over(at)
    until = connection.execute(select(a.until).where(used_up)).scalar()
    return None if until is None else Try(key=key, allowed=False, until=until)


def give_back(connection: Connection, tried: Try) -> None:
    """Take a try from the count again: it was no failure."""
    a = ATTEMPT.c
    same = (a.key == tried.key) & (a.until == tried.until) & (a.count > 0)
    connection.execute(update(ATTEMPT).where(same).values(count=a.count - 1))


def sweep(connection: Connection, at: datetime) -> None:
    """Forget what is no longer counted."""
    connection.execute(delete(ATTEMPT).where(_over(at)))


def _over(at: datetime) -> Any:
    """Say of a count that it begins anew: its time is over, or it began while the clock was ahead."""
    return (ATTEMPT.c.until <= at) | (ATTEMPT.c.since > at + CLOCKS_DIFFER)
