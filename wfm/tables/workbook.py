"""Workbooks: sheets as raw tables, by name."""

from __future__ import annotations

from python_calamine import CalamineWorkbook

from wfm.errors import Fault
from wfm.tables.raw_table import RawTable, UnusableTableError, raw_table
from wfm.tables.zip_guard import WORKBOOK, repack

SUFFIXES = (".xlsx", ".xlsm")


def workbook_sheets(name: str, content: bytes, *, prefix: str = "") -> dict[str, RawTable | Fault]:
    """Return every sheet of a workbook's content by name, or the fault that makes it unusable.

    Parameters
    ----------
    name, content
        What faults call the workbook, and its bytes.
    prefix
        Set before its sheets' names in faults.

    Raises
    ------
    UnusableTableError
        Where it is no workbook, or one that no plan needs.
    """
    safe = repack(name, content)
    try:
        with CalamineWorkbook.from_filelike(safe) as book:
            return {sheet: _sheet(book, sheet, prefix + sheet) for sheet in book.sheet_names}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader may also panic, which is no Exception
        raise UnusableTableError(Fault(name, None, "", "", WORKBOOK())) from error


def _sheet(book: CalamineWorkbook, sheet: str, name: str) -> RawTable | Fault:
    try:
        return raw_table(name, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
    except UnusableTableError as unusable:
        return unusable.fault
