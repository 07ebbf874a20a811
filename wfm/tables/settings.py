"""Settings: the dotted keys of hotline.toml or of the sheet `hotline`, before they mean anything."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.cells import Cell, as_text, is_blank
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.invisible import without_invisible
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.rows import INVISIBLE, SHOWN
from wfm.tables.toml_guard import refuse_unmodest
from wfm.tables.words import WEEKDAY_OF, fold

TOML = Text("fault.toml", "a file in TOML: {reason}")
KEY_ONCE = Text("fault.key_once", "each key once; it stands in row {row} already")
SAME_KEY = Text("fault.same_key", "each key once; {other} is the same one in another language, and there too")
KEY_BEFORE = Text("notice.key_before", "a key before the value; without one it is ignored")
BESIDE = Text("notice.beside", "a key and a value; what stands beside them is ignored")
_PLACE = re.compile(r"^(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$", re.DOTALL)
NUMBERED_SECTIONS = ("competences", "unsocial")
"""Sections that may stand several times."""

_TITLES = frozenset({"key", "noegle", "setting", "indstilling"})
_EXPLAINED = frozenset({"meaning", "betydning", "explanation", "forklaring"})
"""Titles of columns that explain the keys and set nothing."""


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
        Keys given twice, and cells that hold no value.
    notices
        What was ignored or mended.
    """

    file: str
    by_key: Mapping[str, Setting]
    typed: bool
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()


def toml_settings(file: str, text: str, notices: tuple[Fault, ...] = ()) -> HotlineSettings:
    """Flatten a TOML text; the first of a list of tables is number 1.

    `notices` are those of how the text was read.

    Raises
    ------
    UnusableTableError
        Where it is no TOML.
    """
    refuse_unmodest(file, text)
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
        pairs = list(_flat(tree, ""))
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise UnusableTableError(_no_toml(file, error)) from error
    found = _GatheredSettings(file, (), notices)
    for key, value in pairs:
        found.add(key, value)
    return found.settings(typed=True)


def tree_settings(file: str, tree: Mapping[str, Any]) -> HotlineSettings:
    """Flatten settings that were read already, such as a document with the sections of hotline.toml.

    Raises
    ------
    UnusableTableError
        Where sections lie in each other too deeply.
    """
    found = _GatheredSettings(file, (), ())
    try:
        for key, value in _flat(tree, ""):
            found.add(key, value)
    except RecursionError as error:
        raise UnusableTableError(_no_toml(file, error)) from error
    return found.settings(typed=True)


def text_settings(file: str, pairs: Mapping[str, str]) -> HotlineSettings:
    """Return settings that were typed one by one, by their dotted keys, as in a sheet."""
    found = _GatheredSettings(file, (), ())
    for key, value in pairs.items():
        found.add(key, value)
    return found.settings(typed=False)


class _GatheredSettings:
    """Settings as they are found, each once, without what nobody sees in them."""

    def __init__(self, file: str, faults: Iterable[Fault], notices: Iterable[Fault]) -> None:
        self.file = file
        self.by_key: dict[str, Setting] = {}
        self.faults, self.notices = list(faults), list(notices)

    def add(self, written: str, value: Cell, row: int | None = None) -> None:
        """Take a setting in; one that is there already is a fault."""
        key = english_key(written)
        first = self.by_key.get(key)
        if first is not None:
            same = SAME_KEY(other=first.key) if row is None else KEY_ONCE(row=first.row or 0)
            self.faults.append(Fault(self.file, row, written, as_text(value)[:SHOWN], same))
            return
        visible = _visible(value)
        if as_text(visible) != as_text(value):
            self.notices.append(Fault(self.file, row, written, as_text(value)[:SHOWN], INVISIBLE()))
        self.by_key[key] = Setting(written, visible, row)

    def settings(self, *, typed: bool) -> HotlineSettings:
        """Return what was found."""
        return HotlineSettings(self.file, self.by_key, typed, tuple(self.faults), tuple(self.notices))


def _visible(value: Cell) -> Cell:
    """Return a value whose texts hold nothing invisible; spaces of other kinds stay."""
    if isinstance(value, list):
        return list(map(_visible, value))
    if not isinstance(value, str):
        return value
    seen = without_invisible(value)
    return seen if len(seen) < len(value) else value


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
    found = _GatheredSettings(raw.file, raw.faults, raw.notices)
    explained: set[int] = set()
    for row, cells in rows:
        written = as_text(cells[0])
        value = cells[1] if len(cells) > 1 else None
        if fold(written) in _TITLES:
            explained = {place for place, title in enumerate(cells) if fold(as_text(title)) in _EXPLAINED}
            continue
        beside = [cell for place, cell in enumerate(cells) if place > 1 and place not in explained]
        if any(not is_blank(cell) for cell in beside):
            told = ", ".join(as_text(cell) for cell in beside if not is_blank(cell))
            found.notices.append(Fault(raw.file, row, written, told[:SHOWN], BESIDE()))
        if not written and not is_blank(value):
            found.notices.append(Fault(raw.file, row, "", as_text(value)[:SHOWN], KEY_BEFORE()))
        elif written and (not is_blank(value) or english_key(written) in found.by_key):
            found.add(written, value, row)
    return found.settings(typed=False)


def english_key(key: str) -> str:
    """Return a dotted key in English, lower case; Danish words of the tables are understood."""
    return ".".join(map(_english, key.split(".")))


def _english(part: str) -> str:
    part = without_invisible(part)
    folded = fold(part)
    if folded in WEEKDAY_OF:
        return WEEKDAYS[WEEKDAY_OF[folded]]
    return _ENGLISH.get(folded, part.strip().casefold().replace(" ", "_"))


_ENGLISH = {fold(column.danish): column.name for table in PLAN_TABLES for column in table.columns}
