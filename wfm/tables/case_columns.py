"""Columns of a business case: its items, and figures printed elsewhere that are held against them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from wfm.message import Text
from wfm.tables.amounts import whole
from wfm.tables.cells import Cell, UnreadableCellError, as_text
from wfm.tables.column import Column, Form, Table, mandatory
from wfm.tables.figures import read_figure
from wfm.tables.key_columns import read_partner
from wfm.tables.naming import ONE_OF, read_label, read_name
from wfm.tables.raw_table import RawTable
from wfm.tables.setting_values import read_switch
from wfm.tables.words import fold, word_labels

_SIDES = {"gain": "gevinst", "cost": "udgift"}
_LINES = {**_SIDES, "effect": "effekt", "accumulated": "akkumuleret"}
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "gain": ("gains", "gevinster", "benefit", "benefits", "besparelse", "effektivisering", "indtægt"),
    "cost": ("costs", "udgifter", "omkostning", "omkostninger", "investering", "expense"),
    "effect": ("net",),
    "accumulated": ("akkumuleret effekt", "accumulated effect"),
}
_YEAR = re.compile(r"(?:år|aar|year)?[ _-]*([1-9][0-9]?|(?:19|20|21)[0-9]{2})", re.IGNORECASE)
MOST_DECIMALS = 4

ITEMS_TABLE = Text(
    "table.items", "Gains and costs of a business case, one a row, with a column for each year."
)
PRINTED_TABLE = Text("table.printed", "Figures printed elsewhere, held against what the items come to.")
KIND = Text("column.item_kind", "Whether the row is a gain or a cost.")
AREA = Text("column.item_area", "What the row belongs to; rows of an area are added up.")
NAME = Text("column.item_name", "What is gained or paid for.")
KEY = Text(
    "column.item_key", "The distribution key by which it is shared; blank for the only or the default one."
)
COUNTED = Text("column.counted", "Whether totals count the row. Blank is yes.")
PRICE = Text(
    "column.item_price",
    "What one costs or saves; the years then say how many, such as hours or calls. Blank: they are amounts.",
)
YEAR = Text("column.item_year", "Amount of the year; costs above 0. Blank is 0.")
LINE = Text("column.printed_kind", "Which figures are printed: gain, cost, effect or accumulated effect.")
PARTNER = Text("column.printed_partner", "The partner whose part is printed; blank for the whole.")
UNIT = Text("column.printed_unit", "What 1 in print is worth, such as 1000.")
DECIMALS = Text("column.printed_decimals", "To how many decimals it is printed.")


def year_of(header: str) -> int | None:
    """Return the year that a header means: ``2027``, ``year 1`` or ``år_1``."""
    match = _YEAR.fullmatch(header.strip())
    return int(match[1]) if match else None


def header_years(raw: RawTable) -> list[int]:
    """Return the years that a table has columns for, in their order; one that stands twice twice."""
    found = [year_of(as_text(header)) for header in raw.header]
    return [year for year in found if year is not None]


def items_table(raw: RawTable) -> Table:
    """Return the table that a file of items is: a column for each of its years."""
    columns = (
        _kind_column(_SIDES, KIND),
        Column("area", "område", Form.TEXT, read_label, AREA, default="", aliases=("gevinstområde",)),
        mandatory("name", "navn", Form.TEXT, read_partner, NAME, ""),
        Column("key", "nøgle", Form.TEXT, read_label, KEY, default="", aliases=("fordelingsnøgle",)),
        Column("counted", "medregnet", Form.WORD, read_switch, COUNTED, default=True),
        Column(
            "price", "pris", Form.AMOUNT, read_figure, PRICE, default=Fraction(1), aliases=("enhedspris",)
        ),
    )
    return Table("items", "poster", ITEMS_TABLE, (*columns, *_year_columns(raw, Fraction(0))), required=True)


def table_of_printed(raw: RawTable) -> Table:
    """Return the table that a file of printed figures is."""
    columns = (
        _kind_column(_LINES, LINE),
        Column("area", "område", Form.TEXT, read_label, AREA, default=""),
        Column("partner", "part", Form.TEXT, read_name, PARTNER, default="", aliases=("kommune", "udvalg")),
        Column("unit", "enhed", Form.WHOLE, whole(1, 1_000_000, grouped=True), UNIT),
        Column("decimals", "decimaler", Form.WHOLE, whole(0, MOST_DECIMALS), DECIMALS),
    )
    return Table("printed", "trykt", PRINTED_TABLE, (*columns, *_year_columns(raw, None)))


def _kind_column(words: Mapping[str, str], explains: Text) -> Column:
    return mandatory(
        "kind", "type", Form.WORD, _word(words), explains, "gain", words=words, aliases=("art", "slags")
    )


def _word(words: Mapping[str, str]) -> Any:
    known = {
        fold(form): english
        for english, danish in words.items()
        for form in (english, danish, *_SYNONYMS[english])
    }

    def read(cell: Cell) -> str:
        found = known.get(fold(as_text(cell)))
        if found is None:
            raise UnreadableCellError(ONE_OF(words=word_labels(words)))
        return found

    return read


def _year_columns(raw: RawTable, blank: Fraction | None) -> tuple[Column, ...]:
    headers: dict[int, list[str]] = {}
    for header in map(as_text, raw.header):
        year = year_of(header)
        if year is not None:
            headers.setdefault(year, []).append(header)
    return tuple(
        Column(str(year), forms[0], Form.AMOUNT, read_figure, YEAR, default=blank, aliases=tuple(forms))
        for year, forms in headers.items()
    )
