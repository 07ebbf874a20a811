"""E-mail to come as a table beside a forecast: ``mail.csv``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wfm.calendar import clock
from wfm.demand.expected_mail import ExpectedMail
from wfm.tables.csv_files import csv_table, read_bytes
from wfm.tables.csv_writing import csv_text
from wfm.tables.mail_columns import EXPECTED_MAIL
from wfm.tables.rows import TableRows, read_rows

MAIL_FILE = "mail.csv"
_DECIMALS = 4


def mail_text(mail: Iterable[ExpectedMail]) -> str:
    """Write the table."""
    rows = (
        (one.day.isoformat(), clock(one.start), f"{one.received:.{_DECIMALS}f}", f"{one.seconds:.1f}")
        for one in mail
    )
    return csv_text((column.name for column in EXPECTED_MAIL.columns), rows)


def read_mail_file(folder: Path) -> TableRows | None:
    """Read the table of a folder with what is amiss in it; nothing where it has none.

    Raises
    ------
    UnusableTableError
        Where it is no table.
    """
    path = folder / MAIL_FILE
    return read_rows(csv_table(MAIL_FILE, read_bytes(path)), EXPECTED_MAIL) if path.exists() else None


def mail_of(rows: TableRows | None) -> tuple[ExpectedMail, ...]:
    """Return the mail of rows without a fault, in order; rows of none are left out."""
    found = (
        ExpectedMail(*(row.values[name] for name in ("date", "start", "received", "handling_seconds")))
        for row in (() if rows is None else rows.rows)
    )
    return tuple(sorted(one for one in found if one.received > 0 and one.seconds > 0))
