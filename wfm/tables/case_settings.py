"""Settings of a business case: case.toml or the sheet ``case``, and the keys that stand in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.amounts import whole
from wfm.tables.case_columns import MOST_DECIMALS, year_of
from wfm.tables.cells import Cell, RepairedValue, UnreadableCellError, as_text
from wfm.tables.figures import read_figure
from wfm.tables.hotline_reading import SECTION
from wfm.tables.naming import ONE_OF
from wfm.tables.raw_table import RawTable
from wfm.tables.rows import SHOWN
from wfm.tables.setting_values import read_currency, read_switch, read_title
from wfm.tables.settings import HotlineSettings, Setting, sheet_settings, toml_settings, tree_settings
from wfm.tables.settings_reader import NUMBER, TEXT, TRUTH, SettingsReader
from wfm.tables.words import fold

RATE = Text("fault.rate", "a rate of at least 0 and below 1, such as 0.04")
YEAR_OF_CASE = Text("fault.year_of_case", "a year, such as 3 or 2027")
UNKNOWN_SETTING = Text("notice.unknown_setting", "a known key of a business case; this one is ignored")

_DANISH = {
    "valuta": "currency",
    "sprog": "language",
    "kalkulationsrente": "discount_rate",
    "diskonteringsrente": "discount_rate",
    "trykt.enhed": "printed.unit",
    "trykt.decimaler": "printed.decimals",
    "trykt.tilbagebetaling": "printed.payback",
}
_KEYS = frozenset(map(fold, ("keys", "nøgler")))


@dataclass(frozen=True)
class KeySetting:
    """A weight of a key, or with no partner what the key is made of, such as ``a:60, b:40``."""

    key: str
    partner: str
    value: Cell
    row: int | None = None


@dataclass(frozen=True)
class CaseSettings:
    """What stands in the settings, read.

    Parameters
    ----------
    file
        File or sheet.
    printed_payback
        As it is printed: a year of the case or a calendar year.
    printed_unit, printed_decimals
        Of printed figures that say nothing of their own.
    keys
        Weights and mixtures, not read yet.
    """

    file: str
    name: str
    currency: str
    language: str
    discount_rate: Fraction
    discount_first_year: bool
    printed_payback: int | None
    printed_unit: int
    printed_decimals: int
    keys: tuple[KeySetting, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]


def toml_case(file: str, text: str, notices: tuple[Fault, ...]) -> CaseSettings:
    """Read case.toml.

    Raises
    ------
    UnusableTableError
        Where it is no TOML.
    """
    toml_settings(file, text)  # refuses what is none, or immodest
    tree = tomllib.loads(text, parse_float=Decimal)
    sections = {name: tree.pop(name) for name in tuple(tree) if fold(name) in _KEYS}
    keys = tuple(setting for section in sections.values() for setting in _tree_keys(section))
    faults = [
        Fault(file, None, name, as_text(section)[:SHOWN], SECTION())
        for name, section in sections.items()
        if not isinstance(section, Mapping)
    ]
    settings = tree_settings(file, tree)
    told = replace(settings, faults=(*settings.faults, *faults), notices=(*notices, *settings.notices))
    return _read(told, keys)


def sheet_case(raw: RawTable) -> CaseSettings:
    """Read the sheet ``case``: dotted key and value; ``keys.NAME.PARTNER`` is a weight."""
    settings = sheet_settings(raw)
    keys: list[KeySetting] = []
    others: dict[str, Setting] = {}
    for english, setting in settings.by_key.items():
        first, _, rest = setting.key.partition(".")
        if fold(first) in _KEYS and rest:
            name, _, partner = rest.partition(".")
            keys.append(KeySetting(name.strip(), partner.strip(), setting.value, setting.row))
        else:
            others[english] = setting
    return _read(replace(settings, by_key=others), tuple(keys))


def _tree_keys(tree: Any) -> Iterator[KeySetting]:
    for name, value in tree.items() if isinstance(tree, Mapping) else ():
        if isinstance(value, Mapping):
            yield from (KeySetting(name, partner, weight) for partner, weight in value.items())
        else:
            yield KeySetting(name, "", value)


def _read(settings: HotlineSettings, key_settings: tuple[KeySetting, ...]) -> CaseSettings:
    by_key = {_DANISH.get(key, key): setting for key, setting in settings.by_key.items()}
    keys = SettingsReader(replace(settings, by_key=by_key), faults=list(settings.faults))
    read = CaseSettings(
        file=settings.file,
        name=keys.take("name", TEXT, read_title, "", required=True),
        currency=keys.take("currency", TEXT, read_currency, "DKK"),
        language=keys.take("language", TEXT, _language, "da"),
        discount_rate=keys.take("discount_rate", NUMBER, _rate, Fraction(0)),
        discount_first_year=keys.take("discount_first_year", TRUTH, read_switch, False),
        printed_payback=keys.take("printed.payback", NUMBER, _year),
        printed_unit=keys.take("printed.unit", NUMBER, whole(1, 1_000_000, grouped=True), 1),
        printed_decimals=keys.take("printed.decimals", NUMBER, whole(0, MOST_DECIMALS), 0),
        keys=key_settings,
        faults=(),
        notices=(),
    )
    unknown = [
        Fault(settings.file, one.row, one.key, as_text(one.value)[:SHOWN], UNKNOWN_SETTING())
        for key, one in by_key.items()
        if key not in keys.taken
    ]
    return replace(read, faults=tuple(keys.faults), notices=(*settings.notices, *unknown))


def _language(cell: Cell) -> str:
    language = as_text(cell).casefold()
    if language not in ("da", "en"):
        raise UnreadableCellError(ONE_OF(words=("da", "en")))
    return language


def _rate(cell: Cell) -> Fraction:
    found = read_figure(cell)
    rate: Fraction = found.value if isinstance(found, RepairedValue) else found
    if not 0 <= rate < 1:
        raise UnreadableCellError(RATE())
    return rate


def _year(cell: Cell) -> int:
    year = year_of(as_text(cell))
    if year is None:
        raise UnreadableCellError(YEAR_OF_CASE())
    return year
