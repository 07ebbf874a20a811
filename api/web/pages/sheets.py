"""Sheets: a long list cut into pages of bounded size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

MOST_DIGITS = 6
"""Of a sheet's number in an address: what is longer names none."""


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """A part of a list.

    Parameters
    ----------
    rows
        What stands on it.
    many
        How many there are on all sheets.
    number, last
        Which sheet it is, and which is the last; they begin with 1.
    """

    rows: tuple[Row, ...]
    many: int
    number: int
    last: int


def cut_sheet(rows: Sequence[Row], number: int, at_once: int) -> Sheet[Row]:
    """Return one sheet of a list; the nearest that there is where there is none of that number."""
    last = max(1, -(-len(rows) // at_once))
    shown = min(max(1, number), last)
    return Sheet(tuple(rows[(shown - 1) * at_once : shown * at_once]), len(rows), shown, last)


def read_number(text: str) -> int:
    """Return the number of a sheet as an address writes it; the first where it is no number."""
    plain = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if plain else 1
