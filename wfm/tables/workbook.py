"""Workbooks: sheets as raw tables, by name."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from wfm.errors import Fault
from wfm.tables.csv_files import read_bytes
from wfm.tables.raw_table import RawTable, Unusable, raw_table
from wfm.tables.zip_guard import WORKBOOK, repacked

SUFFIXES = (".xlsx", ".xlsm")


def read_workbook(path: Path, *, prefix: str = "") -> dict[str, RawTable | Fault]:
    """Return every sheet of a workbook by name, or the fault that makes it unusable.

    Parameters
    ----------
    path
        The workbook.
    prefix
        What stands before a sheet's name in faults, where several workbooks are read together.

    Raises
    ------
    Unusable
        Where it is no workbook, or one that no plan needs.
    """
    safe = repacked(path.name, read_bytes(path))
    sheets: dict[str, RawTable | Fault] = {}
    try:
        with CalamineWorkbook.from_filelike(safe) as book:
            for name in book.sheet_names:
                try:
                    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    sheets[name] = raw_table(prefix + name, cells)
                except Unusable as unusable:
                    sheets[name] = unusable.fault
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader may also panic, which is no Exception
        raise Unusable(Fault(path.name, None, "", "", WORKBOOK())) from error
    return sheets
