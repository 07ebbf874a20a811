"""Open a business case where it lies: a folder with case.toml and items.csv, or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from wfm.errors import CaseError, Fault, PlanError
from wfm.message import Text
from wfm.tables.case_settings import CaseSettings, sheet_case, toml_case
from wfm.tables.confined.reader import read_sheets
from wfm.tables.csv_files import csv_table, decode, read_bytes
from wfm.tables.passed_over import UNKNOWN_FILE, UNKNOWN_SHEET, is_of_system, is_owner_file
from wfm.tables.plan_tables import FILE_THERE, SHEET_THERE, TABLE_ONCE
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES
from wfm.tables.zip_files import unpack

CASE_PLACE = Text("fault.case_place", "a folder with case.toml and items.csv, or an .xlsx workbook")
CASE_SENT = Text(
    "fault.case_sent",
    "an .xlsx workbook with the sheets case and items, or a zip archive of case.toml and items.csv",
)
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
    """Read a case that is sent as a workbook, or as its folder in a zip archive.

    Raises
    ------
    CaseError
        Where it is neither, or damaged.
    """
    files, suffix = CaseFiles(), Path(name).suffix.lower()
    try:
        if content and suffix == ".zip":
            packed = unpack(name[:LONGEST_NAME], content, (".toml", ".csv"))
            _open_files(files, {each: partial(packed.__getitem__, each) for each in sorted(packed)})
        elif content and suffix in SUFFIXES:
            _open_workbook(files, name, content)
        else:
            raise UnusableTableError(Fault(name[:LONGEST_NAME], None, "", "", CASE_SENT()))
    except UnusableTableError as unusable:
        raise CaseError([unusable.fault]) from unusable
    except PlanError as error:
        raise CaseError(error.faults) from error
    return files


def _open_folder(files: CaseFiles, folder: Path) -> None:
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    _open_files(files, {path.name: partial(read_bytes, path) for path in paths})


def _open_files(files: CaseFiles, found: Mapping[str, Callable[[], bytes]]) -> None:
    """Read the parts of a case from files by name."""
    for name, read in found.items():
        part = PART_OF.get(fold(Path(name).stem))
        suffix = Path(name).suffix.casefold()
        if part is not None and suffix == (".toml" if part == CASE else ".csv"):
            files.add(part, name, _reader(name, read, part))
        elif suffix in (".csv", ".toml", *SUFFIXES) and not (is_of_system(name) or is_owner_file(name)):
            files.notices.append(Fault(name, None, "", "", UNKNOWN_FILE()))
    for part, name in ((CASE, "case.toml"), (ITEMS, "items.csv")):
        if part not in files.names:
            files.faults.append(Fault(name, None, "", "", FILE_THERE()))


def _reader(name: str, read: Callable[[], bytes], part: str) -> Callable[[], RawTable | CaseSettings]:
    def read_part() -> RawTable | CaseSettings:
        content = read()
        if part != CASE:
            return csv_table(name, content)
        decoded = decode(name, content)
        return toml_case(name, decoded.text, decoded.notices)

    return read_part


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
