"""Read distribution keys from a CSV file or a workbook: every fault together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from wfm.books.distribution_key import DistributionKey, equal_key, mix_keys
from wfm.errors import Fault, KeysError
from wfm.message import Text
from wfm.plan_checks import UNIQUE
from wfm.tables.confined.reader import read_sheets
from wfm.tables.csv_files import csv_table, read_bytes
from wfm.tables.file_names import TABLE_OF
from wfm.tables.gathering import gather_notices
from wfm.tables.key_columns import fold_key_name, key_names, keys_table
from wfm.tables.passed_over import UNKNOWN_SHEET
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.rows import TableRow, read_rows
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES

EQUAL = "equal"
KEYS_FILE = Text("fault.keys_file", "a CSV file or a workbook (.xlsx) of distribution keys")
KEYS_SHEET = Text("fault.keys_sheet", "one sheet, or one that is called keys (nøgler)")
A_KEY = Text("fault.a_key", "a column of weights for at least one key")
A_PARTNER = Text("fault.a_partner", "at least one row with a partner")
KEY_NAMED = Text("fault.key_named", "one of the keys: {names:list}")
CHOSEN = Text("fault.chosen", "a key to share by, one of: {names:list}")
ANY_WEIGHT = Text("fault.any_weight", "at least one weight above 0")

KEYS_SHEETS = frozenset(map(fold, ("keys", "nøgler", "fordelingsnøgler", "distribution keys")))


@dataclass(frozen=True)
class KeyPart:
    """A key of a mixture, by its column, and its part in percent."""

    column: str
    percent: Fraction


@dataclass(frozen=True)
class KeyTable:
    """Distribution keys as a table holds them.

    Parameters
    ----------
    file
        File or sheet.
    names
        Name of every partner by its code, in the order of the rows.
    weights
        By key (the column's header), then by partner.
    notices
        What was ignored or mended.
    """

    file: str
    names: Mapping[str, str]
    weights: Mapping[str, Mapping[str, Fraction]]
    notices: tuple[Fault, ...] = ()

    def column(self, name: str) -> str | None:
        """Return the column that a name means, in either language; ``None`` where there is none."""
        by_fold = {fold_key_name(column): column for column in self.weights}
        exact = {fold(column): column for column in self.weights}
        found = exact.get(fold(name)) or by_fold.get(fold_key_name(name))
        return EQUAL if found is None and fold_key_name(name) == EQUAL else found

    def key(self, parts: Sequence[KeyPart] = ()) -> DistributionKey:
        """Return the key of some columns, mixed by their percent; of the only column where none is given.

        Raises
        ------
        KeysError
            Where a column is unknown, none was chosen among several, or none of its weights is above 0.
        """
        if not parts and len(self.weights) != 1:
            raise KeysError([Fault(self.file, None, "", "", CHOSEN(names=(*self.weights, EQUAL)))])
        parts = parts or [KeyPart(next(iter(self.weights)), Fraction(100))]
        faults = [fault for part in parts for fault in self._faults(part.column)]
        if faults:
            raise KeysError(faults)
        return mix_keys(
            " + ".join(part.column for part in parts),
            [(self._single(self.column(part.column) or ""), part.percent) for part in parts],
        )

    def _faults(self, name: str) -> Iterable[Fault]:
        column = self.column(name)
        if column is None:
            yield Fault(self.file, 1, name, "", KEY_NAMED(names=(*self.weights, EQUAL)))
        elif column in self.weights and not any(self.weights[column].values()):
            yield Fault(self.file, None, column, "0", ANY_WEIGHT())

    def _single(self, column: str) -> DistributionKey:
        if column not in self.weights:
            return equal_key(EQUAL, self.names)
        return DistributionKey(column, self.weights[column])


def read_keys(path: Path) -> KeyTable:
    """Read a file of keys.

    Raises
    ------
    KeysError
        With every fault found.
    """
    try:
        if path.is_dir():
            raise UnusableTableError(Fault(path.name or str(path), None, "", "", KEYS_FILE()))
        content = read_bytes(path)
        if path.suffix.lower() in SUFFIXES:
            raw, notices = _sheet(path.name, read_sheets(path.name, content))
        else:
            raw, notices = csv_table(path.name, content), []
    except UnusableTableError as unusable:
        raise KeysError([unusable.fault]) from unusable
    table, faults = keys_of(raw)
    if faults or table is None:
        raise KeysError(faults)
    return KeyTable(table.file, table.names, table.weights, gather_notices([*notices, *table.notices]))


def keys_of(raw: RawTable) -> tuple[KeyTable | None, list[Fault]]:
    """Read a table of keys: what it holds, or every fault of it."""
    rows = read_rows(raw, keys_table(raw))
    columns = key_names(rows.table)
    faults = [*rows.faults, *_repeated(rows.rows)]
    if raw.header and not columns:
        faults.append(Fault(raw.file, raw.header_row, "", "", A_KEY()))
    if raw.header and not rows.rows:
        faults.append(Fault(raw.file, raw.header_row + 1, "municipality", "", A_PARTNER()))
    if faults:
        return None, sorted(faults, key=lambda fault: fault.row or 0)
    names = {
        row.values["municipality"]: row.values["name"] or row.values["municipality"] for row in rows.rows
    }
    weights = {
        column: {row.values["municipality"]: row.values[column] for row in rows.rows} for column in columns
    }
    return KeyTable(raw.file, names, weights, tuple(rows.notices)), []


def _repeated(rows: Sequence[TableRow]) -> Iterable[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        partner = row.values["municipality"]
        if partner in first:
            yield row.at("municipality", partner, UNIQUE(row=first[partner]))
        elif "municipality" not in row.faulty:
            first[partner] = row.number


def _sheet(workbook: str, sheets: Mapping[str, RawTable | Fault]) -> tuple[RawTable, list[Fault]]:
    """Return the sheet of keys, and what is told of the others.

    Raises
    ------
    UnusableTableError
        Where none or several could be meant.
    """
    filled = {name: sheet for name, sheet in sheets.items() if isinstance(sheet, Fault) or not sheet.is_blank}
    named = [name for name in filled if fold(name) in KEYS_SHEETS]
    named = named or [name for name in filled if fold(name) in _municipalities()]
    chosen = named or list(filled)
    if len(chosen) != 1:
        raise UnusableTableError(Fault(workbook, None, "", ", ".join(filled), KEYS_SHEET()))
    sheet = filled.pop(chosen[0])
    if isinstance(sheet, Fault):
        raise UnusableTableError(sheet)
    return sheet, [Fault(name, None, "", "", UNKNOWN_SHEET()) for name in filled]


def _municipalities() -> frozenset[str]:
    return frozenset(name for name, table in TABLE_OF.items() if table.name == "municipalities")
