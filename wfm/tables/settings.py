"""Settings: the dotted keys of hotline.toml or of the sheet `hotline`, before they mean anything."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.cells import Cell, as_text, is_blank
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.toml_guard import refuse_unmodest
from wfm.tables.words import WEEKDAY_OF, fold

TOML = Text("fault.toml", "a file in TOML: {reason}")
KEY_ONCE = Text("fault.key_once", "each key once; it stands in row {row} already")
_PLACE = re.compile(r"^(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$", re.DOTALL)
NUMBERED_SECTIONS = ("competences", "unsocial")
"""Sections that may stand several times."""

_TITLES = frozenset({"key", "noegle", "setting", "indstilling"})


@dataclass(frozen=True)
class Setting:
    """One value with its place.

    Parameters
    ----------
    key
        Dotted key as the user wrote it.
    value
        As the file holds it.
    row
        Row of the sheet; ``None`` in a TOML file.
    """

    key: str
    value: Cell
    row: int | None = None


@dataclass(frozen=True)
class HotlineSettings:
    """Settings of a hotline.

    Parameters
    ----------
    file
        File or sheet.
    by_key
        Setting by dotted key in English.
    typed
        Whether values have a type of their own (TOML), so that ``"2"`` is no number.
    faults
        Keys given twice.
    """

    file: str
    by_key: Mapping[str, Setting]
    typed: bool
    faults: tuple[Fault, ...] = ()


def toml_settings(file: str, text: str) -> HotlineSettings:
    """Flatten a TOML text; the first of a list of tables is number 1.

    Raises
    ------
    UnusableTableError
        Where it is no TOML.
    """
    refuse_unmodest(file, text)
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
        found = {english_key(key): Setting(key, value) for key, value in _flat(tree, "")}
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise UnusableTableError(_no_toml(file, error)) from error
    return HotlineSettings(file, found, typed=True)


def _no_toml(file: str, error: Exception) -> Fault:
    place = _PLACE.match(str(error))
    row = int(place[2]) if place and place[2] else None
    return Fault(file, row, "", "", TOML(reason=place[1] if place else str(error) or "nested too deeply"))


def _flat(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            for number, item in enumerate(value, start=1):
                yield from _flat(item, f"{path}{key}.{number}.")
        else:
            yield f"{path}{key}", value


def sheet_settings(raw: RawTable) -> HotlineSettings:
    """Read the two columns of a sheet: dotted key and value; a row of titles may stand above."""
    rows = [*([(raw.header_row, raw.header)] if raw.header else []), *raw.rows]
    found: dict[str, Setting] = {}
    faults = []
    for row, cells in rows:
        written = as_text(cells[0])
        value = cells[1] if len(cells) > 1 else None
        if not written or fold(written) in _TITLES:
            continue
        key = english_key(written)
        if (first := found.get(key)) is not None:
            faults.append(Fault(raw.file, row, written, as_text(value), KEY_ONCE(row=first.row or 0)))
        elif not is_blank(value):
            found[key] = Setting(written, value, row)
    return HotlineSettings(raw.file, found, typed=False, faults=tuple(faults))


def english_key(key: str) -> str:
    """Return a dotted key in English, lower case; Danish words of the tables are understood."""
    return ".".join(map(_english, key.split(".")))


def _english(part: str) -> str:
    folded = fold(part)
    if folded in WEEKDAY_OF:
        return WEEKDAYS[WEEKDAY_OF[folded]]
    return _ENGLISH.get(folded, part.strip().casefold().replace(" ", "_"))


_ENGLISH = {fold(column.danish): column.name for table in PLAN_TABLES for column in table.columns}
