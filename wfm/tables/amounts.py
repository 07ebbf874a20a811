"""Numbers: whole, exact fractions and money; decimal point or comma, never a float inside."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from wfm.message import Message, Text
from wfm.tables.cells import Cell, Reader, UnreadableCellError

WHOLE = Text("fault.whole", "a whole number from {low:number} to {high:number}")
AMOUNT = Text("fault.amount", "a number such as 1.5")
ABOVE_ZERO = Text("fault.above_zero", "a number above 0")
NOT_NEGATIVE = Text("fault.not_negative", "a number of at least 0")
MONEY = Text("fault.money", "an amount of money of at least 0")

_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})")
_RATIO = re.compile(r"([+-]?[0-9]{1,40})/([0-9]{1,40})")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+|(?:[ \u00a0\u202f][0-9]{3})+)")
_DIGITS_BEFORE_POINT = 15
MOST_DECIMALS = 15


def _exact(cell: Cell) -> Fraction | None:
    """Return the number that a cell shows, or ``None``; hostile exponents count as no number."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        return Fraction(Decimal(f"{cell:.15g}")) if isfinite(cell) and abs(cell) < 1e15 else None
    if isinstance(cell, int):
        return Fraction(cell) if abs(cell) < 10**_DIGITS_BEFORE_POINT else None
    if isinstance(cell, Decimal):
        return Fraction(cell) if _is_modest(cell) else None
    return _exact_text(cell) if isinstance(cell, str) else None


def _is_modest(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_DECIMALS and number.adjusted() < 15


def _exact_text(text: str) -> Fraction | None:
    text = text.strip().replace("\u2212", "-")
    if _DECIMAL.fullmatch(text):
        return Fraction(text.replace(",", "."))
    match = _RATIO.fullmatch(text)
    if match and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    return None


def whole(low: int = 0, high: int = 1_000_000_000, *, grouped: bool = False) -> Reader:
    """Return a reader of whole numbers.

    Parameters
    ----------
    low, high
        Least and greatest number allowed.
    grouped
        Whether ``1.234`` is one thousand two hundred and thirty-four.
    """

    def read(cell: Cell) -> int:
        if grouped and isinstance(cell, str) and _GROUPED.fullmatch(cell.strip()):
            number = Fraction(re.sub(r"[^0-9]", "", cell))
        else:
            number = _number(cell, WHOLE(low=low, high=high))
        if number.denominator != 1 or not low <= number <= high:
            raise UnreadableCellError(WHOLE(low=low, high=high))
        return int(number)

    return read


def _number(cell: Cell, expected: Message) -> Fraction:
    number = _exact(cell)
    if number is None:
        raise UnreadableCellError(expected)
    return number


def read_amount(cell: Cell) -> Fraction:
    """Read any number exactly; also a ratio such as ``1/3``."""
    return _number(cell, AMOUNT())


def read_above_zero(cell: Cell) -> Fraction:
    """Read a number above 0 exactly."""
    number = _number(cell, ABOVE_ZERO())
    if number <= 0:
        raise UnreadableCellError(ABOVE_ZERO())
    return number


def read_not_negative(cell: Cell) -> Fraction:
    """Read a number of at least 0 exactly."""
    number = _number(cell, NOT_NEGATIVE())
    if number < 0:
        raise UnreadableCellError(NOT_NEGATIVE())
    return number


def read_money(cell: Cell) -> Decimal:
    """Read an amount of money of at least 0 as an exact decimal."""
    number = _number(cell, MONEY())
    if number < 0 or (isinstance(cell, str) and "/" in cell):
        raise UnreadableCellError(MONEY())
    return Decimal(number_text(number))


def number_text(number: int | Fraction | Decimal) -> str:
    """Write a number exactly: as a decimal where it has one, else as ``a/b``."""
    exact = Fraction(number)
    scaled = abs(exact) * 10**MOST_DECIMALS
    if scaled.denominator != 1:
        return f"{exact.numerator}/{exact.denominator}"
    before, after = divmod(scaled.numerator, 10**MOST_DECIMALS)
    text = f"{before}.{after:0{MOST_DECIMALS}d}".rstrip("0").rstrip(".")
    return f"-{text}" if exact < 0 else text
