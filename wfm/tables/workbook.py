"""Workbooks: sheets as raw tables, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.cell_comments import find_comments
from wfm.tables.cells import Cell
from wfm.tables.merged_cells import SHOWN, fill_down
from wfm.tables.raw_table import FEWER_CELLS, MOST_CELLS, RawTable, UnusableTableError, raw_table
from wfm.tables.sheet_xml import without_mark
from wfm.tables.zip_guard import WORKBOOK, repack

COMMENTS = Text(
    "notice.comments", "what is to be read in the cells themselves; comments at {n:number} cells are ignored"
)
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
    cells = find_comments(content)
    try:
        with CalamineWorkbook.from_filelike(safe) as book:
            sheets = _sheets(book, name, prefix)
    except (KeyboardInterrupt, SystemExit, UnusableTableError):
        raise
    except BaseException as error:  # the reader may also panic, which is no Exception
        raise UnusableTableError(Fault(name, None, "", "", WORKBOOK())) from error
    return {sheet: _with_comments(found, cells.get(sheet, ())) for sheet, found in sheets.items()}


def _with_comments(found: RawTable | Fault, cells: Sequence[str]) -> RawTable | Fault:
    """Return a sheet with a notice of the comments at its cells, which nobody reads."""
    if isinstance(found, Fault) or not cells:
        return found
    notice = Fault(found.file, None, "", ", ".join(cells)[:SHOWN], COMMENTS(n=len(cells)))
    return replace(found, notices=(*found.notices, notice))


def _sheets(book: CalamineWorkbook, name: str, prefix: str) -> dict[str, RawTable | Fault]:
    found: dict[str, RawTable | Fault] = {}
    cells = 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:  # a sheet that is a picture holds no cells
            continue
        sheet = book.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:  # several sheets may be one part, so their sizes alone say little
            raise UnusableTableError(
                Fault(f"{prefix}{about.name}", None, "", "", FEWER_CELLS(limit=MOST_CELLS))
            )
        found[about.name] = _table(sheet, prefix + about.name)
    return found


def _table(sheet: CalamineSheet, name: str) -> RawTable | Fault:
    lines: list[list[Cell]] = [list(map(without_mark, row)) for row in sheet.to_python(skip_empty_area=False)]
    try:
        faults, notices = fill_down(name, lines, sheet.merged_cell_ranges or ())
        return replace(raw_table(name, lines), faults=tuple(faults), notices=tuple(notices))
    except UnusableTableError as unusable:
        return unusable.fault
