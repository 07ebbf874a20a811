"""Open a business case where it lies: a folder with case.toml and items.csv, or a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from wfm.errors import CaseError, Fault
from wfm.message import Text
from wfm.tables.case_settings import CaseSettings, sheet_case, toml_case
from wfm.tables.confined.reader import read_sheets
from wfm.tables.csv_files import csv_table, decode, read_bytes
from wfm.tables.passed_over import UNKNOWN_FILE, UNKNOWN_SHEET, is_of_system, is_owner_file
from wfm.tables.plan_tables import FILE_THERE, SHEET_THERE, TABLE_ONCE
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES

CASE_PLACE = Text("fault.case_place", "a folder with case.toml and items.csv, or an .xlsx workbook")
CASE_WORKBOOK = Text("fault.case_workbook", "an .xlsx workbook with the sheets case and items")
LONGEST_NAME = 80
CASE, ITEMS, KEYS, PRINTED = "case", "items", "keys", "printed"
_NAMES = {
    CASE: ("case", "sag", "business case"),
    ITEMS: ("items", "poster"),
    KEYS: ("keys", "nøgler", "fordelingsnøgler"),
    PRINTED: ("printed", "trykt"),
}
PART_OF = {fold(name): part for part, names in _NAMES.items() for name in names}
"""Part of a case by the folded name of its file or sheet."""


@dataclass
class CaseFiles:
    """The parts of a case as they stand in its files or sheets.

    Parameters
    ----------
    settings
        ``None`` where they are missing or unusable; then `faults` says so.
    tables
        By part.
    """

    settings: CaseSettings | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, part: str, name: str, read: Callable[[], RawTable | CaseSettings]) -> None:
        """Read a part; a second one of its kind is a fault."""
        if part in self.names:
            self.faults.append(Fault(name, None, "", "", TABLE_ONCE(other=self.names[part])))
            return
        self.names[part] = name
        try:
            found = read()
        except UnusableTableError as unusable:
            self.faults.append(unusable.fault)
            return
        if isinstance(found, RawTable):
            self.tables[part] = found
        else:
            self.settings = found


def open_case(path: Path) -> CaseFiles:
    """Find and read the parts of a case.

    Raises
    ------
    CaseError
        Where there is neither a folder nor a workbook.
    """
    files = CaseFiles()
    try:
        if path.is_dir():
            _open_folder(files, path)
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            _open_workbook(files, path.name, read_bytes(path))
        else:
            raise UnusableTableError(Fault(path.name or str(path), None, "", "", CASE_PLACE()))
    except UnusableTableError as unusable:
        raise CaseError([unusable.fault]) from unusable
    except (OSError, ValueError) as error:  # a folder that is not ours to read; a NUL in the path
        raise CaseError([Fault(path.name, None, "", "", CASE_PLACE())]) from error
    return files


def open_sent_case(name: str, content: bytes) -> CaseFiles:
    """Read a case that is sent as a workbook.

    Raises
    ------
    CaseError
        Where it is none, or damaged.
    """
    files = CaseFiles()
    try:
        if not content or Path(name).suffix.lower() not in SUFFIXES:
            raise UnusableTableError(Fault(name[:LONGEST_NAME], None, "", "", CASE_WORKBOOK()))
        _open_workbook(files, name, content)
    except UnusableTableError as unusable:
        raise CaseError([unusable.fault]) from unusable
    return files


def _open_folder(files: CaseFiles, folder: Path) -> None:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        part = PART_OF.get(fold(path.stem))
        suffix = path.suffix.casefold()
        if part is not None and suffix == (".toml" if part == CASE else ".csv"):
            files.add(part, path.name, _reader(path, part))
        elif suffix in (".csv", ".toml", *SUFFIXES) and not (
            is_of_system(path.name) or is_owner_file(path.name)
        ):
            files.notices.append(Fault(path.name, None, "", "", UNKNOWN_FILE()))
    for part, name in ((CASE, "case.toml"), (ITEMS, "items.csv")):
        if part not in files.names:
            files.faults.append(Fault(name, None, "", "", FILE_THERE()))


def _reader(path: Path, part: str) -> Callable[[], RawTable | CaseSettings]:
    def read() -> RawTable | CaseSettings:
        content = read_bytes(path)
        if part != CASE:
            return csv_table(path.name, content)
        decoded = decode(path.name, content)
        return toml_case(path.name, decoded.text, decoded.notices)

    return read


def _open_workbook(files: CaseFiles, workbook: str, content: bytes) -> None:
    for name, sheet in read_sheets(workbook, content).items():
        part = PART_OF.get(fold(name))
        if part is not None:
            files.add(part, name, _sheet_reader(sheet, part))
        elif isinstance(sheet, Fault) or not sheet.is_blank:
            files.notices.append(Fault(name, None, "", "", UNKNOWN_SHEET()))
    for part in (CASE, ITEMS):
        if part not in files.names:
            files.faults.append(Fault(part, None, "", "", SHEET_THERE()))


def _sheet_reader(sheet: RawTable | Fault, part: str) -> Callable[[], RawTable | CaseSettings]:
    def read() -> RawTable | CaseSettings:
        if isinstance(sheet, Fault):
            raise UnusableTableError(sheet)
        return sheet_case(sheet) if part == CASE else sheet

    return read
