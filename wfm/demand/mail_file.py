"""E-mail to come as a table beside a forecast: ``mail.csv``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wfm.calendar import clock
from wfm.demand.expected_mail import ExpectedMail
from wfm.message import Text
from wfm.tables.amounts import read_not_negative
from wfm.tables.cells import Cell, read_date, read_time
from wfm.tables.column import NO_DAY, Column, Form, Table, mandatory
from wfm.tables.csv_files import csv_table, read_bytes
from wfm.tables.csv_writing import csv_text
from wfm.tables.rows import TableRows, read_rows

MAIL_FILE = "mail.csv"
_DECIMALS = 4


def _read_number(cell: Cell) -> float:
    return float(read_not_negative(cell))


def _number(name: str, danish: str, explains: Text) -> Column:
    return mandatory(name, danish, Form.AMOUNT, _read_number, explains, 0.0)


MAIL = Table(
    "mail",
    "e-mail",
    Text("table.expected_mail", "E-mail to come, an interval a row."),
    (
        mandatory(
            "date", "dato", Form.DATE, read_date, Text("column.mail_date", "Date on which it comes."), NO_DAY
        ),
        mandatory(
            "start",
            "start",
            Form.TIME,
            read_time,
            Text("column.mail_start", "Time from which on it comes."),
            0,
        ),
        _number("received", "modtagne", Text("column.mail_expected", "Mails expected.")),
        _number(
            "handling_seconds", "behandlingstid", Text("column.mail_work", "Seconds of work on them in all.")
        ),
    ),
)


def mail_text(mail: Iterable[ExpectedMail]) -> str:
    """Write the table."""
    rows = (
        (one.day.isoformat(), clock(one.start), f"{one.received:.{_DECIMALS}f}", f"{one.seconds:.1f}")
        for one in mail
    )
    return csv_text((column.name for column in MAIL.columns), rows)


def read_mail_file(folder: Path) -> TableRows | None:
    """Read the table of a folder with what is amiss in it; nothing where it has none.

    Raises
    ------
    UnusableTableError
        Where it is no table.
    """
    path = folder / MAIL_FILE
    return read_rows(csv_table(MAIL_FILE, read_bytes(path)), MAIL) if path.exists() else None


def mail_of(rows: TableRows | None) -> tuple[ExpectedMail, ...]:
    """Return the mail of rows without a fault, in order; rows of none are left out."""
    found = (
        ExpectedMail(*(row.values[name] for name in ("date", "start", "received", "handling_seconds")))
        for row in (() if rows is None else rows.rows)
    )
    return tuple(sorted(one for one in found if one.received > 0 and one.seconds > 0))
