"""Columns of a table of distribution keys: who, and a column of weights for each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from wfm.message import Text
from wfm.tables.amounts import whole
from wfm.tables.cells import Cell, RepairedValue, UnreadableCellError, as_text, is_blank
from wfm.tables.column import MOST_CITIZENS, Column, Form, Table, mandatory
from wfm.tables.figures import read_not_negative_figure
from wfm.tables.naming import code_reference, read_name
from wfm.tables.people_columns import MUNICIPALITIES
from wfm.tables.raw_table import RawTable
from wfm.tables.words import fold

SUMS_UP = Text("fault.sums_up", "a partner; a row that sums up the others is to be left out")
KEYS_TABLE = Text("table.keys", "Distribution keys: a partner a row, and a column of weights for each key.")
PARTNER = Text("column.partner", "Code or name of the partner that bears a part.")
PARTNER_NAME = Text("column.partner_name", "Name of the partner, as shown to people; its code where blank.")
WEIGHT = Text("column.weight", "Weight of the partner under this key; only proportions count. Blank is 0.")

_SUMS = frozenset(map(fold, ("i alt", "ialt", "in all", "total", "sum", "alle", "samlet", "hele")))
_WORDS: Mapping[str, tuple[str, ...]] = {
    "population": ("indbyggere", "indbyggertal", "borgere", "citizens"),
    "calls": ("opkald", "kald", "henvendelser", "call load"),
    "seats": ("pladser", "vagtpladser"),
    "hours": ("timer",),
    "equal": ("lige", "ligeligt"),
    "weight": ("vægt",),
}
"""Keys that have a name in both languages, by their English one."""
SAME_KEY_NAME = {fold(word): fold(english) for english, words in _WORDS.items() for word in (english, *words)}
_BESIDE = frozenset(
    form for column in MUNICIPALITIES.columns if column.name != "population" for form in column.spellings
) | frozenset(map(fold, ("joined", "tiltrådt")))
"""Headers of municipalities.csv that are no weights, so that it may be used as it is."""


def fold_key_name(name: str) -> str:
    """Return what a key's names in both languages have in common."""
    return SAME_KEY_NAME.get(fold(name), fold(name))


def read_partner(cell: Cell) -> str | RepairedValue:
    """Read who bears a part; a row that sums up is none."""
    if fold(as_text(cell)) in _SUMS:
        raise UnreadableCellError(SUMS_UP())
    found = read_name(cell)
    return found if isinstance(found, RepairedValue) else code_reference(found)


PARTNER_COLUMN = mandatory(
    "municipality",
    "kommune",
    Form.TEXT,
    read_partner,
    PARTNER,
    "",
    aliases=("kommunekode", "partner", "part", "forvaltning", "administration", "udvalg", "committee"),
)
NAME_COLUMN = Column("name", "navn", Form.TEXT, read_name, PARTNER_NAME)


def keys_table(raw: RawTable) -> Table:
    """Return the table that a file of keys is: every further column that holds a figure is a key."""
    names: list[str] = []
    for place, header in enumerate(map(as_text, raw.header)):
        known = fold(header) in PARTNER_COLUMN.spellings | NAME_COLUMN.spellings | _BESIDE
        if header and not known and _holds_figures(raw, place) and fold(header) not in map(fold, names):
            names.append(header)
    return Table(
        "keys",
        "nøgler",
        KEYS_TABLE,
        (PARTNER_COLUMN, NAME_COLUMN, *map(_weight_column, names)),
        required=True,
        passed_over=_BESIDE,
    )


def key_names(table: Table) -> Sequence[str]:
    """Return the names of a table's keys, as its headers have them."""
    return [column.name for column in table.columns if column not in (PARTNER_COLUMN, NAME_COLUMN)]


def _weight_column(header: str) -> Column:
    # Citizens are whole, so that a point in their number can only separate thousands.
    citizens = fold_key_name(header) == fold("population")
    read = whole(0, MOST_CITIZENS, grouped=True) if citizens else read_not_negative_figure
    return Column(header, header, Form.AMOUNT, read, WEIGHT, present=True, default=Fraction(0))


def _holds_figures(raw: RawTable, place: int) -> bool:
    """Tell whether any cell of a column is a figure; a column of remarks is no key."""
    cells = [row[place] for _, row in raw.rows if place < len(row) and not is_blank(row[place])]
    return any(map(_is_figure, cells))


def _is_figure(cell: Cell) -> bool:
    try:
        read_not_negative_figure(cell)
    except UnreadableCellError:
        return any(letter.isdigit() for letter in as_text(cell)[:1])
    return True
