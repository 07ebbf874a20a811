"""What lies beside a plan's tables and is not read: told, wherever somebody may have meant it to be."""

from __future__ import annotations

import re
from pathlib import PurePath

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.columns import PLAN_TABLES, ROSTER
from wfm.tables.file_names import HOTLINE, HOTLINE_FILE, TABLE_OF, near_table, words_of
from wfm.tables.plan_files import CSV_SUFFIX
from wfm.tables.words import fold

UNKNOWN_FILE = Text("notice.unknown_file", "a known file; this one is ignored")
UNKNOWN_SHEET = Text("notice.unknown_sheet", "a known sheet; this one is ignored")
NEAR_NAME = Text("notice.near_name", "the name {name}, if it is to be read; as it is called, it is ignored")
COORDINATORS_SHEET = Text(
    "notice.coordinators_sheet",
    "agents and their availability; this sheet is the coordinator's, and of a municipality it is ignored",
)
OWNER_FILE = Text(
    "notice.owner_file",
    "a file of its own; a spreadsheet keeps this one beside a file that is open, and it is ignored",
)

EXPLANATION_SHEETS = ("read me", "læs mig", "words", "ord")
_NO_WARNING = frozenset(map(fold, (*EXPLANATION_SHEETS, ROSTER.name, ROSTER.danish, "quota")))
_SPREADSHEETS = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers", ".toml"})
_TABLE_LIKE = _SPREADSHEETS | {"", ".txt", ".tab", ".fods", ".json", ".bak", ".old", ".csv~"}
_OWN_OUTPUT = re.compile(r"(?:roster|vagtplan|quota)\.(?:xlsx|csv)|kpi\.csv|report\.json", re.IGNORECASE)
_OF_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def is_owner_file(name: str) -> bool:
    """Tell whether a spreadsheet keeps this file beside one that is open: Excel's, or LibreOffice's."""
    return name.startswith(("~$", ".~lock."))


def is_of_system(name: str) -> bool:
    """Tell whether a file is one that a system keeps for itself."""
    return name.startswith(".") or name.casefold() in _OF_SYSTEM


def file_notice(name: str) -> Fault | None:
    """Return what is to be told of a file that no plan reads, if anything."""
    base = PurePath(name).name
    if is_owner_file(base):
        return Fault(name, None, "", "", OWNER_FILE())
    suffix, stem = PurePath(base).suffix.casefold(), PurePath(base).stem
    if is_of_system(base) or _OWN_OUTPUT.fullmatch(base) or fold(stem) in _NO_WARNING:
        return None
    near = near_table(stem)
    if near and (suffix in _TABLE_LIKE or fold(stem) in TABLE_OF or fold(stem) == HOTLINE):
        return Fault(name, None, "", "", NEAR_NAME(name=_file_name(near)))
    return Fault(name, None, "", "", UNKNOWN_FILE()) if suffix in _SPREADSHEETS else None


def sheet_notice(name: str, file: str) -> Fault | None:
    """Return what is to be told of a sheet that nothing reads, which faults call `file`, if anything."""
    if fold(name) in _NO_WARNING:
        return None
    near = near_table(name)
    expected = NEAR_NAME(name=_sheet_name(near, name)) if near else UNKNOWN_SHEET()
    return Fault(file, None, "", "", expected)


def _file_name(table: str) -> str:
    return HOTLINE_FILE if table == HOTLINE else table + CSV_SUFFIX


def _sheet_name(table: str, name: str) -> str:
    """Return what the table's sheet is called, in the language of a name that is near it."""
    danish = next((one.danish for one in PLAN_TABLES if one.name == table), table)
    return danish if fold(danish) in words_of(name) else table
