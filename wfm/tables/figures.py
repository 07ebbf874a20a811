"""Figures of budgets as people write them: thousands grouped, decimal point or comma, percent."""

from __future__ import annotations

import re
from fractions import Fraction

from wfm.message import Text
from wfm.tables.amounts import AMOUNT, read_amount
from wfm.tables.cells import Cell, RepairedValue, UnreadableCellError

READ_AS = Text(
    "notice.figure_read_as",
    "a figure that can be read in one way only; it was taken for {value:decimal}, since a comma separates "
    "decimals and a point thousands",
)

_POINTS = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,15}))?")
_COMMAS = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,15}))?")
_SPACES = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:[ \u00a0\u202f'][0-9]{3})+)(?:[.,]([0-9]{1,15}))?")
_DOUBTFUL = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


def read_figure(cell: Cell) -> Fraction | RepairedValue:
    """Read a figure exactly: ``1.234,50``, ``1,234.50``, ``1 234,5``, ``12,5 %``, ``-338``, ``1/3``.

    ``1.234`` is one thousand two hundred and thirty-four, as Danes write it, and ``1,234`` a little more
    than one; as either may be meant otherwise, how it was read is told.
    """
    if not isinstance(cell, str):
        return read_amount(cell)
    text = cell.strip().replace("\u2212", "-")
    percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    value = _figure(text)
    if percent:
        return value / 100
    if _DOUBTFUL.fullmatch(text):
        return RepairedValue(value, READ_AS(value=_plain(value)))
    return value


def read_not_negative_figure(cell: Cell) -> Fraction | RepairedValue:
    """Read a figure of at least 0, as `read_figure` does."""
    found = read_figure(cell)
    value = found.value if isinstance(found, RepairedValue) else found
    if value < 0:
        raise UnreadableCellError(NOT_NEGATIVE_FIGURE())
    return found


NOT_NEGATIVE_FIGURE = Text("fault.not_negative_figure", "a figure of at least 0")


def _figure(text: str) -> Fraction:
    if match := _POINTS.fullmatch(text) or _SPACES.fullmatch(text):
        return _joined(match)
    if (match := _COMMAS.fullmatch(text)) and not _DOUBTFUL.fullmatch(text):
        return _joined(match)
    if not text:
        raise UnreadableCellError(AMOUNT())
    return read_amount(text)


def _joined(match: re.Match[str]) -> Fraction:
    return Fraction(f"{re.sub(r'[^0-9+-]', '', match[1])}.{match[2] or '0'}")


def _plain(value: Fraction) -> str:
    return f"{float(value):.3f}".rstrip("0").rstrip(".")
