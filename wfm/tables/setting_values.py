"""Values of settings that no table has: switches, zones, countries, lists of days, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from zoneinfo import available_timezones

from wfm.message import Text
from wfm.tables.amounts import read_money, read_not_negative
from wfm.tables.cells import Cell, UnreadableCellError, as_text, read_date
from wfm.tables.naming import ONE_OF, plain, read_name
from wfm.tables.words import FALSE_WORDS, TRUE_WORDS, fold

SWITCH = Text("fault.switch", "true or false")
ZONE = Text("fault.zone", "a time zone such as Europe/Copenhagen")
COUNTRY = Text("fault.country", "a country code such as DK whose public holidays are known")
HOTLINE_CODE = Text("fault.hotline_code", "a short code of letters, digits, hyphens and underscores")
SHIFT_LENGTH = Text("fault.shift_length", "hours that are whole minutes, from 0.1 to 24")
REST_LENGTH = Text("fault.rest_length", "hours that are whole minutes, from 0 to 1000")
CURRENCY = Text("fault.currency", "a currency code of three letters such as DKK")
PART = Text("fault.part", "a part from 0 to 1, such as 0.20")
DAYS = Text("fault.days", "dates such as 2027-01-31, side by side")
_CODE = re.compile(r"[\w-]{1,40}")
_BETWEEN_DATES = re.compile(r"[,;|\s]+")


def read_switch(cell: Cell) -> bool:
    """Read true or false."""
    if isinstance(cell, bool):
        return cell
    word = fold(as_text(cell))
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise UnreadableCellError(SWITCH())
    return word in TRUE_WORDS


def read_zone(cell: Cell) -> str:
    """Read the name of a time zone that this system knows."""
    zone = as_text(cell)
    if zone not in _zones():
        raise UnreadableCellError(ZONE())
    return zone


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "Factory"}


def read_country(cell: Cell) -> str:
    """Read the code of a country whose public holidays are known."""
    from holidays.registry import EntityLoader  # the holidays themselves are calculated with the calendar

    country = as_text(cell).upper()
    if len(country) != 2 or country not in EntityLoader.get_country_codes():
        raise UnreadableCellError(COUNTRY())
    return country


def read_part(cell: Cell) -> Decimal:
    """Read a part of a whole, 0 to 1."""
    try:
        part = read_money(cell)
    except UnreadableCellError as refused:
        raise UnreadableCellError(PART()) from refused
    if part > 1:
        raise UnreadableCellError(PART())
    return part


def read_hotline_code(cell: Cell) -> str:
    """Read the hotline's code, part of every calendar event's UID."""
    code = plain(as_text(cell))
    if not _CODE.fullmatch(code):
        raise UnreadableCellError(HOTLINE_CODE())
    return code


def read_currency(cell: Cell) -> str:
    """Read an ISO 4217 code."""
    code = as_text(cell).upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise UnreadableCellError(CURRENCY())
    return code


def read_title(cell: Cell) -> str:
    """Read a name of the hotline or of a competence."""
    name = read_name(cell)
    return name if isinstance(name, str) else str(name.value)


def hours(low: Fraction, high: Fraction, expected: Text) -> Callable[[Cell], int]:
    """Return a reader of hours as whole minutes."""

    def read(cell: Cell) -> int:
        minutes = read_not_negative(cell) * 60
        if minutes.denominator != 1 or not low * 60 <= minutes <= high * 60:
            raise UnreadableCellError(expected())
        return int(minutes)

    return read


read_shift_length = hours(Fraction(1, 10), Fraction(24), SHIFT_LENGTH)
read_rest_length = hours(Fraction(0), Fraction(1000), REST_LENGTH)


def one_of(words: type[StrEnum]) -> Callable[[Cell], str]:
    """Return a reader of one of an enumeration's words."""
    known = {fold(word.value): word.value for word in words}

    def read(cell: Cell) -> str:
        found = known.get(fold(as_text(cell)))
        if found is None:
            raise UnreadableCellError(ONE_OF(words=tuple(known.values())))
        return found

    return read


def read_dates(cell: Cell) -> frozenset[date]:
    """Read dates side by side."""
    if isinstance(cell, str):
        parts: list[Cell] = [part for part in _BETWEEN_DATES.split(cell) if part]
    else:
        parts = cell if isinstance(cell, list) else [cell]
    try:
        return frozenset(map(read_date, parts))
    except UnreadableCellError as refused:
        raise UnreadableCellError(DAYS()) from refused


def is_number(cell: Cell) -> bool:
    """Tell whether a TOML value is a number."""
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool)
