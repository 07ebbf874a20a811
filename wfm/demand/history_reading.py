"""Read a history whole: every fault together, or what was counted and what its reader should know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wfm.calendar import clock, to_utc
from wfm.demand.history import CallHistory, MailInterval, Population, SpecialDay, SpecialKind
from wfm.demand.history_counts import LENGTHS, CallRow, add_up, call_row, row_length
from wfm.demand.history_faults import (
    INTERVALS_FIT,
    call_faults,
    entry_faults,
    far_days,
    find_repeated_days,
    mail_faults,
)
from wfm.demand.history_notices import (
    INCOMPLETE,
    LONGER,
    call_notices,
    history_notices,
    population_notices,
    special_notices,
)
from wfm.demand.history_opening import HistoryTables, open_history, open_history_files, open_history_workbook
from wfm.entered_figures import EnteredFigure, EnteredKind
from wfm.errors import Fault, HistoryError
from wfm.hotline import Hotline
from wfm.message import Text
from wfm.tables.gathering import gather_notices
from wfm.tables.rows import TableRows

INTERVAL = 30
"""Minutes of an interval where nothing else is asked for."""

CALLS_NEEDED = Text("fault.calls_needed", "at least one interval of which the calls are known")


@dataclass(frozen=True)
class HistoryReading:
    """A history, and what its reader should know although it is no fault."""

    history: CallHistory
    notices: tuple[Fault, ...] = ()


def read_history(path: Path, hotline: Hotline, minutes: int = INTERVAL) -> HistoryReading:
    """Read a history's folder or workbook, or a CSV file with its calls alone.

    Parameters
    ----------
    path
        Where it lies.
    hotline
        Whose calls they are: its time zone, opening hours and closed days.
    minutes
        Length of an interval of the history; shorter ones are added up.

    Raises
    ------
    HistoryError
        With every fault found, in the order of the tables and their rows.
    """
    return history_of(open_history(path), hotline, minutes)


def history_of_files(files: Mapping[str, bytes], hotline: Hotline, minutes: int = INTERVAL) -> HistoryReading:
    """Read a history whose files are given by name; otherwise as `read_history`."""
    return history_of(open_history_files(files), hotline, minutes)


def history_of_workbook(
    name: str, content: bytes, hotline: Hotline, minutes: int = INTERVAL
) -> HistoryReading:
    """Read a history from a workbook's content; otherwise as `read_history`."""
    return history_of(open_history_workbook(name, content), hotline, minutes)


def history_of(
    found: HistoryTables, hotline: Hotline, minutes: int = INTERVAL, *, needs_calls: bool = True
) -> HistoryReading:
    """Hold a history's tables against each other, and return it where nothing is amiss.

    Parameters
    ----------
    found, hotline, minutes
        The tables, and as `read_history` has them.
    needs_calls
        Whether it is a fault that there are none; special days alone may be sent to be kept.

    Raises
    ------
    HistoryError
        As `read_history` does.
    """
    calls, special = found.by_name["calls"], found.by_name["special_days"]
    served, mail = found.by_name["served"], found.by_name["mail"]
    rows = [one for row in calls.rows if (one := call_row(row)) is not None]
    length = row_length((one.start for one in rows), minutes)
    faults = [
        *found.faults,
        *(fault for table in found.by_name.values() for fault in table.faults),
        *call_faults(calls, rows, hotline),
        *_misfit(rows, length, minutes),
        *(fault for column in ("date",) for fault in far_days(special, column, hotline)),
        *find_repeated_days(special, ("date", "kind")),
        *find_repeated_days(served, ("first_day",)),
        *mail_faults(mail, hotline),
        *entry_faults(found.by_name["entered"]),
    ]
    if not faults and not rows and needs_calls:
        faults.append(Fault(calls.file, None, "", "", CALLS_NEEDED()))
    if faults:
        raise HistoryError(_in_order(found, faults))
    intervals, unknown = add_up(rows, length, max(length, minutes), hotline.zone)
    history = CallHistory(
        max(length, minutes),
        tuple(intervals),
        _special_days(special),
        tuple(sorted(Population(row.values["first_day"], row.values["population"]) for row in served.rows)),
        _mail(mail, hotline),
        tuple(sorted({one.queue for one in rows})),
        _entered(found.by_name["entered"]),
    )
    notices = [
        *found.notices,
        *(notice for table in found.by_name.values() for notice in table.notices),
        *(_notices(found, rows, history, hotline) if rows else ()),
        *_of_lengths(calls, length, minutes, unknown),
        *population_notices(served),
    ]
    return HistoryReading(history, gather_notices(_in_order(found, notices)))


def _notices(
    found: HistoryTables, rows: Sequence[CallRow], history: CallHistory, hotline: Hotline
) -> Iterator[Fault]:
    calls = found.by_name["calls"]
    yield from call_notices(calls, rows, hotline)
    yield from history_notices(calls.file, history, hotline)
    yield from special_notices(found.by_name["special_days"], history, hotline)


def _misfit(rows: Sequence[CallRow], length: int, minutes: int) -> Iterator[Fault]:
    """Yield a fault where the rows' intervals neither fill those asked for nor are whole ones of them."""
    if length in LENGTHS and rows and minutes % length and length % minutes:
        row = min(rows, key=lambda one: (one.day, one.start, one.queue))
        yield row.row.at("start", clock(row.start), INTERVALS_FIT(wanted=str(minutes), length=str(length)))


def _of_lengths(table: TableRows, length: int, minutes: int, unknown: Sequence[CallRow]) -> Iterator[Fault]:
    if length > minutes:
        yield Fault(table.file, None, "", "", LONGER(wanted=str(minutes), length=str(length)))
    if unknown:
        first = unknown[0]
        yield first.row.at("start", f"{first.day} {clock(first.start)}", INCOMPLETE(n=len(unknown)))


def _special_days(table: TableRows) -> tuple[SpecialDay, ...]:
    found = (
        SpecialDay(
            row.values["date"], SpecialKind(row.values["kind"]), row.values["name"], row.values["factor"]
        )
        for row in table.rows
    )
    return tuple(sorted(found, key=lambda one: (one.day, one.kind)))


def _mail(table: TableRows, hotline: Hotline) -> tuple[MailInterval, ...]:
    found = (
        MailInterval(
            row.values["date"],
            row.values["start"],
            to_utc(row.values["date"], row.values["start"], hotline.zone),
            row.values["received"],
            row.values["answered"],
            row.values["within"],
            None if row.values["handling_seconds"] is None else int(row.values["handling_seconds"]),
        )
        for row in table.rows
    )
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.start)))


def _entered(table: TableRows) -> tuple[EnteredFigure, ...]:
    found = (
        EnteredFigure(
            EnteredKind(row.values["figure"]), *(row.values[name] for name in ("period", "count", "whole"))
        )
        for row in table.rows
    )
    return tuple(sorted(found))


def _in_order(found: HistoryTables, faults: Sequence[Fault]) -> list[Fault]:
    """Return faults in the order of the tables and their rows."""
    files = dict.fromkeys(table.file for table in found.by_name.values())
    order = {file: place for place, file in enumerate(files)}
    return sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))
