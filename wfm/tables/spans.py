"""Spans of a day such as ``08:00-20:00``, alone or in lists."""

from __future__ import annotations

import itertools
import re

from wfm.calendar import Span
from wfm.message import Text
from wfm.tables.cells import Cell, UnreadableCellError, as_text, read_time

SPAN = Text("fault.span", "a span of one day such as 08:00-20:00, from earlier to later")
APART = Text("fault.apart", "spans that do not overlap")
_BETWEEN_SPANS = re.compile(r"[,;|]")
_DASH = re.compile(r"\s*[-–—]\s*")


def read_span(text: str) -> Span:
    """Read one span; it ends on the day on which it starts, at 24:00 at the latest."""
    ends = _DASH.split(text.strip())
    if len(ends) != 2:
        raise UnreadableCellError(SPAN())
    try:
        start, end = map(read_time, ends)
    except UnreadableCellError as refused:
        raise UnreadableCellError(SPAN()) from refused
    if start >= end:
        raise UnreadableCellError(SPAN())
    return Span(start, end)


def read_spans(cell: Cell) -> tuple[Span, ...]:
    """Read spans side by side, none overlapping another, in order of time."""
    parts = (
        [part if isinstance(part, str) else "" for part in cell] if isinstance(cell, list) else _split(cell)
    )
    spans = sorted(map(read_span, parts))
    if any(earlier.overlaps(later) for earlier, later in itertools.pairwise(spans)):
        raise UnreadableCellError(APART())
    return tuple(spans)


def _split(cell: Cell) -> list[str]:
    return [part for part in _BETWEEN_SPANS.split(as_text(cell)) if part.strip()]
