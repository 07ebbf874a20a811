"""Read a business case whole: every fault together, or a case and its notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wfm.books.business_case import BusinessCase, CaseItem, CaseLine, ItemKind, PrintedLine
from wfm.books.distribution_key import DistributionKey
from wfm.errors import CaseError, Fault
from wfm.message import Text
from wfm.tables.case_columns import header_years, items_table, table_of_printed
from wfm.tables.case_keys import CaseKeys, read_case_keys
from wfm.tables.case_opening import ITEMS, KEYS, PRINTED, CaseFiles, open_case
from wfm.tables.case_settings import CaseSettings
from wfm.tables.gathering import gather_notices
from wfm.tables.key_columns import fold_key_name
from wfm.tables.keys_reading import EQUAL, KEY_NAMED, KeyTable, keys_of
from wfm.tables.raw_table import RawTable
from wfm.tables.rows import TableRow, TableRows, read_rows
from wfm.tables.words import fold

A_YEAR = Text("fault.a_year", "a column for at least one year, such as 2027 or year 1")
YEARS_FOLLOW = Text("fault.years_follow", "years that follow each other, here {expected}")
AN_ITEM = Text("fault.an_item", "at least one gain or cost")
KNOWN_AREA = Text("fault.known_area", "an area of the items: {names:list}")
PARTNER_OF_CASE = Text("fault.partner_of_case", "a partner of the keys: {names:list}")
YEAR_OF_ITEMS = Text("fault.year_of_items", "a year of the items")
UNUSED_KEY = Text("notice.unused_key", "an item that is shared by it; this key is used by none")


@dataclass(frozen=True)
class CaseReading:
    """A business case, what its reader should know although it is no fault, and all its keys."""

    case: BusinessCase
    notices: tuple[Fault, ...] = ()
    keys: CaseKeys = field(default_factory=CaseKeys)


def read_case(path: Path) -> CaseReading:
    """Read the folder or workbook of a business case.

    Raises
    ------
    CaseError
        With every fault found.
    """
    return read_case_files(open_case(path))


def read_case_files(files: CaseFiles) -> CaseReading:
    """Read a business case of which the parts are there; otherwise as `read_case`."""
    reading = _Reading(files)
    if reading.faults or reading.settings is None:
        raise CaseError(reading.faults)
    return CaseReading(reading.case(reading.settings), gather_notices(reading.notices), reading.keys)


class _Reading:
    """The parts of a case, read and held against each other."""

    def __init__(self, files: CaseFiles) -> None:
        self.settings = files.settings
        self.faults, self.notices = list(files.faults), list(files.notices)
        self.keys = self._keys(files)
        self.years: list[int] = []
        self.used: dict[str, DistributionKey] = {}
        self.items = self._items(files.tables.get(ITEMS))
        self.printed = self._printed(files.tables.get(PRINTED))

    def _keys(self, files: CaseFiles) -> CaseKeys:
        table: KeyTable | None = None
        if KEYS in files.tables:
            table, faults = keys_of(files.tables[KEYS])
            self.faults += faults
            self.notices += table.notices if table else ()
        if self.settings is None:
            return CaseKeys()
        self.faults += self.settings.faults
        self.notices += self.settings.notices
        if KEYS in files.names and table is None:  # what refers to a table that is faulty proves nothing
            return CaseKeys()
        keys = read_case_keys(self.settings, table)
        self.faults += keys.faults
        return keys

    def _items(self, raw: RawTable | None) -> list[CaseItem]:
        if raw is None:
            return []
        rows = read_rows(raw, items_table(raw))
        self.faults += rows.faults
        self.notices += rows.notices
        if raw.header:
            self.years = list(dict.fromkeys(header_years(raw)))
            self.faults += self._year_faults(raw)
            if not rows.rows:
                self.faults.append(Fault(raw.file, raw.header_row + 1, "", "", AN_ITEM()))
        return [self._item(row) for row in rows.rows]

    def _year_faults(self, raw: RawTable) -> Iterator[Fault]:
        if not self.years:
            yield Fault(raw.file, raw.header_row, "", "", A_YEAR())
        for before, year in zip(self.years, self.years[1:], strict=False):
            if year != before + 1:
                yield Fault(
                    raw.file, raw.header_row, str(year), str(year), YEARS_FOLLOW(expected=str(before + 1))
                )
                return

    def _item(self, row: TableRow) -> CaseItem:
        values = row.values
        key = self.keys.find(values["key"])
        if key is None and values["key"] and not self._keys_are_faulty():
            self.faults.append(row.at("key", values["key"], KEY_NAMED(names=(*self.keys.names, EQUAL))))
        if key is not None:
            key = self.used.setdefault(fold_key_name(key.name), key)
        return CaseItem(
            side=ItemKind(values["kind"]),
            area=values["area"],
            name=values["name"],
            amounts=tuple(values["price"] * values[str(year)] for year in self.years),
            key=None if key is None else key.name,
            counted=values["counted"],
        )

    def _keys_are_faulty(self) -> bool:
        return self.settings is None or (not self.keys.by_name and bool(self.faults))

    def _printed(self, raw: RawTable | None) -> list[PrintedLine]:
        if raw is None:
            return []
        rows = read_rows(raw, table_of_printed(raw))
        self.faults += rows.faults
        self.notices += rows.notices
        for year in header_years(raw):
            if self.years and year not in self.years:
                self.faults.append(Fault(raw.file, raw.header_row, str(year), str(year), YEAR_OF_ITEMS()))
        return [self._printed_line(rows, row) for row in rows.rows]

    def _printed_line(self, rows: TableRows, row: TableRow) -> PrintedLine:
        values, partner = row.values, row.values["partner"]
        areas = {item.area: None for item in self.items if item.area}
        if values["area"] and values["area"] not in areas and self.items:
            self.faults.append(row.at("area", values["area"], KNOWN_AREA(names=tuple(areas))))
        codes = {fold(name): code for code, name in self.keys.partners.items()}
        codes |= {fold(code): code for code in self.keys.partners}
        if partner and fold(partner) not in codes and not self._keys_are_faulty():
            names = tuple(self.keys.partners.values())
            self.faults.append(row.at("partner", partner, PARTNER_OF_CASE(names=names)))
        usual = (
            (1, 0) if self.settings is None else (self.settings.printed_unit, self.settings.printed_decimals)
        )
        return PrintedLine(
            line=CaseLine(values["kind"]),
            amounts=tuple(values.get(str(year)) for year in self.years),
            area=values["area"],
            partner=codes.get(fold(partner), "") if partner else "",
            unit=usual[0] if values["unit"] is None else values["unit"],
            decimals=usual[1] if values["decimals"] is None else values["decimals"],
        )

    def case(self, settings: CaseSettings) -> BusinessCase:
        """Return the case."""
        mixed = any(not one.partner for one in settings.keys)
        self.notices += [
            Fault(settings.file, None, f"keys.{key.name}", "", UNUSED_KEY())
            for name, key in self.keys.by_name.items()
            if name not in self.used and not mixed  # one that is mixed into another is used there
        ]
        return BusinessCase(
            name=settings.name,
            currency=settings.currency,
            language=settings.language,
            years=tuple(self.years),
            items=tuple(self.items),
            discount_rate=settings.discount_rate,
            discount_first_year=settings.discount_first_year,
            keys={key.name: key for key in self.used.values()},
            partners=self.keys.partners,
            printed=tuple(self.printed),
            printed_payback=self._payback_year(settings),
        )

    def _payback_year(self, settings: CaseSettings) -> int | None:
        """Return the printed year of payback as a year of the case."""
        printed = settings.printed_payback
        if printed is None or printed < 1900:
            return printed
        return printed - self.years[0] + 1
