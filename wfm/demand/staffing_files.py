"""The agents needed as files: interval by interval, and the plan folder's table of seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from wfm.calendar import clock
from wfm.demand.expected_mail import ExpectedMail
from wfm.demand.mail_file import MAIL_FILE, mail_text
from wfm.demand.staffing import IntervalNeeds, Staffing
from wfm.ids import ShiftId
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.tables.csv_writing import csv_text
from wfm.tables.file_writing import replace_files

STAFFING_FILE, DEMAND_FILE = "staffing.csv", "demand.csv"
STAFFING_COLUMNS = (
    *("date", "start", "need_mean", "need", "binding"),
    *("service_level", "abandoned_share", "mean_wait", "occupancy"),
)


def write_staffing(plan: Plan, staffing: Staffing, folder: Path) -> None:
    """Write ``staffing.csv`` and ``demand.csv``.

    Raises
    ------
    OutputError
        Where the folder cannot be written; what stood there before still stands.
    """
    files = {STAFFING_FILE: csv_text(STAFFING_COLUMNS, _interval_rows(staffing.intervals)).encode()}
    rows = demand_rows(plan, staffing)
    if any(row.pairing for row in rows):
        lines = ([*_cells(row), str(row.pairing or "")] for row in rows)
        files[DEMAND_FILE] = csv_text(("date", "start", "agents", "pairing"), lines).encode()
    else:
        files[DEMAND_FILE] = csv_text(("date", "start", "agents"), map(_cells, rows)).encode()
    replace_files(folder, files)


def write_need(staffing: Staffing, mail: Sequence[ExpectedMail], folder: Path) -> None:
    """Write what shifts are designed from: ``staffing.csv``, and ``mail.csv`` where some comes.

    Raises
    ------
    OutputError
        Where the folder cannot be written; what stood there before still stands.
    """
    files = {STAFFING_FILE: csv_text(STAFFING_COLUMNS, _interval_rows(staffing.intervals)).encode()}
    if mail:
        files[MAIL_FILE] = mail_text(mail).encode()
    replace_files(folder, files)


def demand_rows(plan: Plan, staffing: Staffing) -> list[Demand]:
    """Return the rows of the plan folder's table: the seats of every shift that was counted.

    What the plan's own table says of other shifts, and of who may share one, stays.
    """
    rows: dict[ShiftId, Demand] = {row.shift: row for row in plan.demand}
    for one in staffing.shifts:
        before = rows.get(one.shift.id)
        pairing = None if before is None else before.pairing
        rows[one.shift.id] = Demand(one.shift.day, one.shift.start, one.agents, pairing)
    return [rows[shift] for shift in sorted(rows)]


def _cells(row: Demand) -> Sequence[str]:
    return row.day.isoformat(), clock(row.start), str(row.agents)


def _interval_rows(needs: IntervalNeeds) -> Iterable[Sequence[str]]:
    for place, interval in enumerate(needs.intervals):
        yield (
            interval.day.isoformat(),
            clock(interval.start),
            str(needs.need_mean[place]),
            str(needs.need[place]),
            needs.binding[place],
            f"{needs.service_level[place]:.4f}",
            f"{needs.abandoned_share[place]:.4f}",
            f"{needs.mean_wait[place]:.2f}",
            f"{needs.occupancy[place]:.4f}",
        )
