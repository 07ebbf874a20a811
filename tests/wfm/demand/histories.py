"""Histories for tests: rows of a telephone system, as CSV in memory, and hotlines that they belong to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wfm.calendar import Closing, Period, Span, clock
from wfm.demand.history_reading import HistoryReading, history_of_files
from wfm.hotline import Hotline

DAY_AND_NIGHT = (Span(0, 1440),)
OFFICE = (Span(480, 960),)
WORKDAYS = range(5)


def hotline(
    spans: Sequence[Span] = OFFICE,
    days: Iterable[int] = WORKDAYS,
    first_day: date = date(2027, 1, 4),
    last_day: date = date(2027, 4, 4),
    country: str | None = None,
    shift_minutes: int = 240,
) -> Hotline:
    return Hotline(
        name="Line",
        code="line",
        period=Period(first_day, last_day),
        opening_hours={day: tuple(spans) for day in days},
        closing=Closing(country),
        shift_minutes=shift_minutes,
        language="en",
    )


def table(header: str, rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()


def rows_of(day: date, starts: Iterable[int], *counts: object) -> list[tuple[object, ...]]:
    return [(day, clock(start), *counts) for start in starts]


def read(files: Mapping[str, str | bytes], line: Hotline | None = None, minutes: int = 30) -> HistoryReading:
    content = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return history_of_files(content, line or hotline(), minutes)


def keys(notices: Iterable[object]) -> list[str]:
    found = []
    for one in notices:
        expected = one.expected  # type: ignore[attr-defined]
        inner = expected.params.get("expected")
        found.append(inner.key if inner is not None else expected.key)
    return found
