"""How long rows are kept: rules that each room declares beside its tables, and `api.privacy` applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select


@dataclass(frozen=True)
class Bounds:
    """What is older goes, by kind; moments in UTC, and days of a plan's end."""

    notes: date
    rosters: date
    calls: date
    told: datetime
    requests: datetime
    logins: datetime
    now: datetime


@dataclass(frozen=True)
class RetentionRule:
    """One kind of thing: how many rows are over their time, and what takes them away."""

    name: str
    count: Callable[[Connection, Bounds], int]
    take: Callable[[Connection, Bounds], None]


Over = Callable[[Connection, Bounds], ColumnElement[bool]]


def rule_for(name: str, table: Table, over: Over) -> RetentionRule:
    """Return the rule for rows of a table by themselves."""

    def count(connection: Connection, bound: Bounds) -> int:
        asked = select(func.count()).select_from(table).where(over(connection, bound))
        return int(connection.execute(asked).scalar_one())

    def take(connection: Connection, bound: Bounds) -> None:
        connection.execute(delete(table).where(over(connection, bound)))

    return RetentionRule(name=name, count=count, take=take)
