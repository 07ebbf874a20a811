"""Workbooks made in code, as people's spreadsheets would save them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from wfm.plan import Plan
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import plan_cells

Rows = Iterable[Sequence[Any]]


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook of plain cells by an independent writer."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        worksheet = workbook.create_sheet(name)
        for row in rows:
            worksheet.append(list(row))
    workbook.save(path)
    return path


def write_plan_workbook(plan: Plan, path: Path, language: str = "en") -> Path:
    """Write a plan as the program's own workbook."""
    path.write_bytes(plan_workbook(plan.hotline, plan_cells(plan), language))
    return path


def edited(path: Path, sheet: str, cells: Mapping[str, Any]) -> Path:
    """Fill in cells of a workbook as a person would, by address."""
    workbook = openpyxl.load_workbook(path)
    for address, value in cells.items():
        workbook[sheet][address] = value
    workbook.save(path)
    return path


def add_rows(path: Path, sheet: str, rows: Rows) -> Path:
    """Fill in rows below those of a sheet."""
    workbook = openpyxl.load_workbook(path)
    worksheet = workbook[sheet]
    first = 1 + max(
        (cell.row for row in worksheet.iter_rows() for cell in row if cell.value is not None), default=0
    )
    for number, row in enumerate(rows, start=first):
        for place, value in enumerate(row, start=1):
            worksheet.cell(number, place).value = value
    workbook.save(path)
    return path


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a zip archive with one part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
        if name not in old.namelist():
            new.writestr(name, part)
    return stream.getvalue()


def without_places(path: Path, sheet: str) -> Path:
    """Put a row of very many cells, which say nothing of their places, into a sheet."""
    workbook = openpyxl.load_workbook(path)
    name = f"xl/worksheets/sheet{workbook.sheetnames.index(sheet) + 1}.xml"
    cells = b"<row>" + b'<c t="inlineStr"><is><t>x</t></is></c>' * 500 + b"</row>"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    path.write_bytes(with_part(path.read_bytes(), name, head + cells + b"</sheetData></worksheet>"))
    return path
