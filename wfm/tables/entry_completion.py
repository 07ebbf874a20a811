"""Rows as municipalities write them made whole: the year from the period, the id from the name.

What was read otherwise than it was written is told; what can mean two things is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from wfm.calendar import Period
from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.agent_names import AgentNames
from wfm.tables.column import NO_DAY
from wfm.tables.kind_words import kind_meant
from wfm.tables.loose_dates import LooseDays, days_meant
from wfm.tables.plan_tables import PlanTables
from wfm.tables.rows import NEEDED, TableRow, TableRows
from wfm.tables.words import KINDS

READ_AS_DAY = Text("notice.read_as_day", "a date with its year; it was read as {day:date}")
READ_AS_KIND = Text("notice.read_as_kind", "a kind; by what the note says it was read as {kind}")
IN_PERIOD = Text(
    "fault.day_in_period",
    "a date with its year, or one that lies in the period from {first:date} to {last:date}",
)


def complete_entries(found: PlanTables) -> None:
    """Make the rows of availability and locks whole, in place.

    Parameters
    ----------
    found
        The tables of a plan, before they are held against each other.
    """
    names = AgentNames.of_rows(found.by_name["agents"].rows)
    names.replace_in(found.by_name["availability"])
    names.replace_in(found.by_name["locks"])
    known = "period" not in found.hotline.faulty
    complete_availability(found.by_name["availability"], found.hotline.hotline.period if known else None)


def complete_availability(rows: TableRows, period: Period | None) -> None:
    """Give every row of availability its days, and a kind where the note tells it; in place.

    Parameters
    ----------
    rows
        As they were read, with `LooseDays` for days.
    period
        The plan's; none where it is faulty: then days without a year stay open and nothing is said of them.
    """
    rows.rows = [_with_days(rows, _with_kind(rows, row), period) for row in rows.rows]


def _with_kind(rows: TableRows, row: TableRow) -> TableRow:
    """Return a row that lacks nothing but the kind with the kind that its note tells."""
    kind = kind_meant(row.values["note"] or "") if row.faulty.get("kind") == "" else None
    if kind is None or not _forgive(rows, row, "kind"):
        return row
    rows.notices.append(row.at("kind", "", READ_AS_KIND(kind=f"{kind} ({KINDS[kind]})")))
    return _changed(row, {"kind": kind}, "kind")


def _with_days(rows: TableRows, row: TableRow, period: Period | None) -> TableRow:
    first, last = row.values["first_day"], row.values["last_day"]
    says_both = isinstance(first, LooseDays) and first.spans and row.faulty.get("last_day") == ""
    if says_both and _forgive(rows, row, "last_day"):
        row, last = _changed(row, {"last_day": first}, "last_day"), first
    if not isinstance(first, LooseDays) and not isinstance(last, LooseDays):
        return row
    meant = (None, None) if period is None else days_meant(first, last, period)
    for column, written, day in zip(("first_day", "last_day"), (first, last), meant, strict=True):
        if isinstance(written, LooseDays):
            row = _with_day(rows, row, column, day, period)
    return row


def _with_day(
    rows: TableRows, row: TableRow, column: str, day: date | None, period: Period | None
) -> TableRow:
    written = str(row.values[column])
    if day is not None:
        rows.notices.append(row.at(column, written, READ_AS_DAY(day=day.isoformat())))
        return _changed(row, {column: day})
    if period is not None:
        expected = IN_PERIOD(first=period.first_day.isoformat(), last=period.last_day.isoformat())
        rows.faults.append(row.at(column, written, expected))
    return _open(row, column)


def _open(row: TableRow, column: str) -> TableRow:
    """Return a row one of whose days can't be told."""
    values: Mapping[str, Any] = {**row.values, column: NO_DAY if column == "first_day" else date.max}
    return replace(row, values=values, faulty={**row.faulty, column: str(row.values[column])})


def _changed(row: TableRow, values: Mapping[str, Any], mended: str = "") -> TableRow:
    faulty = {column: text for column, text in row.faulty.items() if column != mended}
    return replace(row, values={**row.values, **values}, faulty=faulty)


def _forgive(rows: TableRows, row: TableRow, column: str) -> bool:
    """Take back the fault of a cell that was blank, if there is one."""
    fault: Fault = row.at(column, "", NEEDED())
    if fault not in rows.faults:
        return False
    rows.faults.remove(fault)
    return True
