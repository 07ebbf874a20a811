"""What a child can be asked to read: a workbook's sheets, a packed folder's tables, a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wfm.errors import Fault
from wfm.tables.csv_files import csv_table
from wfm.tables.plan_files import CSV_SUFFIX, TOML_SUFFIX, parse_file
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.settings import HotlineSettings
from wfm.tables.workbook import workbook_sheets
from wfm.tables.zip_files import names_beside, unpack

Pairs = list[tuple[str, Any]]


def read_sheets(name: str, content: bytes, prefix: str = "") -> Pairs:
    """Return each sheet of a workbook by name, or the fault that makes it unusable."""
    return list(workbook_sheets(name, content, prefix=prefix).items())


def read_archive(name: str, content: bytes) -> Pairs:
    """Return each file of a packed plan folder by name: a table, settings, or why it is neither.

    Of a file of another kind there is nothing but the name.
    """
    files = unpack(name, content, (CSV_SUFFIX, TOML_SUFFIX))
    read = [(file, _read_file(file, inside)) for file, inside in sorted(files.items())]
    return [*read, *((file, None) for file in names_beside(content, files))]


def read_csv(name: str, content: bytes) -> RawTable:
    """Read a table as CSV."""
    return csv_table(name, content)


def _read_file(file: str, content: bytes) -> RawTable | HotlineSettings | Fault:
    try:
        return parse_file(file, content)
    except UnusableTableError as unusable:
        return unusable.fault


JOBS: Mapping[str, Callable[..., Any]] = {job.__name__: job for job in (read_sheets, read_archive, read_csv)}
