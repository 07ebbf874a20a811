"""How many lines a text takes in a cell of some width: printed, a row does not grow by itself."""

from __future__ import annotations

import re
import unicodedata

_NARROW = frozenset("fijlrtI.,:;'’!|()[]/- ")
_WIDE = frozenset("mwMW@%—…")
_NARROW_PIXELS, _USUAL_PIXELS, _CAPITAL_PIXELS, _WIDE_PIXELS, _SQUARE_PIXELS = 4.2, 6.8, 8.2, 10.8, 15.0
"""Of letters in 11 points, as Calibri has them."""

_SIZE, _DIGIT = 11.0, 7
"""The type by which the width of a column is counted: its points, and the pixels of a digit."""

_SPARE = 1.15
"""Room for fonts that stand in for Calibri and are wider."""

_BOLD, _INDENT = 1.07, 9
_PARTS = re.compile(r"[^\s-]+-?|-|\s+")
"""Where a line may be broken: at a space, and behind a hyphen."""


def count_lines(text: str, width: float, *, size: float = _SIZE, bold: bool = False, indent: int = 0) -> int:
    """Return the lines that a text takes, words broken only where one is longer than a line.

    Parameters
    ----------
    text
        Its own line breaks are kept.
    width
        Of the column, in characters as a spreadsheet counts them.
    size, bold, indent
        How it is written.
    """
    scale = size / _SIZE * _SPARE * (_BOLD if bold else 1)
    room = max(width * _DIGIT - indent * _INDENT, _WIDE_PIXELS) / scale
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for part in _PARTS.findall(text):
        wide = sum(map(_pixels, part))
        if used + wide <= room:
            used += wide
        elif part.isspace():
            used = room  # what follows begins a line
        else:
            lines += (used > 0) + int(wide // room) * (wide > room)
            used = wide % room if wide > room else wide
    return lines


def _pixels(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _SQUARE_PIXELS
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare in _NARROW:
        return _NARROW_PIXELS
    if bare in _WIDE:
        return _WIDE_PIXELS
    return _CAPITAL_PIXELS if letter.isupper() else _USUAL_PIXELS
