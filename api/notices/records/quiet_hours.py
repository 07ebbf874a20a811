"""Quiet hours of municipalities; where one has said nothing, the usual ones hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from api.access.ids import AccountId, HotlineId
from api.notices.quiet import USUAL, QuietHours
from api.store.tables import GRANT, MAIL, QUIET_HOURS
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class KeptQuietHours:
    """What a municipality has said.

    Parameters
    ----------
    hours
        What holds.
    number
        Rises with each change; 0 where nothing was said.
    author, at
        Which account said it, if any, and when.
    """

    hours: QuietHours = USUAL
    number: int = 0
    author: AccountId | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """What waits for the end of quiet hours: how many, and until when the first."""

    count: int
    until: datetime | None


def find_quiet_hours(
    connection: Connection, hotline: HotlineId, municipality: MunicipalityCode | None
) -> KeptQuietHours:
    """Return what holds in a municipality, or, for none, where nothing was said."""
    q = QUIET_HOURS.c
    there = (q.hotline_id == hotline) & (q.municipality == municipality)
    row = connection.execute(select(QUIET_HOURS).where(there)).first()
    if row is None:
        return KeptQuietHours()
    return KeptQuietHours(QuietHours(row.begins, row.ends), row.number, row.author, row.at)


def keep_quiet_hours(
    connection: Connection, hotline: HotlineId, municipality: MunicipalityCode, kept: KeptQuietHours
) -> None:
    """Write down what holds in a municipality from now on."""
    q = QUIET_HOURS.c
    there = (q.hotline_id == hotline) & (q.municipality == municipality)
    said = {"begins": kept.hours.begins, "ends": kept.hours.ends}
    values = {**said, "number": kept.number, "author": kept.author, "at": kept.at}
    if not connection.execute(update(QUIET_HOURS).where(there).values(**values)).rowcount:
        made = {"hotline_id": hotline, "municipality": municipality}
        connection.execute(insert(QUIET_HOURS).values(**made, **values))


def find_waiting(
    connection: Connection, hotline: HotlineId, municipality: MunicipalityCode, at: datetime
) -> Waiting:
    """Return what waits for a municipality's people, and was not tried yet."""
    m = MAIL.c
    own = (m.hotline_id == hotline) & (m.municipality == municipality)
    waits = own & m.done_at.is_(None) & (m.due_at > at)
    row = connection.execute(select(func.count(), func.min(m.due_at)).where(waits)).one()
    return Waiting(row[0], row[1])


def municipalities_of(
    connection: Connection, hotline: HotlineId, accounts: Collection[AccountId]
) -> Mapping[AccountId, MunicipalityCode]:
    """Return for which municipality of a hotline accounts work; of several, the first."""
    g = GRANT.c
    asked = select(g.account_id, g.municipality).where(g.hotline_id == hotline, g.municipality.is_not(None))
    found: dict[AccountId, MunicipalityCode] = {}
    for account, municipality in connection.execute(asked.order_by(g.role, g.municipality)):
        if account in accounts:
            found.setdefault(account, municipality)
    return found
