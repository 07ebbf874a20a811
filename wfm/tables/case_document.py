"""A business case as texts: what stands in the cells of its tables, to be kept, typed over and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wfm.errors import CaseError
from wfm.tables.case_columns import items_table, table_of_printed
from wfm.tables.case_opening import CASE, ITEMS, KEYS, PRINTED, CaseFiles
from wfm.tables.case_settings import CaseSettings, sheet_case
from wfm.tables.cells import Cell, UnreadableCellError, as_text, is_blank
from wfm.tables.column import Column, Form, Table
from wfm.tables.key_columns import keys_table
from wfm.tables.raw_table import RawTable, UnusableTableError, raw_table
from wfm.tables.words import fold

TextRows = tuple[tuple[str, ...], ...]
_TABLES: Mapping[str, Callable[[RawTable], Table]] = {
    ITEMS: items_table,
    KEYS: keys_table,
    PRINTED: table_of_printed,
}
_GROUPED = 3
"""So many decimals could be thousands, as `wfm.tables.figures` reads them."""


@dataclass(frozen=True)
class CaseDocument:
    """The tables of a business case, each a row of headers and the rows below; empty where there is none.

    Parameters
    ----------
    settings
        Dotted key and value, as on the sheet ``case``; no header.
    items, keys, printed
        As their files have them.
    """

    settings: TextRows = ()
    items: TextRows = ()
    keys: TextRows = ()
    printed: TextRows = ()

    def files(self) -> CaseFiles:
        """Return the parts as if they stood in a workbook; rows count from 1 with the header.

        Raises
        ------
        CaseError
            Where a table has more cells than any case.
        """
        files = CaseFiles()
        try:
            tables = {
                name: raw_table(name, rows)
                for name, rows in (
                    (CASE, (("key", "value"), *self.settings)),
                    (ITEMS, self.items),
                    (KEYS, self.keys),
                    (PRINTED, self.printed),
                )
            }
        except UnusableTableError as unusable:
            raise CaseError([unusable.fault]) from unusable
        files.settings = sheet_case(tables[CASE])
        for name in (ITEMS, KEYS, PRINTED):
            if tables[name].header or name == ITEMS:
                files.names[name] = name
                files.tables[name] = tables[name]
        files.names[CASE] = CASE
        return files


def document_of(files: CaseFiles) -> CaseDocument:
    """Return a case's files as texts, figures written so that they are read as the same ones.

    Columns stand in the order of their tables under their English names, keys under their own; what no
    column reads is left out.
    """
    settings = () if files.settings is None else tuple(_settings(files.settings))
    return CaseDocument(
        settings,
        *(_rows(files.tables.get(name), table_of) for name, table_of in _TABLES.items()),
    )


def _rows(raw: RawTable | None, table_of: Callable[[RawTable], Table]) -> TextRows:
    if raw is None or not raw.header:
        return ()
    table = table_of(raw)
    headers = [table.column_by_header.get(fold(as_text(header))) for header in raw.header]
    shown = [(column, headers.index(column)) for column in table.columns if column in headers]
    cells = (
        tuple(_text_of(column, row[at] if at < len(row) else None) for column, at in shown)
        for _, row in raw.rows
    )
    return (tuple(column.name for column, _ in shown), *cells)


def _text_of(column: Column, cell: Cell) -> str:
    """Write a cell; of words that may be written in several ways the English one."""
    if column.form is not Form.WORD or is_blank(cell):
        return _text(cell)
    try:
        found = column.read(cell)
    except UnreadableCellError:
        return _text(cell)
    return ("yes" if found else "no") if isinstance(found, bool) else str(found)


def _settings(settings: CaseSettings) -> Iterator[tuple[str, str]]:
    yield "name", settings.name
    yield "currency", settings.currency
    yield "language", settings.language
    yield "discount_rate", write_figure(settings.discount_rate)
    if settings.discount_first_year:
        yield "discount_first_year", "yes"
    if settings.printed_payback is not None:
        yield "printed.payback", str(settings.printed_payback)
    if settings.printed_unit != 1:
        yield "printed.unit", str(settings.printed_unit)
    if settings.printed_decimals:
        yield "printed.decimals", str(settings.printed_decimals)
    for one in settings.keys:
        yield ".".join(filter(None, ("keys", one.key, one.partner))), _text(one.value)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and not cell.is_integer():
        return write_figure(Fraction(as_text(cell)))
    return as_text(cell)


def write_figure(value: Fraction) -> str:
    """Write a figure exactly, so that nobody can take its decimals for thousands: ``12,5``, ``1/3``."""
    if value.denominator == 1:
        return str(value.numerator)
    for decimals in range(1, 16):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            shown = decimals + (decimals == _GROUPED)
            digits = f"{abs(value.numerator) * 10**shown // value.denominator:0{shown + 1}d}"
            sign = "-" if value < 0 else ""
            return f"{sign}{digits[:-shown]},{digits[-shown:]}"
    return f"{value.numerator}/{value.denominator}"


def document_from(
    settings: Iterable[tuple[str, str]],
    items: Iterable[Iterable[str]],
    keys: Iterable[Iterable[str]] = (),
    printed: Iterable[Iterable[str]] = (),
) -> CaseDocument:
    """Return a document of lists, as JSON has them."""
    return CaseDocument(
        tuple((key, value) for key, value in settings),
        *(tuple(map(tuple, rows)) for rows in (items, keys, printed)),
    )
