"""Workbooks calculated anew by a program that is not ours: LibreOffice, without a window.

Values that we wrote beside formulas are taken out first, so that whatever stands there afterwards is its own.
Without the program the tests fail in CI and are skipped elsewhere, which they say.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

NAMES = ("soffice", "libreoffice")
WITHOUT = (
    "no LibreOffice could be found, so that workbooks calculate as we say is left out: install "
    "libreoffice-calc, or name it in WFM_LIBREOFFICE"
)
SECONDS = 240


def differing_formulas(files: Mapping[str, bytes], folder: Path) -> dict[str, tuple[int, list[str]]]:
    """Return of each workbook how many formulas it has, and those whose value is another one there."""
    program = os.environ.get("WFM_LIBREOFFICE") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        leave_out()
    bare, anew = folder / "bare", folder / "anew"
    bare.mkdir(parents=True)
    for name, content in files.items():
        (folder / f"{name}.xlsx").write_bytes(content)
        _without_values(folder / f"{name}.xlsx", bare / f"{name}.xlsx")
    profile = (folder / "profile").as_uri()
    asked = ["--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir", str(anew)]
    paths = [str(bare / f"{name}.xlsx") for name in files]
    subprocess.run([program, *asked, *paths], check=True, capture_output=True, timeout=SECONDS)
    return {name: _compare(folder / f"{name}.xlsx", anew / f"{name}.xlsx") for name in files}


def leave_out() -> NoReturn:
    """End a test that needs the program."""
    if os.environ.get("CI"):
        pytest.fail(WITHOUT)
    pytest.skip(WITHOUT)


def _without_values(book: Path, bare: Path) -> None:
    with ZipFile(book) as whole, ZipFile(bare, "w") as written:
        for name in whole.namelist():
            content = whole.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            written.writestr(name, content)


def _compare(ours: Path, theirs: Path) -> tuple[int, list[str]]:
    formulas, values = load_workbook(ours), load_workbook(ours, data_only=True)
    anew = load_workbook(theirs, data_only=True)
    number, differ = 0, []
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            number += 1
            here = values[sheet.title][cell.coordinate].value
            there = anew[sheet.title][cell.coordinate].value
            if not _same(here, there):
                differ.append(f"{sheet.title}!{cell.coordinate} {cell.value}: {here} here, {there} there")
    return number, differ


def _same(here: object, there: object) -> bool:
    if isinstance(here, int | float) and isinstance(there, int | float):
        return abs(here - there) < 1e-9 * max(1.0, abs(here))
    return here == there
