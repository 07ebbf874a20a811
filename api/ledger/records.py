"""SQL of the ledger: entries are added and read, and never anything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, func, insert, select

from api.access.ids import AccountId, HotlineId, VersionNumber
from api.ledger.kinds import LedgerKind
from api.store.personal_data import Holding, of_accounts
from api.store.seals import SealWatch, ledger_of
from api.store.tables import LEDGER_ENTRY
from wfm.ids import MunicipalityCode, ShiftId

NO_VERSION = VersionNumber(0)
HOLDINGS = (Holding(LEDGER_ENTRY, of_accounts(LEDGER_ENTRY.c.author)),)
"""What privacy has to know of it: who posted an entry, under a random id; it names nobody and stays."""


@dataclass(frozen=True)
class LedgerEntry:
    """What is posted to a municipality's account.

    Parameters
    ----------
    quarter
        First day of the plan in whose account it stands.
    municipality
        Whose account.
    kind
        Why.
    seats
        Owed, exact; ``None`` where it is about money alone.
    ore
        Owed, in hundredths of a krone; ``None`` where it is about seats alone.
    version
        Of the plan's roster, from which it came; 0 where none is meant.
    about, shift
        Of a correction: first day of the quarter, and the shift, that it corrects.
    """

    quarter: date
    municipality: MunicipalityCode
    kind: LedgerKind
    seats: Fraction | None = None
    ore: int | None = None
    version: VersionNumber = NO_VERSION
    about: date | None = None
    shift: ShiftId | None = None


@dataclass(frozen=True)
class PostedEntry(LedgerEntry):
    """An entry as it stands in the ledger.

    Parameters
    ----------
    number
        Its place in the hotline's ledger, from 1.
    author, at
        Which account posted it, if any, and when.
    """

    number: int = 0
    author: AccountId | None = None
    at: datetime | None = None


def last_number(connection: Connection, hotline: HotlineId) -> int:
    """Return the number of the newest entry of a hotline; 0 where there is none."""
    asked = select(func.coalesce(func.max(LEDGER_ENTRY.c.number), 0))
    return int(connection.execute(asked.where(LEDGER_ENTRY.c.hotline_id == hotline)).scalar_one())


def add_entries(
    connection: Connection,
    hotline: HotlineId,
    entries: Iterable[LedgerEntry],
    *,
    author: AccountId | None,
    at: datetime,
) -> SealWatch:
    """Add entries to a hotline's ledger, which is locked, and return what the audit chain has to hold of it.

    Parameters
    ----------
    entries
        In the order in which they are to stand.
    author, at
        Account, if any, and moment; aware.
    """
    last = last_number(connection, hotline)
    watch = SealWatch(ledger_of(hotline), LEDGER_ENTRY.c.number > last, 0)
    rows = [
        _row(one) | {"hotline_id": hotline, "number": number, "author": author, "at": at}
        for number, one in enumerate(entries, start=last + 1)
    ]
    if rows:
        connection.execute(insert(LEDGER_ENTRY), rows)
    return watch


def list_entries(
    connection: Connection,
    hotline: HotlineId,
    *,
    municipalities: Collection[MunicipalityCode] | None = None,
    quarter: date | None = None,
    kinds: Collection[LedgerKind] | None = None,
) -> tuple[PostedEntry, ...]:
    """Return entries in the order in which they were posted.

    Parameters
    ----------
    hotline
        Random id.
    municipalities
        Whose; everybody's where none are named.
    quarter
        First day of the quarter; all of them where none is named.
    kinds
        Of which kinds; all where none are named.
    """
    e = LEDGER_ENTRY.c
    asked = select(LEDGER_ENTRY).where(e.hotline_id == hotline).order_by(e.number)
    if municipalities is not None:
        asked = asked.where(e.municipality.in_(municipalities))
    if quarter is not None:
        asked = asked.where(e.quarter == quarter)
    if kinds is not None:
        asked = asked.where(e.kind.in_([kind.value for kind in kinds]))
    return tuple(map(_entry, connection.execute(asked)))


@dataclass(frozen=True)
class QuarterFacts:
    """A quarter that the ledger knows: its first day, and whether it is closed."""

    first_day: date
    closed: bool


def list_quarters(connection: Connection, hotline: HotlineId) -> tuple[QuarterFacts, ...]:
    """Return the quarters of a hotline that the ledger knows, in order of time."""
    e = LEDGER_ENTRY.c
    asked = select(e.quarter, e.kind).where(e.hotline_id == hotline).distinct()
    kinds: dict[date, set[str]] = {}
    for quarter, kind in connection.execute(asked):
        kinds.setdefault(quarter, set()).add(kind)
    return tuple(QuarterFacts(day, LedgerKind.CARRY_OVER in kinds[day]) for day in sorted(kinds))


def _row(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "quarter": entry.quarter,
        "municipality": entry.municipality,
        "kind": entry.kind.value,
        "seats": None if entry.seats is None else str(entry.seats),
        "ore": entry.ore,
        "version": entry.version,
        "about": entry.about,
        "shift": entry.shift,
    }


def _entry(row: Any) -> PostedEntry:
    return PostedEntry(
        quarter=row.quarter,
        municipality=row.municipality,
        kind=LedgerKind(row.kind),
        seats=None if row.seats is None else Fraction(row.seats),
        ore=row.ore,
        version=row.version,
        about=row.about,
        shift=row.shift,
        number=row.number,
        author=row.author,
        at=row.at,
    )
