"""Calls as they are stored: a row for each day that was sent, replaced where it is sent again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import HotlineId
from api.demand.records.entered import read_entered
from api.demand.stored_days import (
    pack_call,
    pack_mail,
    pack_population,
    pack_special,
    unpack_call,
    unpack_mail,
    unpack_population,
    unpack_special,
)
from api.store.tables import CALL_CALENDAR, CALL_DAY
from wfm.demand.history import CallHistory, MailInterval, Population, SpecialDay

_AT_ONCE = 500
"""Days named in one statement; SQLite takes no more than some thousands of values."""


def read_calls(connection: Connection, hotline: HotlineId) -> CallHistory | None:
    """Return all that is stored of a hotline's calls; nothing where no day is."""
    d, c = CALL_DAY.c, CALL_CALENDAR.c
    rows = connection.execute(
        select(d.day, d.minutes, d.calls, d.mail).where(d.hotline_id == hotline).order_by(d.day)
    ).all()
    if not rows:
        return None
    beside = connection.execute(select(c.special_days, c.served).where(c.hotline_id == hotline)).first()
    return CallHistory(
        interval_minutes=rows[0].minutes,
        intervals=tuple(unpack_call(row.day, one) for row in rows for one in row.calls),
        special_days=tuple(map(unpack_special, beside.special_days)) if beside else (),
        served=tuple(map(unpack_population, beside.served)) if beside else (),
        mail=tuple(unpack_mail(row.day, one) for row in rows for one in row.mail),
        entered=read_entered(connection, hotline),
    )


def read_number(connection: Connection, hotline: HotlineId) -> int:
    """Return how often anything of a hotline's calls was stored or taken away."""
    c = CALL_CALENDAR.c
    return connection.execute(select(c.number).where(c.hotline_id == hotline)).scalar() or 0


def interval_minutes(connection: Connection, hotline: HotlineId) -> int | None:
    """Return the length of the intervals that are stored; nothing where none is."""
    d = CALL_DAY.c
    return connection.execute(select(d.minutes).where(d.hotline_id == hotline).limit(1)).scalar()


def keep_calls(connection: Connection, hotline: HotlineId, sent: CallHistory, at: datetime) -> None:
    """Store every day that a history has, in the place of what was stored of it."""
    mail: dict[date, list[MailInterval]] = {}
    for one in sent.mail:
        mail.setdefault(one.day, []).append(one)
    days = sorted({*sent.by_day, *mail})
    drop_days(connection, hotline, days)
    rows = [
        {
            "hotline_id": hotline,
            "day": day,
            "minutes": sent.interval_minutes,
            "calls": list(map(pack_call, sent.by_day.get(day, ()))),
            "mail": list(map(pack_mail, mail.get(day, ()))),
            "at": at,
        }
        for day in days
    ]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(CALL_DAY), rows[start : start + _AT_ONCE])


def drop_days(connection: Connection, hotline: HotlineId, days: Sequence[date]) -> None:
    """Take days away."""
    d = CALL_DAY.c
    for start in range(0, len(days), _AT_ONCE):
        those = days[start : start + _AT_ONCE]
        connection.execute(delete(CALL_DAY).where(d.hotline_id == hotline, d.day.in_(those)))


def list_days(connection: Connection, hotline: HotlineId, first: date, last: date) -> tuple[date, ...]:
    """Return the days stored from one to another, both included."""
    d = CALL_DAY.c
    asked = select(d.day).where(d.hotline_id == hotline, d.day >= first, d.day <= last).order_by(d.day)
    return tuple(connection.execute(asked).scalars())


def keep_calendar(
    connection: Connection,
    hotline: HotlineId,
    at: datetime,
    *,
    special_days: Iterable[SpecialDay] | None = None,
    served: Iterable[Population] | None = None,
) -> int:
    """Store special days and citizens served in the place of those there; what is not given stays.

    Returns
    -------
    int
        How often anything was stored or taken away, this time too.
    """
    number = read_number(connection, hotline) + 1
    values = {"number": number, "at": at}
    if special_days is not None:
        values["special_days"] = list(map(pack_special, special_days))
    if served is not None:
        values["served"] = list(map(pack_population, served))
    if number == 1:
        empty = {"hotline_id": hotline, "special_days": [], "served": []}
        connection.execute(insert(CALL_CALENDAR).values(**(empty | values)))
    else:
        connection.execute(
            update(CALL_CALENDAR).where(CALL_CALENDAR.c.hotline_id == hotline).values(**values)
        )
    return number
