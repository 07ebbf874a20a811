"""Write a plan as a folder: UTF-8, comma, ISO, English headers, every table there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES, Table
from wfm.tables.csv_writing import csv_text
from wfm.tables.file_names import HOTLINE_FILE
from wfm.tables.file_writing import replace_files
from wfm.tables.hotline_writing import toml_text
from wfm.tables.written_cells import Cells, cell_text, plan_cells


def write_plan_folder(plan: Plan, folder: Path) -> None:
    """Write a plan's files into a folder; read back they are the same plan.

    Raises
    ------
    OutputError
        Where the folder cannot be written; what stood there before still stands.
    """
    replace_files(folder, plan_files(plan))


def plan_files(plan: Plan) -> dict[str, bytes]:
    """Return the content of every file of a plan folder, by name; tables without rows hold their header."""
    cells = plan_cells(plan)
    tables = {f"{table.name}.csv": table_csv(table, cells[table.name]) for table in PLAN_TABLES}
    return {HOTLINE_FILE: toml_text(plan.hotline).encode()} | tables


def table_csv(table: Table, rows: Iterable[Cells], *, whole: bool = False) -> bytes:
    """Return a table as the content of a CSV file.

    Columns that are rare are left out where no row has a value there, unless the `whole` table is asked for.
    """
    filled = tuple(rows)
    columns = [
        column
        for column in table.columns
        if whole or not column.rare or any(cells[column.name] is not None for cells in filled)
    ]
    lines = ([cell_text(column, cells[column.name]) for column in columns] for cells in filled)
    return csv_text((column.name for column in columns), lines).encode()
