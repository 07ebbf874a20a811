"""Days of the week as people write them: side by side, from one to another, or all workdays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from wfm.message import Text
from wfm.tables.cells import Cell, UnreadableCellError, as_text
from wfm.tables.words import WEEKDAY_OF, fold

DAYS_OF_WEEK = Text(
    "fault.days_of_week",
    "days of the week such as mon|wed (man|ons), mon-fri (man-fre) or weekdays (hverdage)",
)

_BETWEEN = re.compile(r"[;|,/\s+&]+|\bog\b|\band\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\s*(?:[-–—]|\b(?:til|through)\b)\s*", re.IGNORECASE)
_WEEK = 7


def _groups() -> Mapping[str, frozenset[int]]:
    workdays, weekend, every = frozenset(range(5)), frozenset((5, 6)), frozenset(range(_WEEK))
    words = {
        ("weekdays", "workdays", "hverdage", "hverdag", "arbejdsdage"): workdays,
        ("weekend", "weekends", "weekender", "weekenden"): weekend,
        ("every day", "daily", "all days", "alle dage", "alle", "hver dag", "dagligt"): every,
    }
    return MappingProxyType({fold(form): days for forms, days in words.items() for form in forms})


_GROUP = _groups()


def read_days(cell: Cell) -> frozenset[int]:
    """Read weekdays side by side, as ``mon|wed``, ``man-fre`` or ``hverdage``; 0 is Monday."""
    if isinstance(cell, list):
        words = [as_text(word) for word in cell]
    else:
        text = _FROM_TO.sub("-", as_text(cell))
        words = [text] if fold(text) in _GROUP else _BETWEEN.split(text)
    days = frozenset(day for word in words if fold(word) for day in _days_of(word))
    if not days:
        raise UnreadableCellError(DAYS_OF_WEEK())
    return days


def _days_of(word: str) -> Iterator[int]:
    """Yield the days that one word names; a span over the weekend goes on with Monday."""
    if (group := _GROUP.get(fold(word))) is not None:
        yield from group
        return
    ends = [WEEKDAY_OF.get(fold(end)) for end in word.split("-")]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) > 2:
        raise UnreadableCellError(DAYS_OF_WEEK())
    yield from ((first + step) % _WEEK for step in range((last - first) % _WEEK + 1))
